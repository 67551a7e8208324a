//! HTML pages: a report, a figure, a list of records, the list of reports, an error.
//!
//! Every page is whole without JavaScript and asks for nothing but itself: stylesheet and script are embedded. Ids that stem from the content
//! (sections, paragraphs, tables) are used as they are; the page's own begin with `_`, which no id of an outline can hold.

mod cards;
mod chart;
mod collection;
mod context;
mod decimal;
mod elements;
pub mod error;
mod figure;
mod findings;
mod index;
mod inline;
pub(crate) mod listing;
mod metadata;
mod notes;
mod page;
mod pages;
mod past;
mod preview;
mod record;
mod report;
mod search;
mod sections;
mod services;
mod table;

pub use collection::{CollectionPage, RequestLine, STATES, SectionLine, collection};
pub use error::{Cause, Problem, error};
pub use figure::figure;
pub use findings::{FindingsPage, findings, with_names};
pub use index::{ReportEntry, index};
pub use listing::{Heard, ListingColumn, ListingPage, ListingPageRow, listing};
pub use preview::{Consequences, Moved, Outcome, PreviewPage, Refused, RefusedFor, preview};
pub use report::report;
pub use search::search;
pub use services::{ServiceLine, ServicesPage, services};

/// The stylesheet that every page embeds, as it stands there (for a hash in a content security policy).
///
/// A file for each kind of thing; what is for paper comes last, since it takes back what stands before.
pub const STYLE: &str = concat!(
    include_str!("html/style/base.css"),
    include_str!("html/style/report.css"),
    include_str!("html/style/tables.css"),
    include_str!("html/style/charts.css"),
    include_str!("html/style/figure.css"),
    include_str!("html/style/pages.css"),
    include_str!("html/style/search.css"),
    include_str!("html/style/findings.css"),
    include_str!("html/style/card.css"),
    include_str!("html/style/print.css"),
);

/// The script that every page embeds, as it stands there (for a hash in a content security policy).
///
/// A file for each comfort, each a block of its own; a page without what one is for is left alone by it.
pub const SCRIPT: &str = concat!(
    include_str!("html/script/card.js"),
    include_str!("html/script/contents.js"),
    include_str!("html/script/print.js"),
);
