//! Charts: drawings as SVG, and the grid of values that stands under each as a table.
//!
//! [`Plot`] is what is drawn; it knows nothing of a report, so that a figure's page, a report and later a document on paper draw alike:
//! [`of_report()`] makes one of a chart of a report, [`drawing()`] turns one into markup. A plot is laid out twice, for a column of text and
//! for a phone, and the stylesheet shows one of the two: a drawing that shrinks with its page would shrink its words with it. All
//! positions are whole pixels from exact decimals, so that equal plots give equal bytes. Colours, tones and type are the
//! stylesheet's, by class (`html/style/charts.css`).

mod columns;
mod describe;
mod dots;
mod drawing;
mod frame;
mod grid;
mod labels;
mod lines;
mod of_report;
mod plot;
mod rows;
mod scale;
mod scene;
mod ticks;
mod type_width;

pub use drawing::drawing;
pub use grid::{Grid, grid};
pub use of_report::of_report;
pub use plot::{Datum, Kind, Plot, Slot, Trace};

#[cfg(test)]
mod tests;
