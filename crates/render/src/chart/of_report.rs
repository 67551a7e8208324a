//! A chart of a report as a plot: its values are looked up among the report's figures.

use std::collections::BTreeMap;

use figures::{Figure, FigureKey};
use report::model::{Chart, ChartKind, Printed};

use super::grid;
use super::plot::{Datum, Kind, Plot, Slot, Trace};
use crate::texts::Texts;
use crate::words;

/// The plot of a chart; `figures` by their keys. A value without a figure is drawn as missing.
#[must_use]
pub fn of_report(texts: &Texts, chart: &Chart, figures: &BTreeMap<&str, &Figure>) -> Plot {
    let grid = grid(chart);
    let timed =
        differ_in_period_only(&grid.rows.iter().map(|(_, cells)| cells.as_slice()).collect::<Vec<_>>());
    let slot = |(label, cells): &(&str, Vec<Option<&Printed>>)| {
        let period = cells.iter().flatten().find_map(|p| figures.get(p.key.as_str())?.period.as_ref());
        match period.filter(|_| timed) {
            Some(period) => Slot::period(*label, period),
            None => Slot::category(*label),
        }
    };
    let datum = |printed: &Printed| Datum {
        number: figures.get(printed.key.as_str()).and_then(|f| f.value).map(|v| v.number),
        text: printed.text.clone(),
        sign: sign(texts, printed),
    };
    let traces = chart.series.iter().enumerate().map(|(column, series)| {
        let cell =
            |(_, cells): &(&str, Vec<Option<&Printed>>)| cells.get(column).copied().flatten().map(datum);
        let data = grid.rows.iter().map(cell).collect();
        Trace { opposite: series.opposite, ..Trace::new(series.label.as_str(), data) }
    });
    Plot {
        kind: match chart.kind {
            ChartKind::Bar => Kind::Bars,
            ChartKind::Line => Kind::Lines,
            ChartKind::Dots => Kind::Dots,
        },
        title: chart.caption.clone(),
        unit: chart.unit.clone(),
        shares: chart.series.iter().flat_map(|s| &s.points).all(|point| {
            figures.get(point.printed.key.as_str()).is_some_and(|figure| figure.unit.code() == "percent")
        }),
        slots: grid.rows.iter().map(slot).collect(),
        traces: traces.collect(),
    }
}

/// The signs of a value's marks with the number of its footnote, as they stand in tables.
fn sign(texts: &Texts, printed: &Printed) -> String {
    let signs = words::signs(texts, &printed.marks);
    match printed.footnote {
        Some(number) => format!("{signs}\u{200a}{number}"),
        None => signs,
    }
}

/// Whether the values of each series are one figure at different times.
fn differ_in_period_only(rows: &[&[Option<&Printed>]]) -> bool {
    let columns = rows.iter().map(|cells| cells.len()).max().unwrap_or_default();
    let mut periods = 0;
    for column in 0..columns {
        let keys = rows.iter().filter_map(|cells| cells.get(column).copied().flatten());
        let keys: Option<Vec<FigureKey>> = keys.map(|printed| printed.key.parse().ok()).collect();
        let Some(mut keys) = keys else { return false };
        periods = periods.max(keys.len());
        keys.iter_mut().for_each(|key| drop(key.dimensions.remove("period")));
        if keys.windows(2).any(|two| two[0] != two[1]) {
            return false;
        }
    }
    periods > 1
}
