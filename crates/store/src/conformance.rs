//! What every database behind the store must pass.
//!
//! Each check is a function that makes its own store and says what went wrong; [`all`] runs every one. A database joins with
//! one test that calls `all` with a function that makes an empty store in it.
//!
//! ```
//! # use std::sync::Arc;
//! # use store::{Clock, Location, Schema, Store, conformance};
//! # #[tokio::main] async fn main() {
//! let make = async |schema: Schema, clock: Clock| Store::open(Location::Memory, schema, clock).await;
//! assert_eq!(conformance::numbering::revisions_have_no_gaps(&make).await, Ok(()));
//! # }
//! ```

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use crate::{
    Change, Clock, Column, Datum, Kind, Outcome, Row, Schema, Store, StoreError, Table, Transaction,
};

pub mod bulk;
pub mod following;
pub mod model;
pub mod numbering;
pub mod reading;
pub mod requests;
pub mod values;
pub mod writing;

/// Makes an empty store with these tables and this clock.
pub trait Make: AsyncFn(Schema, Clock) -> Result<Store, StoreError> {}
impl<T: AsyncFn(Schema, Clock) -> Result<Store, StoreError>> Make for T {}

/// What a check found wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(format!("an error that was not expected: {error}"))
    }
}

/// Passed, or what went wrong.
pub type Check = Result<(), Failure>;

/// Runs the named checks one after another and keeps the failures under their names.
macro_rules! each {
    ($make:expr, $($check:path),+ $(,)?) => {{
        let mut failures = Vec::new();
        $(if let Err(failure) = $check($make).await {
            failures.push(Failure(format!("{}: {failure}", stringify!($check))));
        })+
        failures
    }};
}

/// Runs every check; the failures, each with the name of its check. Empty means that the database conforms.
pub async fn all<M: Make>(make: &M) -> Vec<Failure> {
    each!(
        make,
        numbering::revisions_have_no_gaps,
        numbering::commit_times_never_decrease,
        numbering::a_change_without_differences_makes_no_revision,
        numbering::a_failed_change_leaves_nothing,
        numbering::an_abandoned_change_leaves_nothing,
        numbering::half_a_write_is_not_kept,
        numbering::a_preview_leaves_nothing,
        requests::a_request_sent_again_gets_its_first_outcome,
        requests::a_request_without_effect_is_kept_too,
        requests::another_request_under_the_same_id_is_a_conflict,
        requests::a_malformed_change_is_refused,
        values::cells_come_back_as_they_went,
        values::text_is_ordered_by_its_bytes,
        values::bad_rows_are_named_and_nothing_is_written,
        values::many_rows_go_in_one_call,
        writing::putting_compares_by_key,
        writing::closing_passes_over_what_is_not_there,
        writing::replacing_closes_what_is_not_given_in_the_scope,
        writing::several_writes_of_a_row_count_as_one,
        writing::a_row_that_comes_back_is_untouched,
        writing::a_change_reads_its_own_writes,
        writing::edits_are_told_from_imports,
        writing::rows_that_an_edit_closed_are_told,
        bulk::a_load_writes_what_putting_would,
        bulk::what_waits_is_in_nobodys_way,
        bulk::a_load_whose_change_fails_still_waits,
        bulk::rows_of_one_key_are_numbered_by_their_lines,
        bulk::what_a_load_leaves_out_or_overwrites_is_told,
        reading::a_past_answer_stays,
        reading::an_instant_means_the_last_revision_before_it,
        reading::what_does_not_exist_is_not_found,
        reading::conditions_hold_for_null_too,
        reading::lists_are_parameters,
        reading::many_rows_together_are_the_same_rows,
        reading::history_tells_who_and_when,
        reading::queries_only_read,
        reading::tables_join_in_one_query,
        following::the_head_is_followed,
        following::a_revision_is_waited_for,
        following::readers_never_see_half_a_change,
        following::changes_at_once_come_one_after_another,
        model::random_changes_agree_with_a_simple_model,
    )
}

/// A clock that tells what it is set to.
#[derive(Clone)]
struct Dial(Arc<AtomicI64>);

impl Dial {
    /// Set to the first second of 2025.
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_735_689_600_000_000)))
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves the clock, backwards too.
    fn turn(&self, seconds: i64) {
        self.0.fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
    }

    fn clock(&self) -> Clock {
        let dial = self.clone();
        Arc::new(move || dial.now())
    }
}

/// Tables as awkward as the rules allow: a key of two columns, columns named by words of SQL and of the store's own tables.
fn schema() -> Schema {
    Schema::new(vec![
        Table::new(
            "item",
            ["id"],
            vec![Column::text("id"), Column::text("area").nullable(), Column::integer("n").nullable()],
        ),
        Table::new(
            "group",
            ["order", "revision"],
            vec![Column::text("reason").nullable(), Column::integer("revision"), Column::text("order")],
        ),
    ])
    .loaded_in_bulk(["item", "group"])
}

async fn store<M: Make>(make: &M) -> Result<(Store, Dial), Failure> {
    let dial = Dial::new();
    Ok((make(schema(), dial.clock()).await?, dial))
}

fn item(id: &str, area: &str, n: i64) -> Row {
    vec![id.into(), Datum::from(Some(area).filter(|area| !area.is_empty())), n.into()]
}

fn edit(request: &str) -> Change {
    Change::new(Kind::Edit, "ana", "because", request, "hash")
}

/// Writes items by one change that is named by `request`.
async fn put(store: &Store, request: &str, rows: &[Row]) -> Result<Outcome, StoreError> {
    store.write(edit(request), async |tx: &mut Transaction| tx.put("item", rows).await.map(drop)).await
}

fn equal<T: PartialEq + Debug>(what: &str, found: &T, expected: &T) -> Check {
    if found == expected {
        return Ok(());
    }
    Err(Failure(format!("{what}: found {found:?}, expected {expected:?}")))
}

fn holds(what: &str, condition: bool) -> Check {
    if condition { Ok(()) } else { Err(Failure(format!("{what}: does not hold"))) }
}

/// That a call fails, and with an error that names `expected`.
fn refused<T: Debug>(
    what: &str,
    result: Result<T, StoreError>,
    expected: &str,
) -> Result<StoreError, Failure> {
    match result {
        Ok(value) => Err(Failure(format!("{what}: is accepted ({value:?}), expected an error: {expected}"))),
        Err(error) if error.to_string().contains(expected) => Ok(error),
        Err(error) => Err(Failure(format!("{what}: says `{error}`, expected `{expected}`"))),
    }
}
