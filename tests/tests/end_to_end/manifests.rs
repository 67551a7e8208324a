//! The manifests are what a cluster takes, and say of the programs what is so: ports, flags, variables, names.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use yearbook_tests::binaries::{binary, root};
use yearbook_tests::kustomize::{Rendered, container, folders, name, of_kind, pods, render, variable};
use yearbook_tests::process::{run, said};
use yearbook_tests::tools::{python, tool};

/// CONTRACTS, "Ports".
const PORTS: [(&str, u64); 7] = [
    ("all-in-one", 8080),
    ("gateway", 8080),
    ("connectivity", 50051),
    ("projects", 50052),
    ("membership", 50053),
    ("events", 50054),
    ("results", 50055),
];
/// The version of Kubernetes whose schemas and checks are used.
const KUBERNETES: &str = "1.37.0";

/// Every overlay alone, with each component that it does not have, and with all of them.
fn renderings() -> Option<Vec<Rendered>> {
    let mut all = Vec::new();
    for overlay in folders("overlays") {
        let added: &[&str] = match overlay.as_str() {
            "another-organisation" => &["readers", "prometheus", "otlp", "ingress"],
            _ => &["tokens", "readers", "prometheus", "otlp", "ingress"],
        };
        all.push(render(&overlay, &[])?);
        for component in added {
            all.push(render(&overlay, &[component])?);
        }
        all.push(render(&overlay, added)?);
    }
    all.push(render("all-in-one", &["tokens", "bundle-import", "prometheus"])?);
    Some(all)
}

/// The schemas of the Python package in a folder, where kubeconform finds what they refer to.
fn schemas(folder: &Path) -> Option<()> {
    let find = "import kubernetes_validate, os; print(os.path.dirname(kubernetes_validate.__file__))";
    let output = Command::new(python()?).args(["-c", find]).output().expect("Python starts");
    let package = String::from_utf8(output.stdout).expect("UTF-8");
    let from = Path::new(package.trim()).join(format!("kubernetes-json-schema/v{KUBERNETES}-local-strict"));
    let kinds = [
        "_definitions",
        "ingress-networking-v1",
        "job-batch-v1",
        "namespace-v1",
        "networkpolicy-networking-v1",
        "poddisruptionbudget-policy-v1",
        "service-v1",
        "serviceaccount-v1",
        "statefulset-apps-v1",
    ];
    for kind in kinds {
        let text = std::fs::read_to_string(from.join(format!("{kind}.json"))).expect("the package has it");
        let mut schema: Value = serde_json::from_str(&text).expect("JSON");
        schema["$id"] = format!("{kind}.json").into();
        let text = schema.to_string().replace("\"/api/_definitions.json", "\"_definitions.json");
        std::fs::write(folder.join(format!("{kind}.json")), text).expect("written");
    }
    Some(())
}

