//! A computation that no declaration can say: each thing counts as many as its label has letters.

use std::collections::BTreeMap;

use async_trait::async_trait;
use figure_service::computation::{Asked, Compute, Dates, Group};
use figures::{Bound, Decimal, Decimals, Source};
use store::{Snapshot, StoreError};

use crate::world::{check, files, loaded};

/// Letters of labels, by area.
#[derive(Debug)]
pub(crate) struct Letters;

#[async_trait]
impl Compute for Letters {
    fn dimensions(&self) -> Vec<&'static str> {
        vec!["area"]
    }

    fn tables(&self) -> Vec<&'static str> {
        vec!["things"]
    }

    fn formula(&self) -> String {
        "letters of labels".to_owned()
    }

    fn never_negative(&self) -> bool {
        true
    }

    async fn groups(&self, snapshot: &Snapshot, asked: &Asked) -> Result<Vec<Group>, StoreError> {
        assert!(asked.grouping.contains("area"), "{asked:?}");
        let things = snapshot.table("things")?;
        let sql = format!(
            "SELECT area, period, CAST(SUM(LENGTH(id)) AS BIGINT), COUNT(*), MAX(valid_from) FROM {things} AS t GROUP BY 1, 2"
        );
        let rows = snapshot.query(&sql, &[]).await?;
        Ok(rows.iter().map(|row| group(row)).collect())
    }
}

fn group(row: &[store::Datum]) -> Group {
    let (text, number) =
        (|i: usize| row[i].as_text().unwrap_or_default(), |i: usize| row[i].as_integer().unwrap_or_default());
    Group {
        coordinates: BTreeMap::from([("area", text(0).to_owned())]),
        dates: Dates::Within(text(1).parse().ok()),
        unit: None,
        number: Some(Decimal::from(number(2))),
        decimals: Decimals::Inf,
        bound: Bound::Exact,
        rows: number(3),
        unknown: 0,
        records: number(3),
        aggregate: false,
        source: Source::default(),
        converted: None,
        revision: number(4),
    }
}

#[tokio::test]
async fn code_gives_groups_and_the_rest_follows() {
    let engine = loaded(files()).await;
    check(
        &engine,
        &[
            ("alpha/letters?period=2024", "4 exact computed"),
            ("alpha/letters?area=AFR&period=2024", "2 exact computed"),
            ("alpha/letters?period=2019", "1 at-least computed"),
        ],
    )
    .await;
    let figure = crate::world::figure(&engine, "alpha/letters?area=EUR&period=2024").await;
    assert_eq!((figure.formula.as_deref(), figure.record_count), (Some("letters of labels"), Some(1)));
}
