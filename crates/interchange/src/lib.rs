//! File formats of the bundle: pure readers and writers.
//!
//! Bytes in, records and mistakes out; no I/O. People's errors are data: a reader answers what it could read and *all* the
//! [`Mistake`]s it met, each with file, line, column and remedy. The formats are described in `docs/bundle.md`. Start with
//! [`register::Register`] (a CSV file as data), then [`context::Context`] (what the shared files of a bundle make known).

pub mod answers;
pub mod areas;
pub mod bundle;
pub mod codes;
pub mod context;
pub mod decisions;
pub mod documents;
pub mod icalendar;
pub mod manifest;
pub mod measures;
pub mod mistake;
pub mod next_year;
pub mod register;
pub mod stated;
pub mod terms;
pub mod workbook;

pub use areas::{Area, AreaKind, Areas};
pub use bundle::Bundle;
pub use codes::{Code, CodeLists};
pub use context::Context;
pub use documents::{Document, Documents};
pub use manifest::{Manifest, RecordSet};
pub use mistake::{Mistake, Place};
pub use register::{Datum, Field, FieldType, Record, Register};
pub use stated::Stated;
pub use terms::Term;