#[test]
fn every_rendering_is_what_the_schemas_of_kubernetes_allow() {
    let (Some(kubeconform), Some(renderings)) = (tool("kubeconform"), renderings()) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let manifests = folder.path().join("manifests");
    std::fs::create_dir(&manifests).expect("made");
    if schemas(folder.path()).is_none() {
        return;
    }
    let location = folder.path().join("{{ .ResourceKind }}{{ .KindSuffix }}.json");
    let validate = || {
        let mut validate = Command::new(&kubeconform);
        validate.args(["-strict", "-summary", "-schema-location"]).arg(&location).arg(&manifests);
        validate.output().expect("kubeconform starts")
    };
    for rendered in &renderings {
        std::fs::write(manifests.join(format!("{}.yaml", rendered.name)), &rendered.yaml).expect("written");
    }
    let output = validate();
    assert!(output.status.success(), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Errors: 0, Skipped: 0"), "{}", said(&output));

    let wrong = renderings[0].yaml.replacen("replicas: 1", "replicaz: 1", 1);
    std::fs::write(manifests.join("wrong.yaml"), wrong).expect("written");
    let output = validate();
    assert!(String::from_utf8_lossy(&output.stdout).contains("'replicaz' not allowed"), "{}", said(&output));
}

#[test]
fn kube_score_finds_nothing_critical() {
    let (Some(kube_score), Some(renderings)) = (tool("kube-score"), renderings()) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for rendered in renderings {
        let path = folder.path().join(format!("{}.yaml", rendered.name));
        std::fs::write(&path, &rendered.yaml).expect("written");
        let mut score = Command::new(&kube_score);
        score.args([
            "score",
            "--kubernetes-version",
            "v1.37",
            "--output-format",
            "ci",
            "--exit-one-on-warning",
        ]);
        let output = score.arg(&path).output().expect("kube-score starts");
        assert!(output.status.success(), "{}: {}", rendered.name, said(&output));
    }
}

#[test]
fn each_exception_from_kube_score_has_its_reason_in_the_documentation() {
    let Some(renderings) = renderings() else { return };
    let mut made = BTreeSet::new();
    for rendered in renderings {
        let Some(objects) = rendered.objects() else { return };
        let templates = pods(&objects).map(|(_, pod)| pod);
        let ignored = objects
            .iter()
            .chain(templates)
            .filter_map(|object| object["metadata"]["annotations"]["kube-score/ignore"].as_str());
        made.extend(ignored.flat_map(|checks| checks.split(',').map(|check| check.trim().to_owned())));
    }
    let text = std::fs::read_to_string(root().join("docs/deployment.md")).expect("it is there");
    let (_, section) = text.split_once("## Exceptions").expect("a section of exceptions");
    let section = section.split("\n## ").next().unwrap_or_default();
    let told = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let told: BTreeSet<String> = told.map(str::to_owned).collect();
    assert_eq!(made, told);
}

fn objects(overlay: &str, components: &[&str]) -> Option<Vec<Value>> {
    render(overlay, components)?.objects()
}

fn component(pod: &Value) -> &str {
    pod["metadata"]["labels"]["app.kubernetes.io/component"].as_str().expect("each pod says what it is")
}

fn port(container: &Value, name: &str) -> Option<u64> {
    container["ports"].as_array()?.iter().find(|port| port["name"] == name)?["containerPort"].as_u64()
}

#[test]
fn ports_are_those_of_the_contract_wherever_they_stand() {
    for overlay in ["all-in-one", "separate"] {
        let Some(objects) = objects(overlay, &[]) else { return };
        for (workload, pod) in pods(&objects) {
            let (component, container) = (component(pod), container(pod));
            let (_, expected) = PORTS.iter().find(|(name, _)| *name == component).expect("a service");
            let listen = format!("0.0.0.0:{expected}");
            assert_eq!(variable(container, "YEARBOOK_LISTEN"), Some(listen.as_str()), "{component}");
            assert_eq!(port(container, "grpc"), Some(*expected), "{component}");
            assert_eq!(variable(container, "YEARBOOK_METRICS_LISTEN"), Some("0.0.0.0:9090"), "{component}");
            assert_eq!(port(container, "metrics"), Some(9090), "{component}");
            for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
                assert_eq!(container[probe]["grpc"]["port"], *expected, "{component} {probe}");
            }
            let headless = workload["spec"]["serviceName"].as_str().expect("a name");
            let service = of_kind(&objects, "Service").find(|s| name(s) == headless).expect("its Service");
            assert_eq!(service["spec"]["clusterIP"], "None", "{component}: all addresses, not one");
            assert_eq!(service["spec"]["ports"][0]["port"], *expected, "{component}");
        }
    }
}

#[test]
fn addresses_that_services_are_given_are_headless_services_of_the_same_rendering() {
    let Some(objects) = objects("separate", &[]) else { return };
    let mut given = Vec::new();
    for (_, pod) in pods(&objects) {
        for entry in variable(container(pod), "YEARBOOK_SERVICE").into_iter().flat_map(|list| list.split(','))
        {
            let (service, url) = entry.split_once("=http://").expect("NAME=http://HOST:PORT");
            let (host, port) = url.split_once(':').expect("a port");
            let found = of_kind(&objects, "Service").find(|object| name(object) == host).expect(entry);
            assert_eq!(found["spec"]["clusterIP"], "None", "{entry}");
            assert_eq!(found["spec"]["ports"][0]["port"].to_string(), port, "{entry}");
            assert_eq!(found["spec"]["selector"]["app.kubernetes.io/component"], service, "{entry}");
            given.push((component(pod).to_owned(), service.to_owned()));
        }
    }
    let asked = |who: &str| given.iter().filter(|(asks, _)| asks == who).count();
    assert_eq!((asked("gateway"), asked("results"), given.len()), (5, 1, 6));
}

