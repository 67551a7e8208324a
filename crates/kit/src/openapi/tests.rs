//! The document of a package, read back as a client would read it.

use super::*;

fn whole() -> Value {
    let pool = crate::transcode::pool([api::FILE_DESCRIPTOR_SET]).expect("a pool");
    let services = pool.services().map(|service| service.full_name().to_owned()).collect();
    let document = document("Test", &[Source { pool, services }], Map::new());
    serde_json::from_slice(&document.bytes).expect("JSON")
}

#[test]
fn every_rpc_has_an_operation_and_every_reference_a_place() {
    let document = whole();
    let paths = document["paths"].as_object().expect("paths");
    let operations: Vec<&Value> =
        paths.values().flat_map(|path| path.as_object().expect("operations").values()).collect();
    let mut ids: Vec<&str> =
        operations.iter().filter_map(|operation| operation["operationId"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), operations.len(), "one id an operation");
    let pool = crate::transcode::pool([api::FILE_DESCRIPTOR_SET]).expect("a pool");
    for rpc in pool.services().flat_map(|service| service.methods().collect::<Vec<_>>()) {
        let id = format!("{}_{}", rpc.parent_service().name(), rpc.name());
        assert!(ids.contains(&id.as_str()), "{id} is not told");
    }
    let text = document.to_string();
    for place in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(place).is_some(), "{place} is nowhere");
    }
}

#[test]
fn an_operation_says_what_the_proto_says() {
    let document = whole();
    let batch = &document["paths"]["/v1/figures:batchGet"]["get"];
    let named = |name: &str| {
        let parameters = batch["parameters"].as_array().expect("parameters");
        parameters.iter().find(|parameter| parameter["name"] == name).cloned().unwrap_or_default()
    };
    assert_eq!(named("keys")["required"], true);
    assert_eq!(named("keys")["schema"]["items"]["type"], "string");
    assert!(named("keys")["example"][0].as_str().is_some_and(|key| key.contains("?period=")));
    assert_eq!(named("minRevision")["style"], "deepObject");
    assert_eq!(named("asOf.time")["schema"]["format"], "date-time");
    assert_eq!(batch["summary"], "Answers many keys from one snapshot");
    let post = &document["paths"]["/v1/figures:batchGet"]["post"];
    let body = "yearbook.figures.v1.BatchGetFiguresRequest";
    assert_eq!(post["requestBody"]["content"]["application/json"]["schema"], schema::reference(body));
    assert_eq!(document["components"]["schemas"][body]["required"], json!(["keys"]));
    let report = &document["paths"]["/v1/reports/{report}:check"]["get"];
    assert_eq!(report["parameters"][0]["name"], "report");
}

#[test]
fn a_path_has_one_name_for_its_parameters_and_an_operation_says_which_role_it_needs() {
    let document = whole();
    let paths = document["paths"].as_object().expect("paths");
    let shape = |path: &str| {
        let segments = path
            .split('/')
            .map(|s| s.strip_prefix('{').map_or(s, |rest| rest.split_once('}').map_or("", |r| r.1)));
        segments.collect::<Vec<_>>().join("/")
    };
    let shapes: std::collections::BTreeSet<String> = paths.keys().map(|path| shape(path)).collect();
    assert_eq!(shapes.len(), paths.len(), "two paths differ by the names of their parameters alone");
    let mut writes = 0;
    for operations in paths.values().filter_map(Value::as_object) {
        for operation in ["patch", "delete"].into_iter().filter_map(|method| operations.get(method)) {
            writes += 1;
            let role = &operation["security"][0]["bearer"][0];
            assert!(role == "contributor" || role == "editor", "{operation}");
            assert!(operation["responses"]["403"].is_object());
            let parameters = operation["parameters"].as_array().expect("parameters");
            assert!(parameters.iter().any(|parameter| parameter["name"] == "requestId"));
        }
        if let Some(reads) = operations.get("get") {
            let role = &reads["security"][0]["bearer"][0];
            assert!(reads["security"].is_null() || role == "reader", "what is public needs no role: {reads}");
        }
    }
    assert!(writes >= 30, "{writes} writes");
}

#[test]
fn equal_descriptors_give_equal_documents_and_a_client_may_have_one() {
    let pool = || crate::transcode::pool([api::figures::v1::FILE_DESCRIPTOR_SET]).expect("a pool");
    let services = || vec!["yearbook.figures.v1.FigureService".to_owned()];
    let made = || document("Test", &[Source { pool: pool(), services: services() }], Map::new());
    assert_eq!(made().bytes, made().bytes);
    let mut headers = HeaderMap::new();
    headers.insert(header::IF_NONE_MATCH, made().tag);
    assert_eq!(answer(&made(), &headers).status(), StatusCode::NOT_MODIFIED);
    assert_eq!(answer(&made(), &HeaderMap::new()).status(), StatusCode::OK);
}
