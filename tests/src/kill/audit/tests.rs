//! The audit finds what is wrong: each test takes a run that is sound, and lies about one thing.

use super::super::journal::{Entry, Request};
use super::super::write::Write;
use super::*;

fn lines(amount: &str) -> Vec<(String, String)> {
    ["a", "b", "c"].map(|id| (id.to_owned(), amount.to_owned())).to_vec()
}

fn entry(id: &str, write: Write, answer: Answer) -> Entry {
    Entry { request: Request { id: id.to_owned(), write }, answer }
}

fn listed(revision: i64, reason: &str) -> Listed {
    Listed { revision, committed_at: i128::from(revision), reason: reason.to_owned() }
}

/// Four writes that were acknowledged, one that nobody knows of and that was not done, and what is found of them.
fn sound() -> (Journal, Found) {
    let project = |label: &str| ("p".to_owned(), label.to_owned());
    let mut journal = Journal::default();
    let (id, label) = project("one");
    journal.keep(entry("w1", Write::CreateProject(id, label), Answer::Done(Some(2))));
    journal.keep(entry("w2", Write::CreateLines("p".to_owned(), lines("1")), Answer::Done(Some(3))));
    journal.keep(entry("w3", Write::UpdateLines(lines("2")), Answer::Done(Some(4))));
    journal.keep(entry("w4", Write::DeleteLine("c".to_owned()), Answer::Done(None)));
    let (id, label) = project("two");
    journal.keep(entry("w5", Write::UpdateProject(id, label), Answer::Unknown("cut off".to_owned())));
    let revisions =
        vec![listed(1, "first load"), listed(2, "w1"), listed(3, "w2"), listed(4, "w3"), listed(5, "w4")];
    let records = [("projects/p", "one"), ("fundingLines/a", "2"), ("fundingLines/b", "2")];
    let records = records.map(|(name, says)| (name.to_owned(), says.to_owned())).into();
    (journal, Found { revisions, records })
}

/// What the audit says of a run that is sound but for one thing.
fn after(lie: impl FnOnce(&mut Journal, &mut Found)) -> Vec<String> {
    let (mut journal, mut found) = sound();
    lie(&mut journal, &mut found);
    audit(&journal, &found).all()
}

#[test]
fn a_run_that_is_sound_has_no_fault() {
    assert_eq!(after(|_, _| {}), Vec::<String>::new());
}

#[test]
fn what_nobody_knows_of_may_have_been_done() {
    let done = after(|_, found| {
        found.revisions.push(listed(6, "w5"));
        found.records.insert("projects/p".to_owned(), "two".to_owned());
    });
    assert_eq!(done, Vec::<String>::new());
}

#[test]
fn an_acknowledged_write_that_was_invented_is_lost() {
    let write = Write::DeleteProject("q".to_owned());
    let lost = after(|journal, _| journal.keep(entry("w6", write, Answer::Done(Some(6)))));
    assert_eq!(lost, ["lost: w6 was acknowledged and has no revision"]);
}

#[test]
fn an_acknowledged_write_under_another_revision_is_lost() {
    let write = Write::DeleteLine("c".to_owned());
    let lost = after(|journal, _| journal.keep(entry("w4", write, Answer::Done(Some(7)))));
    assert_eq!(lost, ["lost: w4 was told revision 7 and is revision 5"]);
}

#[test]
fn a_record_that_is_not_as_it_was_acknowledged_is_lost() {
    let lost = after(|_, found| drop(found.records.remove("projects/p")));
    assert_eq!(lost, [r#"lost: w1: projects/p is None and should be Some("one")"#]);
    let back = after(|_, found| drop(found.records.insert("fundingLines/c".to_owned(), "2".to_owned())));
    assert_eq!(back, [r#"lost: w4: fundingLines/c is Some("2") and should be None"#]);
}

#[test]
fn a_batch_of_which_a_part_is_there_is_half() {
    let half = after(|_, found| drop(found.records.insert("fundingLines/b".to_owned(), "1".to_owned())));
    assert_eq!(half, [r#"half: w3: fundingLines/b is Some("1") and should be Some("2")"#]);
}

#[test]
fn records_and_revisions_that_nobody_made_are_told() {
    let early = after(|_, found| drop(found.records.insert("projects/p".to_owned(), "two".to_owned())));
    assert_eq!(early, [r#"lost: w1: projects/p is Some("two") and should be Some("one")"#]);
    let strange = after(|_, found| drop(found.records.insert("projects/q".to_owned(), "new".to_owned())));
    assert_eq!(strange, ["half: projects/q says new by no revision"]);
    let nobody = after(|_, found| found.revisions.push(listed(6, "w9")));
    assert_eq!(nobody, ["half: revision 6 is nobody's: w9"]);
}

#[test]
fn revisions_that_lack_or_come_twice_or_go_back_are_found() {
    let lacks = after(|_, found| drop(found.revisions.remove(0)));
    assert_eq!(lacks, ["gap: the first revision is 2"]);
    let twice = after(|_, found| found.revisions.push(listed(5, "w5")));
    assert!(twice.contains(&"gap: revision 5 follows 5".to_owned()), "{twice:?}");
    let skipped = after(|_, found| found.revisions.push(listed(7, "w5")));
    assert!(skipped.contains(&"gap: revision 7 follows 5".to_owned()), "{skipped:?}");
    let back = after(|_, found| found.revisions[3].committed_at = 0);
    assert_eq!(back, ["gap: revision 4 is older than 3"]);
}

#[test]
fn a_request_that_was_done_twice_is_found() {
    let twice = after(|_, found| found.revisions.push(listed(6, "w4")));
    assert!(twice.contains(&"again: w4 is done a second time by revision 6".to_owned()), "{twice:?}");
}

#[test]
fn a_refused_write_is_told() {
    let write = Write::DeleteProject("q".to_owned());
    let refused = after(|journal, _| journal.keep(entry("w6", write, Answer::Refused("no".to_owned()))));
    assert_eq!(refused, ["refused: w6: no"]);
}
