//! A chart: its drawing, source and notes, and the data as a table that opens when it is asked for and on paper.

use maud::{Markup, html};
use report::model::Chart;

use super::context::Context;
use super::table::{caption_id, cell_of, notes, number_head, scroll};
use super::{decimal, inline};
use crate::chart::{self, Grid};

/// A chart; where no value can be drawn, its table alone.
pub(super) fn chart(cx: &Context<'_>, chart: &Chart) -> Markup {
    let plot = chart::of_report(cx.texts, chart, cx.figures());
    let table = data(cx, chart);
    html! {
        figure.chart id=(chart.id) {
            figcaption id=(caption_id(&chart.id)) {
                (chart.caption)
                @if !chart.unit.is_empty() { " " span.unit { (chart.unit) } }
            }
            @if plot.has_numbers() {
                (chart::drawing(cx.texts, &plot, &format!("_plot-{}", chart.id)))
                (notes(cx, &chart.notes))
                details.data { summary { (cx.texts.say("chart-data")) } (table) }
            } @else {
                (table)
                (notes(cx, &chart.notes))
            }
            (inline::here(cx, &chart.id))
        }
    }
}

/// The values in rows and columns, each a link to its figure.
fn data(cx: &Context<'_>, chart: &Chart) -> Markup {
    let Grid { columns, rows } = chart::grid(chart);
    let column = |at: usize| rows.iter().filter_map(move |(_, cells)| *cells.get(at)?);
    let fractions: Vec<usize> = (0..columns.len()).map(|at| decimal::longest(column(at))).collect();
    scroll(
        &chart.id,
        &html! {
            table aria-label=(cx.texts.say("chart-as-table")) {
                thead {
                    tr {
                        th scope="col" { span.unseen { (cx.texts.say("chart-point")) } }
                        @for label in columns {
                            @let label = if label.is_empty() { cx.texts.say("table-value") } else { label.to_owned() };
                            (number_head(&label, &chart.unit))
                        }
                    }
                }
                tbody {
                    @for (label, cells) in rows {
                        tr { th scope="row" { (label) } @for (cell, longest) in cells.into_iter().zip(&fractions) { (cell_of(cx, cell, *longest)) } }
                    }
                }
            }
        },
    )
}
