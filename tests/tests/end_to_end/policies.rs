//! The network policies let through what the services ask of each other, and nothing else.

use serde_json::Value;
use yearbook_tests::kustomize::{of_kind, pods, render};

/// The policies and pods of a rendering.
struct Network(Vec<Value>);

impl Network {
    fn of(overlay: &str, components: &[&str]) -> Option<Self> {
        render(overlay, components)?.objects().map(Self)
    }

    /// The labels of a component's pods.
    fn labels(&self, component: &str) -> &Value {
        let labels = pods(&self.0).map(|(_, pod)| &pod["metadata"]["labels"]);
        labels
            .into_iter()
            .find(|labels| labels["app.kubernetes.io/component"] == component)
            .expect("a component")
    }

    /// Whether pods of one may open a connection to a port of another.
    fn allows(&self, from: &str, to: &str, port: &str) -> bool {
        self.way("egress", "to", from, Some(to), port) && self.way("ingress", "from", to, Some(from), port)
    }

    /// Whether anybody may open a connection to it.
    fn is_open(&self, to: &str, port: &str) -> bool {
        self.way("ingress", "from", to, None, port)
    }

    /// Whether a policy of these pods lets the others through in this direction; with no others, whether it asks for none.
    fn way(&self, direction: &str, peers: &str, pods: &str, others: Option<&str>, port: &str) -> bool {
        let of_these = |policy: &&Value| selects(&policy["spec"]["podSelector"], self.labels(pods));
        let policies = of_kind(&self.0, "NetworkPolicy").filter(of_these);
        let rules = policies.flat_map(|policy| policy["spec"][direction].as_array().into_iter().flatten());
        rules.into_iter().any(|rule| {
            let ports = rule["ports"].as_array().into_iter().flatten().any(|p| p["port"] == port);
            let peer = match (rule[peers].as_array(), others) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(list), Some(others)) => list.iter().any(|peer| {
                    // A peer in other namespaces is none of ours.
                    peer["namespaceSelector"].is_null() && selects(&peer["podSelector"], self.labels(others))
                }),
            };
            ports && peer
        })
    }
}

/// Whether a label selector matches labels.
fn selects(selector: &Value, labels: &Value) -> bool {
    let equal = selector["matchLabels"].as_object().into_iter().flatten();
    let mut expressions = selector["matchExpressions"].as_array().into_iter().flatten();
    equal.into_iter().all(|(key, value)| &labels[key] == value)
        && expressions.all(|expression| {
            let key = expression["key"].as_str().expect("a key");
            let listed = expression["values"].as_array().expect("values").contains(&labels[key]);
            match expression["operator"].as_str() {
                Some("In") => listed,
                Some("NotIn") => !listed,
                other => panic!("the test knows no operator {other:?}"),
            }
        })
}

const SERVICES: [&str; 5] = yearbook_tests::SERVICES;

#[test]
fn separate_services_reach_those_that_they_ask_and_no_others() {
    let Some(network) = Network::of("separate", &[]) else { return };
    let all: Vec<&str> = SERVICES.into_iter().chain(["gateway"]).collect();
    for from in &all {
        for to in all.iter().filter(|to| *to != from) {
            let asks = *from == "gateway" || (*from, *to) == ("results", "connectivity");
            assert_eq!(network.allows(from, to, "grpc"), asks, "{from} to {to}");
            assert!(!network.allows(from, to, "metrics"), "{from} to {to}'s metrics");
        }
    }
    assert!(network.is_open("gateway", "grpc"), "the door");
    for service in SERVICES {
        assert!(!network.is_open(service, "grpc"), "{service} is asked by the gateway alone");
    }
}

#[test]
fn the_import_writes_at_the_door_and_nowhere_else() {
    let Some(network) = Network::of("another-organisation", &[]) else { return };
    assert!(network.allows("import", "gateway", "grpc"));
    for service in SERVICES {
        assert!(!network.allows("import", service, "grpc"), "{service}");
        assert!(!network.allows(service, "import", "grpc"), "{service}");
    }
}

#[test]
fn nothing_is_allowed_by_being_forgotten() {
    for overlay in ["all-in-one", "separate", "another-organisation"] {
        let Some(network) = Network::of(overlay, &[]) else { return };
        let denies = of_kind(&network.0, "NetworkPolicy").any(|policy| {
            let spec = &policy["spec"];
            spec["podSelector"] == serde_json::json!({})
                && spec["policyTypes"] == serde_json::json!(["Ingress", "Egress"])
                && spec["ingress"].is_null()
                && spec["egress"].is_null()
        });
        assert!(denies, "{overlay}");
    }
}

#[test]
fn all_in_one_is_a_door_and_its_metrics_are_for_prometheus() {
    let Some(network) = Network::of("all-in-one", &["prometheus"]) else { return };
    assert!(network.is_open("all-in-one", "grpc"));
    assert!(!network.is_open("all-in-one", "metrics"));
}
