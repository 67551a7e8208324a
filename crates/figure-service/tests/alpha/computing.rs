//! What records give: groups of areas, periods, units, stocks, differences, cells.

use figures::{Answer, AnswerError, Decimals};

use crate::world::{answer, check, figure, files, loaded, replace, with};

#[tokio::test]
async fn a_group_takes_records_coded_to_it_or_to_its_members_each_once() {
    let engine = loaded(files()).await;
    check(
        &engine,
        &[
            ("alpha/things?area=AFR&period=2024", "6 exact computed"),
            ("alpha/things?area=EUR&period=2024", "1 exact computed"),
            ("alpha/things?area=KEN&period=2024", "1 exact computed"),
            ("alpha/things?area=MULTI&period=2024", "7 exact computed"),
            ("alpha/things?period=2024", "14 exact computed"),
            ("alpha/things?area=AFR&kind=big&period=2024", "6 exact computed"),
            ("alpha/things?kind=small&period=2024", "8 exact computed"),
        ],
    )
    .await;
}

#[tokio::test]
async fn membership_is_that_of_the_period() {
    let engine = loaded(with("bundle.toml", "filter = { period = \"2024\" }\n", "")).await;
    check(
        &engine,
        &[
            ("alpha/things?area=EUR&period=2019", "1 exact computed"),
            ("alpha/things?area=AFR&period=2019", "missing not-recorded"),
        ],
    )
    .await;
}

#[tokio::test]
async fn money_is_exact_and_as_coarse_as_its_coarsest_part() {
    let engine = loaded(files()).await;
    let total = figure(&engine, "alpha/money?area=WORLD&period=2024").await;
    let value = total.value.expect("a value");
    assert_eq!((value.number.to_string(), value.decimals), ("4300".to_owned(), Decimals::Exp(-2)));
    assert_eq!(total.formula.as_deref(), Some("sum of things.amount"));
    check(&engine, &[("alpha/money?area=KEN&period=2024", "100.5 exact computed")]).await;
}

#[tokio::test]
async fn another_currency_is_never_converted_and_makes_the_sum_partial() {
    let engine = loaded(with("things.csv", "200,INF,CHF", "200,INF,USD")).await;
    check(
        &engine,
        &[
            ("alpha/money?area=WORLD&period=2024", "4100 at-least computed"),
            ("alpha/money?area=KEN&period=2024", "100.5 exact computed"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_partial_register_gives_a_lower_bound_and_no_net_change() {
    let engine = loaded(files()).await;
    check(
        &engine,
        &[
            ("alpha/stays?area=AFR&period=2024-12-31", "10 at-least computed"),
            ("alpha/stays?period=2024-12-31", "12 exact stated"),
            ("alpha/stays?area=EUR&period=2024-03-31", "2 at-least computed"),
            ("alpha/change?period=2024", "missing not-recorded"),
            ("alpha/things?period=2019", "1 at-least computed"),
        ],
    )
    .await;
    assert!(figure(&engine, "alpha/stays?period=2024-12-31").await.alternatives.is_empty());
}

#[tokio::test]
async fn a_complete_register_gives_stocks_and_net_changes() {
    let mut files = files();
    let complete = "[[record_set]]\nfile = \"stays.csv\"\ncomplete = true\nsource = \"d\"\n\n[[record_set]]\nfile = \"things.csv\"";
    replace(&mut files, "bundle.toml", "[[record_set]]\nfile = \"things.csv\"", complete);
    let engine = loaded(files).await;
    check(
        &engine,
        &[
            ("alpha/stays?period=2024-12-31", "11 exact computed"),
            ("alpha/stays?area=EUR&period=2024", "1 exact computed"),
            ("alpha/change?period=2024", "0 exact computed"),
            ("alpha/change?area=EUR&period=2021/2023", "1 exact computed"),
        ],
    )
    .await;
    let disputed = figure(&engine, "alpha/stays?period=2024-12-31").await;
    assert!(disputed.disputed, "11 in the register, 12 stated");
}

#[tokio::test]
async fn the_cell_of_a_record_is_stated_and_its_gathering_fixes_the_period() {
    let engine = loaded(files()).await;
    check(
        &engine,
        &[
            ("alpha/visitors?gathering=g1", "3700 exact stated"),
            ("alpha/visitors?gathering=g2", "500 at-least stated"),
        ],
    )
    .await;
    let first = figure(&engine, "alpha/visitors?gathering=g1").await;
    assert_eq!(first.period.map(|p| p.to_string()).as_deref(), Some("2024-10-15/2024-10-24"));
    assert_eq!(first.sources[0].locator, "¶4");
    let second = figure(&engine, "alpha/visitors?gathering=g2").await;
    assert_eq!(second.period.map(|p| p.to_string()).as_deref(), Some("2024-11"));
}

#[tokio::test]
async fn a_missing_value_keeps_its_reason() {
    let engine = loaded(files()).await;
    check(
        &engine,
        &[
            ("alpha/share?period=2023", "missing not-collected"),
            ("alpha/share?period=2022", "missing not-recorded"),
        ],
    )
    .await;
}

#[tokio::test]
async fn wildcards_stand_for_the_codes_that_have_records() {
    let engine = loaded(files()).await;
    let keys = async |key: &str| match answer(&engine, key).await {
        Answer::Figures(figures) => figures.iter().map(|f| f.key.clone()).collect::<Vec<_>>(),
        other @ (Answer::Listing(_) | Answer::Error(_)) => panic!("{key}: {other:?}"),
    };
    assert_eq!(
        keys("alpha/things?area=itu-region:*&period=2024").await,
        ["alpha/things?area=AFR&period=2024", "alpha/things?area=EUR&period=2024"]
    );
    assert_eq!(
        keys("alpha/things?area=economy:*&period=2024").await,
        ["alpha/things?area=FRA&period=2024", "alpha/things?area=KEN&period=2024"]
    );
    assert_eq!(keys("alpha/visitors?gathering=*").await.len(), 2);
    assert_eq!(keys("alpha/share?period=*").await, ["alpha/share?period=2023", "alpha/share?period=2024"]);
    assert!(keys("alpha/things?area=income-group:*&period=2024").await.is_empty());
    assert!(matches!(
        answer(&engine, "alpha/things?area=*&period=2024").await,
        Answer::Error(AnswerError::Invalid { message }) if message.contains("area=itu-region:*")
    ));
}

#[tokio::test]
async fn a_sum_that_cannot_be_held_is_that_keys_error() {
    let large = "9000000000000000000";
    let mut files = with("things.csv", "100.5,1", &format!("{large},INF"));
    replace(&mut files, "things.csv", "200,INF", &format!("{large},INF"));
    let engine = loaded(files).await;
    assert!(matches!(
        answer(&engine, "alpha/money?area=WORLD&period=2024").await,
        Answer::Error(AnswerError::Invalid { .. })
    ));
    check(&engine, &[("alpha/share?period=2024", "61 exact stated")]).await;
}
