//! The assembled report in one language: what readers see, with every number bound to its figure.
//!
//! Numbers appear as [`Printed`]: the text as printed and the key of the figure behind it. The figures themselves stand once,
//! in [`Report::figures`].

mod footnote;
mod hash;
mod page;
mod places;
#[cfg(test)]
pub(crate) mod sample;

use std::collections::BTreeMap;
use std::sync::Arc;

use figures::{Figure, FigureKey};
use jiff::Timestamp;

use crate::assemble::named_codes;

pub use footnote::{Footnote, FootnoteContent};
pub use page::{Page, PageGroup, PageId, PageLink, SectionLink};
pub use places::{PrintedAt, Reprinted, places, reprinted};

/// A report assembled in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Who reports.
    pub organisation: Organisation,
    /// The year reported on.
    pub year: i16,
    /// The plan period, `2024/2027`.
    pub plan: String,
    /// The language of every text below.
    pub language: String,
    /// The languages that the report exists in.
    pub languages: Vec<String>,
    /// The title: the report's, or the page's.
    pub title: String,
    /// Which page beside the report this is; `None` for the report itself.
    pub page: Option<Page>,
    /// The pages beside the report, the same in the report and in each of them.
    pub pages: Vec<PageGroup>,
    /// Draft or edition.
    pub state: State,
    /// The revision of each service that answered (and `gateway`): the report's provenance.
    pub revisions: BTreeMap<String, i64>,
    /// Services that did not confirm their figures, by name; empty when the report is whole.
    pub unconfirmed: BTreeMap<String, Unconfirmed>,
    /// Six to eight figures for the top.
    pub headline: Vec<Headline>,
    /// Sections in order, flat; `level` says how deep.
    pub sections: Vec<Section>,
    /// Every figure that is printed, once, by canonical key.
    pub figures: Vec<Arc<Figure>>,
    /// Notes that marks point to, numbered from 1 in order of first mark.
    pub footnotes: Vec<Footnote>,
    /// What the check found, for drafts; none before anybody checked it.
    pub findings: FindingCounts,
    /// The words of each figure, by canonical key.
    pub words: BTreeMap<String, FigureWords>,
    /// Names of the documents that sources name, by code: the symbol, else the title.
    pub documents: BTreeMap<String, String>,
}

/// What is said of a figure beside its value, in the report's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureWords {
    /// The value as it is known, printed in the house style with its unit; empty without a value.
    pub value: String,
    /// The name of the unit; the code where it has none.
    pub unit: String,
    /// The names of the key's codes besides the period and the whole world: `Women`, `Africa`.
    pub breakdown: Vec<String>,
}

impl FigureWords {
    /// The codes of the figure's key with their names: dimension, code and name.
    #[must_use]
    pub fn names(&self, key: &FigureKey) -> Vec<(String, String, String)> {
        let named = named_codes(key).zip(&self.breakdown);
        named.map(|((dimension, code), name)| (dimension.to_owned(), code.to_owned(), name.clone())).collect()
    }
}

/// Who reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Code: `itu`.
    pub id: String,
    /// Official name in the language.
    pub name: String,
    /// Short name.
    pub short: String,
}

/// Whether the report is live or frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Assembled from the services as they are.
    Draft,
    /// Frozen.
    Edition(u32),
}

/// Why a service's figures are not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unconfirmed {
    /// Nothing of it is known.
    Unavailable,
    /// Its figures are those of the last confirmed revision, committed then.
    LastKnown(Option<Timestamp>),
}

/// A figure for the top of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// What it is, in a few words.
    pub label: String,
    /// The number.
    pub printed: Printed,
}

/// A number (or a listing's cell) as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The text, with unit and prefix words as the house style has them: `5.5 billion`, `68 %`, `CHF 91.8 million`.
    pub text: String,
    /// The canonical key of the figure, or `key#column` of a listing's cell.
    pub key: String,
    /// What must be seen at once.
    pub marks: Vec<Mark>,
    /// The number of the footnote that explains the marks.
    pub footnote: Option<u32>,
}

/// A sign at a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// There is no value.
    Missing,
    /// The service did not answer and nothing is known.
    Unavailable,
    /// Last known, not confirmed.
    LastKnown,
    /// Another source has a value that rounding does not explain.
    Disputed,
    /// An earlier report printed another value, which rounding does not explain.
    Restated,
    /// Numbers that it is made from were converted from another unit.
    Converted,
}

/// A section: heading and elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The id, which is also its anchor: `3.1`, `foreword`.
    pub id: String,
    /// The number printed before the title, if any.
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// 1 for a chapter, 2 for `3.1`, 3 for `4.1.1`.
    pub level: u8,
    /// What stands in it, in order.
    pub elements: Vec<Element>,
}

