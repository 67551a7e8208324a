//! The HTTP doors of the real binaries: every RPC by its annotation, at its service and through the gateway.

use std::net::SocketAddr;

use serde_json::Value;
use yearbook_tests::arrangement::{Apart, Together};
use yearbook_tests::{SERVICES, wait, web};

/// Every gRPC service of the protos with its descriptors' package: `projects` for `yearbook.projects.v1.ProjectService`.
fn services() -> Vec<(String, String)> {
    let pool = kit::transcode::pool([api::FILE_DESCRIPTOR_SET]).expect("descriptors");
    let named = |name: &str| (name.to_owned(), name.split('.').nth(1).unwrap_or_default().to_owned());
    pool.services().map(|service| named(service.full_name())).collect()
}

/// A path of a template, each variable being `x`, and whether it can be asked by GET and ends by itself.
fn paths(service: &str) -> Vec<(String, String)> {
    let pool = kit::transcode::pool([api::FILE_DESCRIPTOR_SET]).expect("descriptors");
    let bindings = kit::transcode::bindings(&pool, [service]);
    let rpcs = pool.get_service_by_name(service).expect("there").methods().count();
    let first = bindings.iter().filter(|binding| binding.number == 0).count();
    assert_eq!(first, rpcs, "{service}: an RPC has no annotation that is understood");
    let path = |text: &str| {
        let parts =
            text.split(['{', '}']).map(|part| part.split_once('=').map_or(part, |(_, pattern)| pattern));
        parts.collect::<String>().replace('*', "x")
    };
    bindings.iter().map(|binding| (binding.method.to_string(), path(&binding.path))).collect()
}

