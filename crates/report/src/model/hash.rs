//! The content hash of a report: blake3 over a canonical byte form.
//!
//! The form: a text is its length in bytes (8 bytes, little-endian) and its bytes; a number is little-endian; a list or map is
//! its length and its items in order; something optional is one byte, 0 or 1, before it; a case of an enum is one byte before
//! its fields; a struct is its fields in the order of its declaration. Every field is named below, so a new one does not
//! compile until it is hashed.

use std::collections::BTreeMap;
use std::sync::Arc;

use figures::conversion::Rate;
use figures::{
    Alternative, Basis, Bound, Conversions, Decimal, Decimals, Figure, MissingReason, OtherUnit, Period,
    Records, Source, Status, Unit, Value,
};
use jiff::Timestamp;

use super::{
    Block, Chart, ChartKind, Element, FigureWords, FindingCounts, Footnote, FootnoteContent, Headline, Image,
    Inline, ListingGroup, ListingLayout, ListingTable, ListingTableRow, Mark, Organisation, Page, PageGroup,
    PageId, PageLink, Point, Printed, Report, Section, SectionLink, Series, State, Story, Table, TableColumn,
    TableRow, Unconfirmed,
};

impl Report {
    /// The hash of everything in the report, in hexadecimal digits. Equal reports have equal hashes on every machine.
    #[must_use]
    pub fn content_hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        self.feed(&mut hasher);
        hasher.finalize().to_hex().to_string()
    }
}

/// What has a canonical byte form.
trait Feed {
    fn feed(&self, hasher: &mut blake3::Hasher);
}

fn byte(hasher: &mut blake3::Hasher, byte: u8) {
    hasher.update(&[byte]);
}

fn length(hasher: &mut blake3::Hasher, length: usize) {
    hasher.update(&u64::try_from(length).unwrap_or(u64::MAX).to_le_bytes());
}

impl Feed for str {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        length(hasher, self.len());
        hasher.update(self.as_bytes());
    }
}

impl Feed for String {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        self.as_str().feed(hasher);
    }
}

impl Feed for bool {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        byte(hasher, u8::from(*self));
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Feed for $type {
            fn feed(&self, hasher: &mut blake3::Hasher) {
                hasher.update(&self.to_le_bytes());
            }
        }
    )*};
}

integers!(u8, u32, i16, i32, i64);

impl<T: Feed> Feed for Vec<T> {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        length(hasher, self.len());
        self.iter().for_each(|item| item.feed(hasher));
    }
}

impl<T: Feed> Feed for Arc<T> {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        T::feed(self, hasher);
    }
}

impl<T: Feed> Feed for Option<T> {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        byte(hasher, u8::from(self.is_some()));
        if let Some(item) = self {
            item.feed(hasher);
        }
    }
}

impl<T: Feed> Feed for BTreeMap<String, T> {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        length(hasher, self.len());
        for (name, item) in self {
            name.feed(hasher);
            item.feed(hasher);
        }
    }
}

impl<A: Feed, B: Feed> Feed for (A, B) {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        self.0.feed(hasher);
        self.1.feed(hasher);
    }
}

/// A struct is its fields; all must be named.
macro_rules! fields {
    ($($type:ident { $($field:ident),* $(,)? })*) => {$(
        impl Feed for $type {
            fn feed(&self, hasher: &mut blake3::Hasher) {
                let Self { $($field),* } = self;
                $($field.feed(hasher);)*
            }
        }
    )*};
}