/// One element of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// Running text.
    Prose(Vec<Block>),
    /// A table of figures.
    Table(Table),
    /// A chart of figures.
    Chart(Chart),
    /// Records.
    Listing(ListingTable),
    /// An impact story.
    Story(Story),
    /// A picture.
    Image(Image),
}

/// A block of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph with its anchor (`3.1-p2`).
    Paragraph {
        /// The anchor.
        id: String,
        /// The text.
        inlines: Vec<Inline>,
    },
    /// A subheading that is not in the contents.
    Heading {
        /// 1 is the first below the section's own.
        level: u8,
        /// The text.
        inlines: Vec<Inline>,
    },
    /// A list.
    List {
        /// Numbered or not.
        ordered: bool,
        /// Each item's blocks.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// A literal name that may hold digits (`{"5G"}`).
    Name(String),
    /// A number bound to a figure or a cell.
    Figure(Printed),
    /// An official name of the bundle.
    Term {
        /// Its id in `terms.csv`.
        id: String,
        /// As printed.
        text: String,
    },
    /// A reference to a section.
    SectionRef {
        /// Its id.
        id: String,
        /// As printed.
        text: String,
    },
    /// A reference to a document.
    DocumentRef {
        /// Its id in `documents.csv`.
        id: String,
        /// As printed.
        text: String,
        /// Its address, where it has one.
        url: Option<String>,
    },
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// A link.
    Link {
        /// Where to.
        href: String,
        /// The text.
        inlines: Vec<Inline>,
    },
}

/// A table of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The anchor: `4.7-table-1`.
    pub id: String,
    /// The caption.
    pub caption: String,
    /// Head of the column of row labels.
    pub stub: String,
    /// Heads of the columns of figures.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// Source and notes under the table.
    pub notes: Vec<Vec<Inline>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its head.
    pub label: String,
    /// The unit with its prefix, printed in the head: `thousand CHF`, `%`; empty for a count.
    pub unit: String,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Its head.
    pub label: String,
    /// Whether it is a total, set apart.
    pub total: bool,
    /// One a column; `None` where the table has no figure there by design.
    pub cells: Vec<Option<Printed>>,
}

/// A chart of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The anchor.
    pub id: String,
    /// The caption.
    pub caption: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// The unit of all values, as printed.
    pub unit: String,
    /// The series.
    pub series: Vec<Series>,
    /// Source and notes.
    pub notes: Vec<Vec<Inline>>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Horizontal or vertical bars from zero.
    Bar,
    /// A line over time.
    Line,
    /// Dots with the range between them.
    Dots,
}

/// One series of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its direct label; empty when there is only one.
    pub label: String,
    /// Whether it is drawn from zero the other way: what left beside what joined. What is printed stays as it is.
    pub opposite: bool,
    /// Its points.
    pub points: Vec<Point>,
}

/// One point of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its category or period, as printed.
    pub label: String,
    /// Its value.
    pub printed: Printed,
}

/// Records printed as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingTable {
    /// The anchor.
    pub id: String,
    /// The caption.
    pub caption: String,
    /// The listing's canonical key.
    pub key: String,
    /// How the records stand.
    pub layout: ListingLayout,
    /// Column heads.
    pub columns: Vec<String>,
    /// Rows: named records first, within their group where there are groups.
    pub rows: Vec<ListingTableRow>,
    /// Groups of rows, in order; none where rows are not grouped.
    pub groups: Vec<ListingGroup>,
    /// Marks of the whole listing (its service did not answer …).
    pub marks: Vec<Mark>,
}

/// How records stand on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListingLayout {
    /// A row each.
    #[default]
    Table,
    /// Each on its own, a line for each column.
    Record,
}

/// Rows that stand under one heading, up to those of the next group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingGroup {
    /// The heading, as printed: `October 2024`.
    pub title: String,
    /// The index of its first row.
    pub first_row: u32,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingTableRow {
    /// The record's id.
    pub id: String,
    /// How many records it stands for, when it is an aggregate record; 0 where the source does not say.
    pub aggregate: Option<i64>,
    /// Cells as printed; `None` is not given.
    pub cells: Vec<Option<String>>,
}

/// An impact story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The anchor.
    pub id: String,
    /// The title.
    pub title: String,
    /// The area's name.
    pub area: Option<String>,
    /// The date as printed.
    pub date: Option<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// The picture.
    pub image: Option<Image>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file in the bundle.
    pub file: String,
    /// Alternative text.
    pub alt: String,
    /// Who made it.
    pub credit: Option<String>,
    /// The caption.
    pub caption: Option<String>,
}

/// How many findings a check has, by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingCounts {
    /// Errors.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// Notes.
    pub notes: u32,
}

impl FindingCounts {
    /// These and those of another check, which found none of them.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            errors: self.errors.saturating_add(other.errors),
            warnings: self.warnings.saturating_add(other.warnings),
            notes: self.notes.saturating_add(other.notes),
        }
    }
}
