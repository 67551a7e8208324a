//! Services stopped, never heard, slow, and back again: each costs its own figures only, and the report says so.

use std::collections::BTreeMap;
use std::time::Duration;

use api::figures::v1::{Figure, FigureStatus};
use api::report::v1::Report;
use api::report::v1::unconfirmed::Knowledge;
use bytes::Bytes;
use yearbook_tests::SERVICES;
use yearbook_tests::arrangement::Apart;
use yearbook_tests::proxy::{Pace, Proxy};
use yearbook_tests::wait::until;
use yearbook_tests::{report, web};

/// The values that are there, with their keys.
fn values(figures: &BTreeMap<String, Figure>) -> Vec<(&str, &str)> {
    figures.iter().filter_map(|(key, f)| Some((key.as_str(), f.value.as_ref()?.value.as_str()))).collect()
}

#[track_caller]
fn knowledge(report: &Report, service: &str) -> Knowledge {
    let why = report.unconfirmed.get(service).expect("it is named");
    why.knowledge()
}

/// Its figures are the last known, with their age; all others are as they were.
#[track_caller]
fn is_last_known(cut: &Report, whole: &Report, service: &str) {
    let ((own, others), (own_before, others_before)) =
        (report::split(cut, service), report::split(whole, service));
    assert_eq!(knowledge(cut, service), Knowledge::LastKnown);
    assert_eq!(values(&own), values(&own_before), "{service}: the last known values");
    assert!(
        own.values().all(|f| f.value.is_none() || f.last_known_at.is_some()),
        "{service}: they have an age"
    );
    assert!(!own.is_empty() && others == others_before, "{service}: the others are as they were");
}

/// Its figures are unavailable; all others are as they were.
#[track_caller]
fn is_unavailable(cut: &Report, whole: &Report, service: &str) {
    let ((own, others), (own_before, others_before)) =
        (report::split(cut, service), report::split(whole, service));
    assert_eq!(knowledge(cut, service), Knowledge::Nothing);
    assert!(!own_before.is_empty() && !own.is_empty());
    assert!(own.values().all(|f| f.status() == FigureStatus::Unavailable), "{service}: nothing is known");
    let changed: Vec<_> = others_before.iter().filter(|(key, f)| others.get(*key) != Some(f)).collect();
    assert!(changed.is_empty(), "{service}: the others are as they were, and not {changed:#?}");
}

async fn is_whole_again(apart: &Apart, before: &Bytes) {
    // How much the check found follows a moment after the figures, since it looks at every page beside the report, too.
    for _ in 0..150 {
        if report::whole(apart.gateway(), "en").await == *before {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the report is as before");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stopped_service_costs_its_own_figures_until_it_is_back() {
    let mut apart = Apart::start(&[]);
    let before = report::whole(apart.gateway(), "en").await;
    let whole = report::message(&before);
    for service in SERVICES {
        apart.stop(service);
        let cut = report::without(apart.gateway(), service).await;
        is_last_known(&cut, &whole, service);
        let state = report::state(apart.gateway(), service).await;
        assert!(!state.confirmed && !state.last_error.is_empty(), "{state:?}");
        assert_eq!(state.revision, whole.revisions.get(service).copied(), "its last revision is known");

        apart.stop_gateway();
        apart.start_gateway(&[]);
        let cut = report::without(apart.gateway(), service).await;
        is_unavailable(&cut, &whole, service);
        let page = web::get(apart.gateway(), "/reports/2024?lang=en", &[]).await;
        assert_eq!(page.status, 200);

        apart.restart(service);
        is_whole_again(&apart, &before).await;
        // A call that began while it was away may end after the report is whole.
        let gateway = apart.gateway();
        let confirmed = async || report::state(gateway, service).await.confirmed.then_some(());
        until(&format!("{service} is confirmed"), confirmed).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_slow_service_does_not_hold_the_report_up() {
    let mut apart = Apart::services(&[]);
    let proxy = Proxy::before(apart.address("projects"), Pace::Fast).await;
    apart.ask_at("projects", proxy.address());
    apart.start_gateway(&[]);
    let before = report::whole(apart.gateway(), "en").await;
    let whole = report::message(&before);

    // So late that no answer is in time: what it said before stands, with its age.
    proxy.pace(Pace::Held);
    is_last_known(&report::without(apart.gateway(), "projects").await, &whole, "projects");
    // Late, but in time: nothing is missing.
    proxy.pace(Pace::Late(Duration::from_millis(30)));
    is_whole_again(&apart, &before).await;

    // Never heard by this gateway.
    apart.stop_gateway();
    proxy.pace(Pace::Held);
    apart.start_gateway(&["--deadline", "500"]);
    is_unavailable(&report::without(apart.gateway(), "projects").await, &whole, "projects");
    proxy.pace(Pace::Fast);
    is_whole_again(&apart, &before).await;
    let confirmed = async || report::state(apart.gateway(), "projects").await.confirmed.then_some(());
    until("projects is confirmed", confirmed).await;
}