fields! {
    Report {
        organisation, year, plan, language, languages, title, page, pages, state, revisions, unconfirmed, headline,
        sections, figures, footnotes, findings, words, documents,
    }
    FigureWords { value, unit, breakdown }
    Organisation { id, name, short }
    Headline { label, printed }
    Printed { text, key, marks, footnote }
    Footnote { number, content }
    Section { id, number, title, level, elements }
    Table { id, caption, stub, columns, rows, notes }
    TableColumn { label, unit }
    TableRow { label, total, cells }
    Chart { id, caption, kind, unit, series, notes }
    Series { label, opposite, points }
    Point { label, printed }
    ListingTable { id, caption, key, layout, columns, rows, groups, marks }
    ListingGroup { title, first_row }
    Page { id, number, report, description, section }
    PageId { id, code }
    PageGroup { title, pages }
    PageLink { id, number, title, section }
    SectionLink { id, text }
    ListingTableRow { id, aggregate, cells }
    Story { id, title, area, date, blocks, image }
    Image { file, alt, credit, caption }
    FindingCounts { errors, warnings, notes }
    Source { document, section, locator, publisher, date }
    Alternative { value, basis, sources, disputes }
    Figure {
        key, measure, label, value, unit, period, basis, status, last_known_at, disputed, sources, revision,
        record_count, formula, alternatives, note, records, conversions,
    }
    Records { count, formula, complete, listings, other_units }
    OtherUnit { unit, count }
    Conversions { count, units, rates, more }
    Rate { from, exchange_rate, value_date, document, count }
}

/// A case is its number and its fields; all must be named.
macro_rules! cases {
    ($($type:ident { $($number:literal: $case:ident $(($($item:ident),*))? $({$($field:ident),*})?,)* })*) => {$(
        impl Feed for $type {
            fn feed(&self, hasher: &mut blake3::Hasher) {
                match self {$(
                    Self::$case $(($($item),*))? $({$($field),*})? => {
                        byte(hasher, $number);
                        $($($item.feed(hasher);)*)?
                        $($($field.feed(hasher);)*)?
                    }
                )*}
            }
        }
    )*};
}

cases! {
    State { 0: Draft, 1: Edition(number), }
    Unconfirmed { 0: Unavailable, 1: LastKnown(since), }
    Mark { 0: Missing, 1: Unavailable, 2: LastKnown, 3: Disputed, 4: Restated, 5: Converted, }
    FootnoteContent {
        0: Missing { key, reason, note },
        1: Unavailable { service },
        2: LastKnown { service, since },
        3: Disputed { key, others },
        4: Restated { key, before, reason },
        5: Converted { key, unit, conversions },
    }
    Element { 0: Prose(blocks), 1: Table(table), 2: Chart(chart), 3: Listing(listing), 4: Story(story), 5: Image(image), }
    Block {
        0: Paragraph { id, inlines },
        1: Heading { level, inlines },
        2: List { ordered, items },
        3: Quote(blocks),
    }
    Inline {
        0: Text(text),
        1: Name(name),
        2: Figure(printed),
        3: Term { id, text },
        4: SectionRef { id, text },
        5: DocumentRef { id, text, url },
        6: Emphasis(inlines),
        7: Strong(inlines),
        8: Link { href, inlines },
    }
    ChartKind { 0: Bar, 1: Line, 2: Dots, }
    ListingLayout { 0: Table, 1: Record, }
    Basis { 0: Stated, 1: Computed, }
    Status { 0: Available, 1: Missing(reason), 2: Unavailable, }
    Decimals { 0: Inf, 1: Exp(n), }
}

impl Feed for MissingReason {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        self.name().feed(hasher);
    }
}

impl Feed for Bound {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        self.name().feed(hasher);
    }
}

/// Trailing zeros carry no meaning.
impl Feed for Decimal {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        hasher.update(&self.normalize().serialize());
    }
}

impl Feed for Value {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        let Self { number, decimals, bound } = self;
        number.feed(hasher);
        decimals.feed(hasher);
        bound.feed(hasher);
    }
}

impl Feed for Unit {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        self.code().feed(hasher);
    }
}

impl Feed for Period {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        self.to_string().feed(hasher);
    }
}

impl Feed for Timestamp {
    fn feed(&self, hasher: &mut blake3::Hasher) {
        self.as_second().feed(hasher);
        self.subsec_nanosecond().feed(hasher);
    }
}
