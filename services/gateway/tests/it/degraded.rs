//! A service that is down, slow or wrong costs its own figures only.

use std::time::Duration;

use gateway::Timing;
use kit::channel::Target;
use report::model::{Mark, Unconfirmed};

use crate::fake::{Fake, Mood, committed};
use crate::harness::{
    LONG, Site, TIMING, first_paragraph, gateway, over, report, until, until_confirmed, until_revision,
};

/// Services have hardly any time, and a gap is tried again at once.
const HASTY: Timing = Timing { deadline: Duration::from_millis(200), ..TIMING };

/// An address where nobody listens.
async fn nobody() -> Target {
    let served = Fake::new("alpha").serve().await;
    let target = served.target();
    served.stop().await;
    target
}

#[tokio::test]
async fn a_report_is_whole_when_all_services_answer() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app =
        gateway(vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)], TIMING).await;
    let report = report(&app).await;
    assert_eq!(first_paragraph(&report), "There were 17 things and 17 places.");
    assert_eq!(report.unconfirmed.len(), 0);
    let revisions: Vec<_> =
        report.revisions.iter().map(|(name, revision)| (name.as_str(), *revision)).collect();
    assert_eq!(revisions, [("alpha", 3), ("beta", 3), ("gateway", 1)]);
    assert_eq!((alpha.batches(), beta.batches()), (1, 1), "one question a service");
}

#[tokio::test]
async fn a_service_that_was_never_there_is_unavailable_and_the_rest_is_whole() {
    let beta = Fake::new("beta");
    let app = gateway(vec![("alpha", nobody().await), ("beta", beta.in_process().await)], TIMING).await;
    let report = report(&app).await;
    assert_eq!(report.unconfirmed.get("alpha"), Some(&Unconfirmed::Unavailable));
    assert_eq!(report.headline[0].printed.marks, [Mark::Unavailable]);
    assert!(first_paragraph(&report).ends_with("and 17 places."), "{}", first_paragraph(&report));
}

#[tokio::test]
async fn what_is_assembled_ahead_is_remembered_in_languages_and_on_pages_that_nobody_read() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app =
        gateway(vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)], TIMING).await;
    app.assemble_ahead();
    // Two documents in two languages: the page prints nothing of alpha's.
    until(|| beta.batches() == 4).await;
    let site = Site::of(&app).await;
    // The last answer may not have been put by yet; whoever asks now waits for that.
    assert_eq!(site.get("/reports/2024/pages/places?lang=zh", &[]).await.status, 200);
    assert_eq!(beta.batches(), 4);
    beta.mood(Mood::Failing);
    beta.change("count", "18");
    until_revision(&app, "beta", 4).await;
    for path in ["/reports/2024.json?lang=zh", "/reports/2024/pages/places.json?lang=en"] {
        let answer = site.get(path, &[]).await;
        assert!(answer.text().contains("\"KNOWLEDGE_LAST_KNOWN\""), "{path}: {}", answer.text());
        assert!(!answer.text().contains("UNAVAILABLE"), "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_check_waits_once_for_a_service_that_hangs_and_is_not_heard_from() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    beta.quiet(true);
    beta.mood(Mood::Never);
    let app =
        gateway(vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)], HASTY).await;
    let check = app.check(2024).await.expect("checked");
    assert!(check.findings.iter().any(|finding| finding.rule.name() == "service-unconfirmed"));
    assert_eq!(beta.batches(), 1, "and not for every page and language");
    beta.mood(Mood::Well);
    beta.quiet(false);
    until_confirmed(&app, "beta", true).await;
    assert_eq!(report(&app).await.unconfirmed.len(), 0, "once it is heard from it is asked");
}

#[tokio::test]
async fn a_service_without_an_address_is_unavailable() {
    let beta = Fake::new("beta");
    let app = gateway(vec![("beta", beta.in_process().await)], TIMING).await;
    assert_eq!(report(&app).await.unconfirmed.get("alpha"), Some(&Unconfirmed::Unavailable));
}

/// The service answers once, then in a mood after a change; its figures stay those it said, with the time of that revision.
async fn keeps_what_it_said(mood: Mood) {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app =
        gateway(vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)], HASTY).await;
    until_confirmed(&app, "alpha", true).await;
    report(&app).await;
    alpha.mood(mood);
    alpha.change("count", "18");
    until_revision(&app, "alpha", 4).await;
    let report = report(&app).await;
    assert_eq!(
        report.unconfirmed.get("alpha"),
        Some(&Unconfirmed::LastKnown(Some(committed(3)))),
        "{mood:?}"
    );
    assert_eq!(first_paragraph(&report), "There were 17 things and 17 places.", "{mood:?}");
    let figure = |service: &str| report.figures.iter().find(|f| f.key.starts_with(service)).expect("printed");
    assert_eq!(figure("alpha").last_known_at, Some(committed(3)), "{mood:?}");
    assert_eq!(figure("beta").last_known_at, None, "{mood:?}");
}

