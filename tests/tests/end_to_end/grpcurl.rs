//! Every service and the gateway as an operator meets them: `grpcurl`, by reflection alone.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use yearbook_tests::arrangement::Apart;
use yearbook_tests::report;
use yearbook_tests::tools::tool;

/// A service, its typed API, a list of one of its registers, a figure that it must have, its value.
const SERVICES: [(&str, &str, &str, &str, &str); 5] = [
    (
        "connectivity",
        "yearbook.connectivity.v1.ConnectivityService",
        "ListIndicators",
        "connectivity/internet-users?area=WORLD&period=2024",
        "5500000000",
    ),
    ("events", "yearbook.events.v1.EventService", "ListEvents", "events/participants?event=wtsa-24", "3700"),
    (
        "membership",
        "yearbook.membership.v1.MembershipService",
        "ListMembers",
        "membership/entities?period=2024-12-31",
        "1004",
    ),
    ("projects", "yearbook.projects.v1.ProjectService", "ListProjects", "projects/count?period=2024", "105"),
    (
        "results",
        "yearbook.results.v1.ResultsService",
        "ListGoals",
        "results/itu-t-recommendations?period=2024",
        "412",
    ),
];

struct Grpcurl {
    program: PathBuf,
    address: SocketAddr,
}

impl Grpcurl {
    #[track_caller]
    fn run(&self, data: Option<&str>, arguments: &[&str]) -> String {
        let mut command = Command::new(&self.program);
        command.args(["-plaintext", "-max-time", "60"]);
        command.args(data.into_iter().flat_map(|data| ["-d", data]));
        let output = command.arg(self.address.to_string()).args(arguments).output().expect("it runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{} {arguments:?}: {error}", self.address);
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    #[track_caller]
    fn call(&self, data: &str, method: &str) -> Value {
        serde_json::from_str(&self.run(Some(data), &[method])).expect("JSON")
    }

    /// What everything that listens must have.
    fn has_health_and_reflection(&self, typed: &[&str]) {
        let listed = self.run(None, &["list"]);
        let services: Vec<&str> = listed.lines().collect();
        let everywhere = [
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
            "yearbook.figures.v1.FigureService",
        ];
        for service in everywhere.iter().chain(typed) {
            assert!(services.contains(service), "{}: {service} is not among {services:?}", self.address);
            assert!(self.run(None, &["describe", service]).contains("rpc "), "{service}");
            let status =
                self.call(&format!(r#"{{"service": "{}"}}"#, named(service)), "grpc.health.v1.Health/Check");
            assert_eq!(status["status"], "SERVING", "{service}");
        }
        for version in ["v1", "v1alpha"] {
            let method = format!("grpc.reflection.{version}.ServerReflection/ServerReflectionInfo");
            let answer = self.call(r#"{"list_services": ""}"#, &method);
            let told = answer["listServicesResponse"]["service"].as_array().expect("services");
            assert_eq!(told.len(), services.len(), "{version} tells all services");
        }
    }

    fn answers(&self, key: &str, value: &str) {
        let request = format!(r#"{{"keys": ["{key}"], "language": "en"}}"#);
        let answer = self.call(&request, "yearbook.figures.v1.FigureService/BatchGetFigures");
        let figure = &answer["answers"][0]["figures"]["figures"][0];
        assert_eq!(figure["key"], key);
        assert_eq!(figure["value"]["value"], value, "{key}");
    }

    /// A failed call says why by name, which reflection alone makes readable.
    fn says_why_a_call_fails(&self) {
        let arguments = ["-plaintext", "-max-time", "60", "-d", r#"{"keys": ["?"]}"#];
        let mut command = Command::new(&self.program);
        let command = command.args(arguments).arg(self.address.to_string());
        let output =
            command.arg("yearbook.figures.v1.FigureService/BatchGetFigures").output().expect("it runs");
        let error = String::from_utf8_lossy(&output.stderr);
        for part in ["\"reason\": \"KEY_INVALID\"", "\"field\": \"keys[0]\""] {
            assert!(error.replace("\":\"", "\": \"").contains(part), "{}: {part}: {error}", self.address);
        }
    }

    fn lists(&self, service: &str, list: &str) {
        let answer = self.call(r#"{"page_size": 2}"#, &format!("{service}/{list}"));
        let rows = answer.as_object().and_then(|fields| fields.values().find_map(Value::as_array));
        assert!(rows.is_some_and(|rows| !rows.is_empty()), "{list}: {answer}");
    }
}

/// Health knows the services of this project by name, and the process by none.
fn named(service: &str) -> &str {
    if service.starts_with("grpc.") { "" } else { service }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn grpcurl_finds_its_way_by_reflection_alone() {
    let Some(program) = tool("grpcurl") else { return };
    let apart = Apart::start(&[]);
    report::whole(apart.gateway(), "en").await;
    let gateway = Grpcurl { program: program.clone(), address: apart.gateway() };
    gateway.has_health_and_reflection(&["yearbook.report.v1.ReportService"]);
    for (name, typed, list, key, value) in SERVICES {
        let service = Grpcurl { program: program.clone(), address: apart.address(name) };
        service.has_health_and_reflection(&[typed]);
        for at in [&service, &gateway] {
            at.answers(key, value);
            at.says_why_a_call_fails();
            at.lists(typed, list);
        }
    }
}
