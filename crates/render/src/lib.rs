//! Renderings of a report and the languages they are printed in: pure.
//!
//! [`html`] and [`markdown`] turn a [`report::model::Report`] into a page or a text; [`html::figure`] and [`text::figure`] show one
//! figure with its sources and history. The words around the content are data, one Fluent file a language ([`texts`]). Numbers arrive
//! printed: nothing here rounds or scales. Equal inputs give equal bytes.

pub mod chart;
pub mod conversions;
pub mod corrigendum;
pub mod draft;
pub mod feed;
pub mod figure_page;
pub mod groups;
pub mod html;
pub mod links;
pub mod markdown;
pub mod text;
pub mod texts;
pub mod words;
pub mod workbook;

pub use figure_page::FigurePage;
pub use links::Links;
pub use texts::Texts;