/// Whether something answers a path: another method than its own is told which there are.
async fn is_there(address: SocketAddr, method: &str, path: &str) {
    let answer = web::request(address, "PUT", path, &[], "").await;
    assert_eq!(answer.status, 405, "{address}{path}: {}", answer.text());
    assert!(answer.header("allow").split(", ").any(|allowed| allowed == method), "{path}: {method}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_rpc_is_reached_by_its_annotation() {
    let apart = Apart::start(&[]);
    let gateway = apart.gateway();
    for (service, package) in services() {
        let at = SERVICES.iter().find(|name| **name == package).map(|name| apart.address(name));
        for (method, path) in paths(&service) {
            learned(gateway, &path).await;
            is_there(gateway, &method, &path).await;
            if let Some(at) = at {
                is_there(at, &method, &path).await;
            }
        }
    }
}

/// Waits until the gateway has learned the doors of the service that has a path.
async fn learned(gateway: SocketAddr, path: &str) {
    let there = async || (web::request(gateway, "PUT", path, &[], "").await.status == 405).then_some(());
    wait::until(path, there).await;
}

fn json(answer: &web::Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.text()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_gateway_passes_on_what_a_service_answers_also_when_it_is_down() {
    let mut apart = Apart::start(&[]);
    let gateway = apart.gateway();
    let list = "/v1/projects?pageSize=2&filter=period=%222024%22";
    for path in ["/v1/projects", "/v1/observations:stream", "/v1/events"] {
        learned(gateway, path).await;
    }
    let through = web::get(gateway, list, &[]).await;
    assert_eq!(through.status, 200, "{}", through.text());
    assert_eq!(through.body, web::get(apart.address("projects"), list, &[]).await.body);
    assert_eq!(json(&through)["projects"].as_array().map(Vec::len), Some(2));

    let stream = web::get(gateway, "/v1/observations:stream?filter=area=%22WORLD%22", &[]).await;
    let lines: Vec<Value> =
        stream.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines[0]["result"]["observations"][0]["name"].is_string(), "{}", stream.text());

    let wrong = web::get(gateway, "/v1/projects?size=2", &[]).await;
    assert_eq!((wrong.status, &json(&wrong)["reason"]), (400, &"FIELD_INVALID".into()));
    let nobody = web::get(gateway, "/v1/projects/no-such-one", &[]).await;
    assert_eq!((nobody.status, &json(&nobody)["reason"]), (404, &"RECORD_NOT_FOUND".into()));

    apart.kill("projects");
    let down = web::get(gateway, list, &[]).await;
    assert_eq!((down.status, &json(&down)["reason"]), (503, &"SERVICE_UNAVAILABLE".into()));
    assert!(json(&down)["detail"].as_str().is_some_and(|detail| detail.contains("projects")));
    assert_eq!(web::get(gateway, "/v1/events?pageSize=1", &[]).await.status, 200, "the others answer");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_gateway_answers_figures_and_reports_as_json() {
    let together = Together::start(&[]);
    let at = together.address();
    let keys = "keys=projects/count%3Fperiod%3D2024&keys=events/participants%3Fevent%3Dwtsa-24";
    let figures = json(&web::get(at, &format!("/v1/figures:batchGet?{keys}"), &[]).await);
    assert_eq!(figures["answers"][0]["figures"]["figures"][0]["value"]["value"], "105");
    assert_eq!(figures["answers"][1]["figures"]["figures"][0]["value"]["value"], "3700");
    let report = json(&web::get(at, "/v1/reports/2024?language=en", &[]).await);
    let page = json(&web::get(at, "/reports/2024.json?lang=en", &[]).await);
    assert_eq!(report, page, "one report, by either door");
    let services = json(&web::get(at, "/v1/services", &[]).await);
    assert_eq!(services["services"].as_array().map(Vec::len), Some(SERVICES.len()));
    let body =
        r#"[{"header":{"service":"gateway","files":[{"name":"a","sizeBytes":"1"}],"validateOnly":true}}]"#;
    let import =
        web::request(at, "POST", "/v1/reports:importPart", &[("content-type", "application/json")], body)
            .await;
    assert_eq!(
        (import.status, &json(&import)["reason"]),
        (400, &"PART_MALFORMED".into()),
        "{}",
        import.text()
    );
    let foreign = [("content-type", "application/json"), ("origin", "https://example.org")];
    let refused = web::request(at, "POST", "/v1/reports:importPart", &foreign, body).await;
    assert_eq!(
        (refused.status, &json(&refused)["reason"]),
        (403, &"WRITE_DENIED".into()),
        "{}",
        refused.text()
    );
}

/// A project of the year that the report is about.
const PROJECT: &str = r#"{"area": "AFR", "period": "2024", "label": {"en": "Skills", "zh": "技能"}, "provenance": {"document": "ar-2024"}}"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_record_that_is_written_through_the_gateway_moves_what_the_report_prints() {
    let apart = Apart::start(&[]);
    let gateway = apart.gateway();
    learned(gateway, "/v1/projects").await;
    let figure = async || {
        let path = "/figures/projects/count?period=2024";
        let answer = web::get(gateway, path, &[("accept", "application/json")]).await;
        (answer.status == 200).then(|| json(&answer)["value"]["value"].clone())
    };
    wait::until("the figure as it was", async || figure().await.filter(|value| value == "105").map(drop))
        .await;
    let kind = ("content-type", "application/json");
    let create = "/v1/projects?projectId=skills&requestId=one&reason=a+test";
    let foreign = [kind, ("origin", "https://example.org")];
    let refused = web::request(gateway, "POST", create, &foreign, PROJECT).await;
    assert_eq!((refused.status, &json(&refused)["reason"]), (403, &"WRITE_DENIED".into()));
    let made = web::request(gateway, "POST", create, &[kind], PROJECT).await;
    assert_eq!((made.status, &json(&made)["name"]), (200, &"projects/skills".into()), "{}", made.text());
    wait::until("the figure moved", async || figure().await.filter(|value| value == "106").map(drop)).await;
    let page = async || {
        let page = web::get(gateway, "/reports/2024?lang=en", &[]).await;
        page.text().contains(">106<").then_some(())
    };
    wait::until("the report prints it", page).await;

    let path = "/v1/projects/skills?requestId=two&reason=a+test&updateMask=area";
    let moved = web::request(gateway, "PATCH", path, &[kind], r#"{"area": "EUR"}"#).await;
    assert_eq!((moved.status, &json(&moved)["area"]), (200, &"EUR".into()), "{}", moved.text());
    let gone =
        web::request(gateway, "DELETE", "/v1/projects/skills?requestId=three&reason=a+test", &[], "").await;
    assert_eq!((gone.status, gone.text().trim()), (200, "{}"));
    wait::until("the figure is as it was", async || figure().await.filter(|value| value == "105").map(drop))
        .await;
}
