//! The metrics, declared once: what is recorded, what `/metrics` says of it, and what `docs/metrics.md` explains.

/// What a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Only grows while the process lives.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts of values up to bounds.
    Histogram,
}

/// A metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its name: a base unit at the end, then `_total` for a counter.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its labels.
    pub labels: &'static [&'static str],
    /// What it says, in one line.
    pub help: &'static str,
}

macro_rules! metrics {
    ($($constant:ident, $name:literal, $kind:ident, [$($label:literal),*], $help:literal;)*) => {
        $(
            #[doc = $help]
            pub const $constant: &str = $name;
        )*
        /// All of them.
        pub const ALL: &[Metric] = &[
            $(Metric { name: $name, kind: Kind::$kind, labels: &[$($label),*], help: $help },)*
        ];
    };
}

metrics! {
    REQUESTS, "yearbook_requests_total", Counter, ["service", "method", "code"], "Requests answered, by gRPC method or HTTP route and by how they ended.";
    REQUEST_SECONDS, "yearbook_request_seconds", Histogram, ["service", "method"], "Seconds to the end of a gRPC answer, or to the head of an HTTP one.";
    IN_FLIGHT, "yearbook_requests_in_flight", Gauge, ["service"], "Requests that are being answered.";
    REFUSED, "yearbook_requests_refused_total", Counter, ["service"], "Requests refused at once since too many were being answered.";
    ASKED, "yearbook_service_requests_total", Counter, ["service", "code"], "Calls to another service, by how they ended.";
    ASKED_SECONDS, "yearbook_service_request_seconds", Histogram, ["service"], "Seconds until another service began to answer a call.";
    SERVICE_CONFIRMED, "yearbook_service_confirmed", Gauge, ["service"], "Whether the gateway hears from a service (1) or not (0).";
    SERVICE_REVISION, "yearbook_service_revision", Gauge, ["service"], "The newest revision of a service that the gateway has heard of.";
    SERVICE_CONTACT, "yearbook_service_last_contact_timestamp_seconds", Gauge, ["service"], "When the gateway last heard from a service.";
    ASSEMBLY_SECONDS, "yearbook_assembly_seconds", Histogram, ["outcome"], "Seconds that assembling a report took: whole, partial (a service did not answer) or failed.";
    CACHE, "yearbook_report_requests_total", Counter, ["result"], "Reports asked for: a hit is in memory, waited was assembled for somebody else, assembled for this one, and late was given up.";
    FIGURES, "yearbook_report_figures", Gauge, ["year", "state"], "Figures printed by the report as it was last assembled: all, and those that are missing, unavailable, last_known or disputed.";
    FINDINGS, "yearbook_report_findings", Gauge, ["year", "severity"], "What the last check found that is open.";
    COMMITS, "yearbook_store_commits_total", Counter, ["service", "outcome"], "Writes to a service's database that were changed, unchanged (nothing differed, no revision) or failed.";
    COMMIT_SECONDS, "yearbook_store_commit_seconds", Histogram, ["service"], "Seconds that a write to a service's database took.";
    SPANS, "yearbook_spans_total", Counter, ["outcome"], "Spans of traces that the collector took (sent), or that were lost on the way to it (dropped).";
    BUILD_INFO, "yearbook_build_info", Gauge, ["service", "version"], "Always 1; which program this is.";
    START, "process_start_time_seconds", Gauge, [], "When the process began, in seconds since 1970.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_conventions_of_prometheus() {
        for metric in ALL {
            let (name, counts) = (metric.name, metric.kind == Kind::Counter);
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{name}");
            assert_eq!(name.ends_with("_total"), counts, "{name}: counters end in _total, nothing else does");
            assert_eq!(
                metric.kind == Kind::Histogram,
                name.ends_with("_seconds") && metric.kind != Kind::Gauge,
                "{name}"
            );
            for unit in ["_ms", "_milliseconds", "_minutes", "_kib", "_count", "_sum", "_bucket"] {
                assert!(!name.ends_with(unit), "{name}: base units, and no reserved ending");
            }
            assert!(metric.help.ends_with('.') && !metric.help.contains('\n'), "{name}");
            assert!(
                !metric.labels.iter().any(|label| matches!(*label, "le" | "quantile" | "job" | "instance")),
                "{name}"
            );
            assert_eq!(ALL.iter().filter(|other| other.name == name).count(), 1, "{name} is declared once");
        }
    }
}
