//! Records that orders create, change and delete, where a domain's own calls could not show it.

use std::collections::BTreeMap;

use api::figures::v1::{ListMeasuresRequest, Source};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::{Cells, Intent, Order, Sender, batch};
use proptest::prelude::*;
use tonic::{Request, Status};

use crate::world::{files, loaded};

const THINGS: Listable =
    Listable { table: "things", collection: "things", fields: &["id", "period"], order: "id" };

fn intent(request_id: &str) -> Intent {
    // Any message will do: what tells requests apart is their id here.
    let (sender, _) = Sender::of("test", Request::new(ListMeasuresRequest::default()));
    sender.intent(request_id.to_owned(), "a test".to_owned(), false)
}

fn thing(period: &str, label: &str) -> Cells {
    let source = Source { document: "d".to_owned(), ..Source::default() };
    Cells::new()
        .yes("aggregate", false)
        .integer("count", Some(1))
        .text("period", period)
        .labels("label", BTreeMap::from([("en".to_owned(), label.to_owned())]))
        .provenance(Some(source))
}

async fn create(engine: &Engine, id: &str) -> Result<Vec<Entry>, Status> {
    let order = Order::create("thing", id.to_owned(), Some(thing("2024", "T")))?;
    engine.write(&THINGS, vec![order], intent(&format!("create-{id}"))).await
}

#[tokio::test]
async fn a_mistake_is_told_of_its_own_part_also_behind_texts_of_several_lines() {
    let engine = loaded(files()).await;
    let parts = [thing("2024", "One\nand\nmore"), thing("2024", "=1+1"), thing("never", "Three")];
    let orders = parts.into_iter().map(|cells| (Order::create("thing", String::new(), Some(cells)), false));
    let refused = engine.write(&THINGS, batch(orders.collect()).expect("three"), intent("many")).await;
    let refused = refused.expect_err("the third has no period");
    assert!(refused.message().starts_with("requests[2].thing.period: "), "{}", refused.message());
    assert!(!refused.message().contains("more)"), "and nothing else: {}", refused.message());
}

#[tokio::test]
async fn the_character_nul_is_a_mistake_wherever_it_stands() {
    let engine = loaded(files()).await;
    let invalid = |refused: Status| assert_eq!(refused.code(), tonic::Code::InvalidArgument, "{refused:?}");
    invalid(engine.get(&THINGS, "things/a\0", None).await.expect_err("no name"));
    let query = Query { filter: "id = \"a\0\"".to_owned(), ..Query::default() };
    invalid(engine.list(&THINGS, query).await.expect_err("no filter"));
    let delete = Order::delete("things/a\0".to_owned(), String::new(), true);
    invalid(engine.write(&THINGS, vec![delete], intent("delete")).await.expect_err("no name"));
    for cells in [thing("2024\0", "T"), thing("2024", "T\0"), thing("2024", "T").text("kind", "big\0")] {
        let order = Order::create("thing", String::new(), Some(cells)).expect("given");
        invalid(engine.write(&THINGS, vec![order], intent("create")).await.expect_err("no text"));
    }
}

#[tokio::test]
async fn a_text_that_looks_like_a_formula_is_kept_as_it_is() {
    let engine = loaded(files()).await;
    for (id, text) in [("f", "=1+1"), ("g", "'=1+1"), ("h", "-"), ("i", "@all")] {
        let order = Order::create("thing", format!("new-{id}"), Some(thing("2024", text))).expect("given");
        let made = engine.write(&THINGS, vec![order], intent(id)).await.expect("written");
        assert_eq!(made[0].labels("label").get("en").map(String::as_str), Some(text));
    }
}

#[tokio::test]
async fn a_count_that_messages_show_and_the_file_does_not_say_stays_unsaid() {
    let engine = loaded(files()).await;
    let before = engine.get(&THINGS, "things/a", None).await.expect("there");
    assert_eq!((before.integer("count"), before.count()), (None, Some(1)));
    let cells = thing("2024-03", "Another");
    let record = Some(("things/a".to_owned(), String::new(), cells));
    let order = Order::update("thing", record, None, false).expect("given");
    let after = engine.write(&THINGS, vec![order], intent("update")).await.expect("written").remove(0);
    assert_eq!((after.integer("count"), after.text("period").as_str()), (None, "2024-03"));
    assert_eq!(after.labels("label").get("en").map(String::as_str), Some("Another"));
}

/// What others do between two pages.
#[derive(Clone, Debug)]
enum Act {
    Create(u8),
    Delete(u8),
}

fn acts() -> impl Strategy<Value = Vec<Vec<Act>>> {
    let act = prop_oneof![(0..30_u8).prop_map(Act::Create), (0..30_u8).prop_map(Act::Delete)];
    proptest::collection::vec(proptest::collection::vec(act, 0..4), 1..8)
}

/// Reads a list page by page while others write; the ids that pages showed, and those that there were when the first was read.
async fn paged(size: i32, acts: Vec<Vec<Act>>) -> (Vec<String>, Vec<String>) {
    let engine = loaded(files()).await;
    for n in (0..30).step_by(3) {
        create(&engine, &format!("t{n:02}")).await.expect("made");
    }
    let ids = |entries: &[Entry]| entries.iter().map(|entry| entry.text("id")).collect::<Vec<_>>();
    let whole = engine.list(&THINGS, Query { page_size: 1_000, ..Query::default() }).await.expect("a page");
    let (mut found, mut page_token, mut number) = (Vec::new(), String::new(), 0);
    let mut acts = acts.into_iter().cycle();
    loop {
        let query = Query { page_size: size, page_token, ..Query::default() };
        let page = engine.list(&THINGS, query).await.expect("a page");
        found.extend(ids(&page.entries));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return (found, ids(&whole.entries));
        }
        for act in acts.next().unwrap_or_default() {
            number += 1;
            let run = intent(&format!("act-{number}"));
            // Whether it is there or not: either is written or refused.
            let _ = match act {
                Act::Create(n) => {
                    let order = Order::create("thing", format!("t{n:02}"), Some(thing("2024", "T")));
                    engine.write(&THINGS, vec![order.expect("given")], run).await
                }
                Act::Delete(n) => {
                    let order = Order::delete(format!("things/t{n:02}"), String::new(), true);
                    engine.write(&THINGS, vec![order], run).await
                }
            };
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn pages_hold_every_record_once_whatever_others_write(size in 1..6_i32, acts in acts()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (found, there) = runtime.block_on(paged(size, acts));
        prop_assert_eq!(found, there);
    }
}
