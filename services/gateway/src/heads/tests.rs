use super::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn heads() -> Heads {
    let heads = Heads::new(["alpha", "beta"]);
    heads.heard("alpha", &head(3, &[]), NOW);
    heads
}

fn head(revision: i64, measures: &[&str]) -> Head {
    let time = Some(Timestamp::from_second(revision).expect("a small second"));
    Head { revision, time, measures: measures.iter().map(|m| (*m).to_owned()).collect() }
}

/// What an assembly that asked `alpha` for `count` just now rests on.
fn grounds(heads: &Heads, revision: Option<i64>) -> Grounds {
    let measures = Arc::new(["count".to_owned()].into());
    [("alpha".to_owned(), Ground { point: heads.point("alpha"), revision, measures })].into()
}

#[test]
fn a_heartbeat_moves_nothing() {
    let heads = heads();
    let before = heads.version();
    heads.heard("alpha", &head(3, &[]), NOW);
    assert_eq!(heads.version(), before);
}

#[test]
fn a_change_of_a_measure_that_was_asked_is_noticed() {
    let heads = heads();
    let grounds = grounds(&heads, Some(3));
    heads.heard("alpha", &head(4, &["other", "count"]), NOW);
    assert!(!heads.bear(&grounds));
}

#[test]
fn a_change_of_another_measure_or_service_leaves_the_grounds() {
    let heads = heads();
    let (grounds, version) = (grounds(&heads, Some(3)), heads.version());
    heads.heard("alpha", &head(4, &["other"]), NOW);
    heads.heard("beta", &head(9, &[]), NOW);
    assert!(heads.version() > version);
    assert!(heads.bear(&grounds));
}

#[test]
fn a_change_that_the_answer_already_has_leaves_the_grounds() {
    let heads = heads();
    let grounds = grounds(&heads, Some(4));
    heads.heard("alpha", &head(4, &["count"]), NOW);
    assert!(heads.bear(&grounds));
}

#[test]
fn a_change_without_measures_is_one_of_all() {
    let heads = heads();
    let grounds = grounds(&heads, Some(3));
    heads.heard("alpha", &head(4, &[]), NOW);
    assert!(!heads.bear(&grounds));
}

#[test]
fn a_loss_shakes_the_grounds_and_coming_back_unchanged_restores_them() {
    let heads = heads();
    let grounds = grounds(&heads, Some(3));
    heads.lost("alpha", "gone", NOW);
    assert!(!heads.bear(&grounds));
    assert_eq!(heads.known("alpha").last_error, Some(("gone".to_owned(), NOW)));
    heads.heard("alpha", &head(3, &[]), NOW);
    assert!(heads.bear(&grounds));
    assert_eq!(heads.known("alpha").last_error, None);
}

#[test]
fn after_a_loss_a_new_revision_may_have_changed_everything() {
    let heads = heads();
    let grounds = grounds(&heads, Some(3));
    heads.lost("alpha", "gone", NOW);
    heads.heard("alpha", &head(5, &["other"]), NOW);
    assert!(!heads.bear(&grounds));
}

#[test]
fn a_head_that_went_back_is_another_history() {
    let heads = heads();
    let grounds = grounds(&heads, Some(3));
    heads.heard("alpha", &head(1, &["other"]), NOW);
    assert!(!heads.bear(&grounds));
    heads.heard("alpha", &head(3, &["other"]), NOW);
    assert!(!heads.bear(&grounds), "the same number is not the same revision");
}

#[test]
fn a_service_that_did_not_answer_is_worth_asking_once_it_is_back() {
    let heads = heads();
    heads.lost("alpha", "gone", NOW);
    let grounds = grounds(&heads, None);
    assert!(heads.bear(&grounds));
    heads.heard("alpha", &head(3, &[]), NOW);
    assert!(!heads.bear(&grounds));
}

#[test]
fn a_service_that_is_heard_from_and_does_not_answer_is_not_asked_for_every_event() {
    let heads = heads();
    let grounds = grounds(&heads, None);
    heads.heard("alpha", &head(4, &["count"]), NOW);
    assert!(heads.bear(&grounds));
}

#[test]
fn commit_times_are_those_of_the_revision_or_the_one_known_before_it() {
    let heads = heads();
    heads.heard("alpha", &head(7, &[]), NOW);
    let second = |revision| heads.time_of("alpha", revision).map(Timestamp::as_second);
    assert_eq!(
        [second(2), second(3), second(6), second(7), second(9)],
        [None, Some(3), Some(3), Some(7), Some(7)]
    );
    assert_eq!(heads.time_of("nobody", 1), None);
}

#[test]
fn only_so_many_measures_and_times_are_remembered() {
    let heads = heads();
    let grounds = grounds(&heads, Some(3));
    for revision in 4..200 {
        let names: Vec<String> = (0..100).map(|n| format!("m-{revision}-{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        heads.heard("alpha", &head(revision, &names), NOW);
    }
    let track = heads.track("alpha").expect("followed");
    assert!(track.changed.len() <= MEASURES && track.times.len() <= REMEMBERED);
    drop(track);
    assert!(!heads.bear(&grounds), "what is no longer told apart may have changed");
}

#[test]
fn what_changed_since_a_revision_is_told_by_measure_or_as_all() {
    let heads = heads();
    heads.heard("alpha", &head(4, &["count"]), NOW);
    heads.heard("alpha", &head(5, &["other"]), NOW);
    assert_eq!(heads.changed_since("alpha", 3), ["count", "other"]);
    assert_eq!(heads.changed_since("alpha", 4), ["other"]);
    assert!(heads.changed_since("alpha", 2).is_empty(), "nobody knows what changed before the watch began");
    heads.heard("alpha", &head(1, &["count"]), NOW);
    assert!(heads.changed_since("alpha", 5).is_empty(), "another history");
}
