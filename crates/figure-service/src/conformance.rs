//! What every domain service must pass, seen through a client as others see it.
//!
//! A service joins with one test that calls [`all`] with its wiring and a bundle that has some of its values. The checks know no
//! domain's words: what to ask comes from the bundle and from `ListMeasures`.

pub mod accepting;
mod doors;
mod harness;
pub mod importing;
pub mod keys;
pub mod loading;
pub mod measures;
pub mod stating;
pub mod time;
pub mod values;
pub mod writing;

use std::collections::BTreeMap;

use kit::server::App;

use crate::start::{Start, StartError};
use harness::Place;
pub use harness::Subject;

/// Wires a service, as its `app::build` does.
pub trait Build: AsyncFn(Start) -> Result<App, StartError> {}
impl<T: AsyncFn(Start) -> Result<App, StartError>> Build for T {}

/// What a check found wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub(crate) String);

impl From<tonic::Status> for Failure {
    fn from(status: tonic::Status) -> Self {
        Self(format!("a status that was not expected: {:?}: {}", status.code(), status.message()))
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self(format!("the service did not start: {error}"))
    }
}

/// Passed, or what went wrong.
pub type Check = Result<(), Failure>;

/// Whether two things that should be equal are.
pub(crate) fn equal<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Check {
    if found == expected {
        Ok(())
    } else {
        Err(Failure(format!("{what}: found {found:?}, expected {expected:?}")))
    }
}

/// Whether something holds.
pub(crate) fn holds(what: impl Into<String>, held: bool) -> Check {
    if held { Ok(()) } else { Err(Failure(what.into())) }
}

macro_rules! each {
    ($subject:expr, $($check:path),+ $(,)?) => {{
        let mut failures = Vec::new();
        $(if let Err(failure) = $check($subject).await {
            failures.push(Failure(format!("{}: {failure}", stringify!($check))));
        })+
        failures
    }};
}

/// Runs every check of the service `name` over its part of a bundle; the failures, each with the name of its check. Empty means
/// that the service conforms.
pub async fn all<B: Build>(name: &'static str, build: &B, files: BTreeMap<String, Vec<u8>>) -> Vec<Failure> {
    every(&Subject::new(name, build, files, Place::Memory)).await
}

/// Runs every check as [`all`] does, in PostgreSQL: `database` gives the URL of an empty database, or none where there is no server,
/// and then nothing is checked.
pub async fn in_postgresql<B: Build>(
    name: &'static str,
    build: &B,
    files: BTreeMap<String, Vec<u8>>,
    database: fn() -> Option<String>,
) -> Vec<Failure> {
    if database().is_none() {
        return Vec::new();
    }
    every(&Subject::new(name, build, files, Place::Postgres(database))).await
}

async fn every<B: Build>(subject: &Subject<'_, B>) -> Vec<Failure> {
    each!(
        subject,
        keys::the_canonical_key_comes_back,
        keys::answers_come_in_the_order_asked,
        keys::an_unknown_name_is_that_answers_error_with_the_nearest,
        keys::a_key_that_does_not_parse_fails_the_call_and_is_named,
        keys::too_many_keys_are_refused_and_none,
        values::each_stated_value_is_in_its_figure,
        values::missing_is_not_zero,
        values::a_wildcard_answers_what_its_keys_answer,
        values::a_total_of_complete_records_is_the_sum_of_its_parts,
        values::listings_have_the_columns_of_their_measure,
        values::labels_come_in_the_language_asked,
        measures::every_measure_is_listed_once_over_pages,
        measures::measures_are_filtered,
        importing::an_import_done_again_changes_nothing,
        importing::a_request_sent_again_gets_its_first_answer,
        importing::another_part_under_the_same_id_is_refused,
        importing::what_is_only_validated_is_not_written,
        importing::a_wrong_part_is_written_nowhere_and_all_its_mistakes_are_told,
        importing::a_measure_that_the_code_computes_otherwise_is_a_mistake,
        importing::who_may_not_write_is_refused,
        loading::a_large_file_means_what_a_small_one_does,
        loading::a_large_file_with_mistakes_is_written_nowhere,
        loading::a_large_file_stops_at_what_was_changed_since,
        accepting::figures_whose_sources_disagree_are_listed,
        accepting::a_value_is_accepted_for_a_reason,
        accepting::what_cannot_be_accepted_is_refused,
        stating::a_document_says_one_thing_of_a_figure,
        stating::what_cannot_be_stated_is_refused,
        writing::a_record_is_created_as_it_was_sent,
        writing::a_wrong_record_is_refused_with_its_field,
        writing::an_update_changes_what_its_mask_names,
        writing::what_is_missing_is_created_only_if_allowed,
        writing::a_stale_tag_is_refused_with_the_current_one,
        writing::a_write_sent_again_gets_its_first_answer,
        writing::a_write_that_is_only_validated_is_not_written,
        writing::a_deleted_record_is_gone_and_kept,
        writing::a_batch_is_whole_or_nothing,
        writing::an_import_stops_at_what_a_call_has_written,
        writing::who_has_no_role_writes_nothing,
        time::the_past_answers_as_it_did,
        time::a_point_that_makes_no_sense_is_refused,
        time::a_revision_that_is_not_there_yet_is_waited_for,
        time::a_figures_history_names_who_changed_it_and_why,
        time::a_measure_that_came_later_has_a_history_from_then,
        time::revisions_are_listed_newest_first_over_pages,
        time::the_head_is_followed,
    )
}