#[test]
fn arguments_variables_and_images_are_those_of_the_programs() {
    let Some(objects) = objects("another-organisation", &["readers", "prometheus", "otlp", "ingress"]) else {
        return;
    };
    let Some(all_in_one) = self::objects("all-in-one", &["tokens", "readers"]) else { return };
    let help = |command: &str| said(&run(&[command, "--help"], Path::new(".")));
    let (serve, import) = (help("serve"), help("import"));
    for (_, pod) in pods(&objects).chain(pods(&all_in_one)) {
        let (component, container) = (component(pod), container(pod));
        let (words, program) = match component {
            "import" => (&import, "yearbook".to_owned()),
            "all-in-one" => (&serve, "yearbook".to_owned()),
            service => (&serve, format!("yearbook-{service}")),
        };
        for entry in container["env"].as_array().expect("variables") {
            let variable = entry["name"].as_str().expect("a name").strip_prefix("YEARBOOK_").expect("ours");
            let flag = format!("--{} ", variable.to_lowercase().replace('_', "-"));
            assert!(words.contains(&flag), "{component}: {flag}is no flag: {words}");
        }
        let arguments = container["args"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for flag in arguments.filter(|argument| argument.starts_with("--")) {
            assert!(words.contains(&format!("{flag} ")), "{component}: {flag} is no flag");
        }
        let image = container["image"].as_str().expect("an image");
        assert_eq!(image, format!("localhost/{program}:{}", env!("CARGO_PKG_VERSION")), "{component}");
        assert!(binary(&program).is_file(), "{component}: there is no {program}");
    }
}

#[test]
fn pods_keep_to_the_restricted_standard_and_have_time_to_stop() {
    let Some(objects) = objects("another-organisation", &[]) else { return };
    for (workload, pod) in pods(&objects) {
        let (what, spec, container) = (name(workload), &pod["spec"], container(pod));
        let security = &spec["securityContext"];
        assert_eq!(security["runAsNonRoot"], true, "{what}");
        assert_eq!(security["runAsUser"], 65532, "{what}");
        assert_eq!(security["seccompProfile"]["type"], "RuntimeDefault", "{what}");
        assert_eq!(container["securityContext"]["allowPrivilegeEscalation"], false, "{what}");
        assert_eq!(container["securityContext"]["readOnlyRootFilesystem"], true, "{what}");
        assert_eq!(container["securityContext"]["capabilities"]["drop"][0], "ALL", "{what}");
        assert_eq!(spec["automountServiceAccountToken"], false, "{what}");
        assert_eq!(spec["enableServiceLinks"], false, "{what}: Kubernetes would set variables of ours");
        if workload["kind"] == "StatefulSet" {
            let grace = spec["terminationGracePeriodSeconds"].as_u64().expect("a number");
            assert!(grace > kit::server::GRACE.as_secs(), "{what}");
            assert_eq!(workload["spec"]["replicas"], 1, "{what}: SQLite has one writer");
        }
    }
}

#[test]
fn traces_go_where_the_policy_lets_them() {
    for overlay in ["all-in-one", "separate"] {
        let Some(objects) = objects(overlay, &["otlp"]) else { return };
        let policy = of_kind(&objects, "NetworkPolicy").find(|policy| name(policy) == "traces");
        let rule = &policy.expect("a policy")["spec"]["egress"][0];
        let namespace = &rule["to"][0]["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"];
        let (namespace, port) = (namespace.as_str().expect("a name"), &rule["ports"][0]["port"]);
        for (_, pod) in pods(&objects) {
            let url = variable(container(pod), "YEARBOOK_OTLP_ENDPOINT").expect("every service has it");
            assert!(url.ends_with(&format!(".{namespace}:{port}")), "{url}");
        }
    }
    let Some(objects) = objects("all-in-one", &[]) else { return };
    for (_, pod) in pods(&objects) {
        assert_eq!(variable(container(pod), "YEARBOOK_OTLP_ENDPOINT"), None, "off unless it is asked for");
    }
}

#[test]
fn where_only_tokens_read_whoever_asks_others_has_one_of_its_own() {
    for (overlay, asking) in [("separate", &["gateway", "results"][..]), ("all-in-one", &[])] {
        let Some(objects) = objects(overlay, &["tokens", "readers"]) else { return };
        for (workload, pod) in pods(&objects) {
            let (what, container) = (component(pod), container(pod));
            assert_eq!(variable(container, "YEARBOOK_READERS"), Some("tokens"), "{}", name(workload));
            assert!(variable(container, "YEARBOOK_TOKENS").is_some(), "{what}");
            let own = variable(container, "YEARBOOK_SERVICE_TOKEN_FILE");
            assert_eq!(own, asking.contains(&what).then_some("/etc/yearbook-own/token"), "{what}");
            let mounts = container["volumeMounts"].as_array().expect("mounts");
            let mounted = mounts.iter().any(|mount| mount["mountPath"] == "/etc/yearbook-own");
            assert_eq!(mounted, own.is_some(), "{what}");
        }
    }
}

#[test]
fn another_organisation_begins_empty_and_is_imported() {
    let Some(objects) = objects("another-organisation", &[]) else { return };
    let bundles = pods(&objects).filter(|(workload, _)| workload["kind"] == "StatefulSet");
    for (workload, pod) in bundles {
        assert_eq!(variable(container(pod), "YEARBOOK_BUNDLE"), Some("none"), "{}", name(workload));
        assert_eq!(variable(container(pod), "YEARBOOK_TOKENS"), Some("/etc/yearbook/tokens"));
    }
    let import = of_kind(&objects, "Job").next().expect("an import");
    let arguments = &container(&import["spec"]["template"])["args"];
    assert_eq!(arguments, &serde_json::json!(["import", "/bundle", "--server", "http://yearbook"]));
    assert!(of_kind(&objects, "Service").any(|service| name(service) == "yearbook"), "the door it writes at");
}
