//! A chart as a table: a row for each point, a column for each series.

use report::model::{Chart, Printed};

/// The values of a chart in rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid<'a> {
    /// The series' labels.
    pub columns: Vec<&'a str>,
    /// Each point's label with one cell a series; `None` where a series has no such point.
    pub rows: Vec<(&'a str, Vec<Option<&'a Printed>>)>,
}

/// The chart's grid. Points of one label share a row. A series that lacks points leaves the order of the others alone: a row that only
/// it has stands where the points beside it stand.
#[must_use]
pub fn grid(chart: &Chart) -> Grid<'_> {
    let mut rows: Vec<(&str, Vec<Option<&Printed>>)> = Vec::new();
    let width = chart.series.len();
    for (column, series) in chart.series.iter().enumerate() {
        let mut before = None;
        for (i, point) in series.points.iter().enumerate() {
            let free =
                rows.iter().position(|(label, cells)| *label == point.label && cells[column].is_none());
            let row = free.unwrap_or_else(|| {
                let next = || series.points.get(i + 1..)?.iter().find_map(|p| position(&rows, &p.label));
                let row = before.map_or_else(|| next().unwrap_or(rows.len()), |before: usize| before + 1);
                rows.insert(row, (&point.label, vec![None; width]));
                row
            });
            rows[row].1[column] = Some(&point.printed);
            before = Some(row);
        }
    }
    Grid { columns: chart.series.iter().map(|s| s.label.as_str()).collect(), rows }
}

fn position(rows: &[(&str, Vec<Option<&Printed>>)], label: &str) -> Option<usize> {
    rows.iter().position(|(other, _)| *other == label)
}

#[cfg(test)]
mod tests {
    use report::model::{ChartKind, Point, Series};

    use super::*;

    fn series(label: &str, points: &[(&str, &str)]) -> Series {
        let point = |(label, text): &(&str, &str)| Point {
            label: (*label).to_owned(),
            printed: Printed {
                text: (*text).to_owned(),
                key: "a/b".into(),
                marks: Vec::new(),
                footnote: None,
            },
        };
        Series { label: label.to_owned(), opposite: false, points: points.iter().map(point).collect() }
    }

    #[test]
    fn series_that_lack_a_point_leave_its_cell_empty_and_the_order_alone() {
        let chart = Chart {
            id: "1-chart-1".into(),
            caption: String::new(),
            kind: ChartKind::Line,
            unit: String::new(),
            series: vec![
                series("a", &[("2023", "1"), ("2024", "2")]),
                series("b", &[("2024", "3"), ("2025", "4")]),
                series("c", &[("2022", "5"), ("2023", "6")]),
            ],
            notes: Vec::new(),
        };
        let grid = grid(&chart);
        let texts: Vec<(&str, Vec<&str>)> = grid
            .rows
            .iter()
            .map(|(label, cells)| (*label, cells.iter().map(|c| c.map_or("", |p| p.text.as_str())).collect()))
            .collect();
        let expected = [
            ("2022", vec!["", "", "5"]),
            ("2023", vec!["1", "", "6"]),
            ("2024", vec!["2", "3", ""]),
            ("2025", vec!["", "4", ""]),
        ];
        assert_eq!(texts, expected);
    }
}
