//! Listings as rows, and lists with filter, order and pages.

use figure_service::engine::Engine;
use figure_service::list::{Listable, Query};
use figures::{Answer, Cell};

use crate::world::{answer, files, import, loaded, with};

const THINGS: Listable = Listable {
    table: "things",
    collection: "things",
    fields: &["id", "aggregate", "count", "area", "period", "kind", "amount", "label"],
    order: "period desc, id",
};

#[tokio::test]
async fn a_listing_shows_named_records_first_and_what_the_key_selects() {
    let engine = loaded(files()).await;
    let rows = async |key: &str| match answer(&engine, key).await {
        Answer::Listing(listing) => listing.rows,
        other @ (Answer::Figures(_) | Answer::Error(_)) => panic!("{key}: {other:?}"),
    };
    let ids = |rows: &[figures::ListingRow]| rows.iter().map(|r| r.id.clone()).collect::<Vec<_>>();
    let all = rows("alpha/thing-list").await;
    assert_eq!(ids(&all), ["f", "b", "a", "c", "e"]);
    assert_eq!(ids(&rows("alpha/thing-list?period=2024").await), ["b", "a", "c", "e"]);
    assert_eq!(ids(&rows("alpha/thing-list?area=AFR&period=2024").await), ["a", "c"]);
    assert_eq!(ids(&rows("alpha/thing-list?kind=small").await), ["b", "e"]);
    assert_eq!((all[3].count, all[3].aggregate, all[3].source.locator.as_str()), (5, true, "¶3"));
    assert_eq!(all[1].cells[0], Cell::Text("B".into()));
    assert_eq!(all[1].cells[1], Cell::Code("FRA".into()));
}

async fn ids(engine: &Engine, filter: &str, order_by: &str) -> Vec<String> {
    let query = Query { filter: filter.into(), order_by: order_by.into(), ..Query::default() };
    let page =
        engine.list(&THINGS, query).await.unwrap_or_else(|e| panic!("{filter} {order_by}: {}", e.message()));
    page.entries.iter().map(|e| e.text("id")).collect()
}

#[tokio::test]
async fn filters_compare_each_field_as_what_it_holds() {
    let engine = loaded(files()).await;
    for (filter, expected) in [
        ("", "a b f c e"),
        ("area = KEN", "a f"),
        ("NOT area = KEN", "b c e"),
        ("area != KEN AND aggregate = false", "b"),
        ("aggregate = true", "c e"),
        ("count > 4", "c e"),
        ("count:*", "c e"),
        ("amount > 100.4 AND amount <= 1000", "a b c"),
        ("amount = 100.50", "a"),
        ("amount != 100.5", "b f c e"),
        ("amount < 0.001", ""),
        ("amount < 99999999999999999999", "a b f c e"),
        ("label.en = B", "b"),
        ("label.zh = \"乙\" OR label.en:c", "b c"),
        ("period >= 2024-02", "a"),
        ("(kind = big area = AFR) OR id = e", "c e"),
        ("kind = big (area = AFR OR area = KEN)", "a f c"),
    ] {
        assert_eq!(ids(&engine, filter, "").await.join(" "), expected, "{filter}");
    }
}

#[tokio::test]
async fn orders_are_exact_and_end_with_the_key() {
    let engine = loaded(files()).await;
    for (order, expected) in [
        ("amount", "f a b c e"),
        ("amount desc", "b a f e c"),
        ("aggregate desc, amount desc", "e c b a f"),
        ("kind, period", "f a b c e"),
        ("label.zh desc", "a f b e c"),
    ] {
        assert_eq!(ids(&engine, "", order).await.join(" "), expected, "{order}");
    }
}

#[tokio::test]
async fn pages_stay_as_they_began_while_others_write() {
    let engine = loaded(files()).await;
    let page = async |page_token: String| {
        let query = Query { page_size: 2, page_token, ..Query::default() };
        engine.list(&THINGS, query).await.expect("a page")
    };
    let first = page(String::new()).await;
    let outcome = import(
        &engine,
        with("things.csv", "b,,,FRA,2024,small,200,INF,CHF,B,乙,d,1,¶2\n", ""),
        "fewer",
        false,
    )
    .await;
    assert_eq!(outcome.revision, 2);
    let second = page(first.next_page_token).await;
    let third = page(second.next_page_token.clone()).await;
    let ids =
        |p: &figure_service::list::Page| p.entries.iter().map(|e| e.text("id")).collect::<Vec<_>>().join(" ");
    assert_eq!((ids(&second), second.revision), ("f c".to_owned(), 1));
    assert_eq!((ids(&third), third.next_page_token.as_str()), ("e".to_owned(), ""));
    assert_eq!(ids(&page(String::new()).await), "a f");
}

#[tokio::test]
async fn a_record_is_found_by_its_own_name_only() {
    let engine = loaded(files()).await;
    assert_eq!(ids(&engine, "name = \"things/a\" OR name = things/c", "").await.join(" "), "a c");
    assert_eq!(ids(&engine, "name != things/a", "").await.join(" "), "b f c e");
    for filter in ["name = a", "name > things/a", "name:things/a"] {
        let query = Query { filter: filter.into(), ..Query::default() };
        let refused = engine.list(&THINGS, query).await.expect_err(filter);
        assert!(refused.message().contains("`name` is compared with things/ID by = or !="), "{refused:?}");
    }
}

#[tokio::test]
async fn answers_beyond_what_one_call_gives_are_none_and_equal_keys_have_equal_answers() {
    let engine = loaded(files()).await;
    let snapshot = engine.store().read(store::AsOf::Head).await.expect("a snapshot");
    let keys = ["alpha/thing-list?kind=small", "alpha/thing-list", "alpha/thing-list?kind=small"];
    let keys: Vec<figures::FigureKey> = keys.iter().map(|key| key.parse().expect("a key")).collect();
    let answered = async |most| engine.answers_within(&snapshot, &keys, None, most).await.expect("answered");
    let all = answered(9).await.expect("two and five and two rows");
    assert_eq!((all.len(), &all[0]), (3, &all[2]));
    assert!(answered(8).await.is_none());
}