#[tokio::test]
async fn a_slow_service_is_waited_for_until_the_deadline_and_keeps_what_it_said() {
    keeps_what_it_said(Mood::Never).await;
}

#[tokio::test]
async fn a_failing_service_keeps_what_it_said() {
    keeps_what_it_said(Mood::Failing).await;
}

#[tokio::test]
async fn nonsense_is_no_answer() {
    for mood in [Mood::TooFew, Mood::Elsewhere, Mood::Garbled, Mood::NoRevision] {
        keeps_what_it_said(mood).await;
    }
}

#[tokio::test]
async fn a_service_that_stops_is_last_known_and_whole_again_when_it_is_back_with_another_revision() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let served = alpha.serve().await;
    let address = served.address;
    let app = gateway(vec![("alpha", served.target()), ("beta", beta.in_process().await)], TIMING).await;
    until_confirmed(&app, "alpha", true).await;
    assert_eq!(report(&app).await.unconfirmed.len(), 0);

    served.stop().await;
    until_confirmed(&app, "alpha", false).await;
    let without = report(&app).await;
    assert_eq!(without.unconfirmed.get("alpha"), Some(&Unconfirmed::LastKnown(Some(committed(3)))));
    assert_eq!(without.headline[0].printed.text, "17");

    let again = Fake::new("alpha");
    again.change("count", "19");
    again.revision(9);
    let served = again.serve_on(address).await;
    until_confirmed(&app, "alpha", true).await;
    let whole = report(&app).await;
    assert_eq!((whole.unconfirmed.len(), whole.revisions["alpha"]), (0, 9));
    assert_eq!(whole.headline[0].printed.text, "19");
    served.stop().await;
}

#[tokio::test]
async fn a_service_that_comes_back_with_an_earlier_revision_is_believed() {
    let alpha = Fake::new("alpha");
    let app = gateway(vec![("alpha", alpha.in_process().await)], TIMING).await;
    until_confirmed(&app, "alpha", true).await;
    report(&app).await;
    alpha.revision(1);
    until_revision(&app, "alpha", 1).await;
    assert_eq!(report(&app).await.revisions["alpha"], 1);
}

#[tokio::test]
async fn a_silent_service_is_not_confirmed_any_more() {
    let alpha = Fake::new("alpha");
    let timing =
        Timing { silence: Duration::from_millis(200), deadline: Duration::from_millis(200), ..TIMING };
    let app = gateway(vec![("alpha", alpha.in_process().await)], timing).await;
    until_confirmed(&app, "alpha", true).await;
    report(&app).await;
    alpha.mood(Mood::Never);
    alpha.quiet(true);
    until_confirmed(&app, "alpha", false).await;
    let silent = report(&app).await;
    assert_eq!(silent.unconfirmed.get("alpha"), Some(&Unconfirmed::LastKnown(Some(committed(3)))));
    alpha.mood(Mood::Well);
    alpha.quiet(false);
    until_confirmed(&app, "alpha", true).await;
    assert_eq!(report(&app).await.unconfirmed.get("alpha"), None);
}

#[tokio::test]
async fn a_gap_closes_behind_requests_when_a_service_answers_again() {
    let alpha = Fake::new("alpha");
    alpha.mood(Mood::Failing);
    let app =
        gateway(vec![("alpha", alpha.in_process().await)], Timing { retry: Duration::ZERO, ..TIMING }).await;
    assert!(report(&app).await.unconfirmed.contains_key("alpha"));
    alpha.mood(Mood::Well);
    let asked = alpha.batches();
    report(&app).await;
    until(|| alpha.batches() > asked).await;
    while report(&app).await.unconfirmed.contains_key("alpha") {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_change_of_what_is_not_printed_asks_nobody_and_one_of_what_is_asks_once() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let timing = Timing { retry: LONG, ..TIMING };
    let app = over(&alpha, &beta, timing).await;
    report(&app).await;
    alpha.change("other", "6");
    until_revision(&app, "alpha", 4).await;
    report(&app).await;
    assert_eq!(alpha.batches(), 1);
    alpha.change("count", "18");
    until_revision(&app, "alpha", 5).await;
    let reports = futures::future::join_all((0..20).map(|_| report(&app))).await;
    assert!(reports.iter().all(|report| report.headline[0].printed.text == "18"));
    assert_eq!(alpha.batches(), 2, "one assembly for all");
}
