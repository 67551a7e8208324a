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

/// The chart's grid. Points of one label share a row; rows stand in the order in which their labels first appear.
#[must_use]
pub fn grid(chart: &Chart) -> Grid<'_> {
    let mut rows: Vec<(&str, Vec<Option<&Printed>>)> = Vec::new();
    let width = chart.series.len();
    for (column, series) in chart.series.iter().enumerate() {
        for point in &series.points {
            let free =
                rows.iter_mut().find(|(label, cells)| *label == point.label && cells[column].is_none());
            match free {
                Some((_, cells)) => cells[column] = Some(&point.printed),
                None => {
                    let mut cells = vec![None; width];
                    cells[column] = Some(&point.printed);
                    rows.push((&point.label, cells));
                }
            }
        }
    }
    Grid { columns: chart.series.iter().map(|s| s.label.as_str()).collect(), rows }
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
        Series { label: label.to_owned(), points: points.iter().map(point).collect() }
    }

    #[test]
    fn series_that_lack_a_point_leave_its_cell_empty() {
        let chart = Chart {
            id: "1-chart-1".into(),
            caption: String::new(),
            kind: ChartKind::Line,
            unit: String::new(),
            series: vec![
                series("a", &[("2023", "1"), ("2024", "2")]),
                series("b", &[("2024", "3"), ("2025", "4")]),
            ],
            notes: Vec::new(),
        };
        let grid = grid(&chart);
        let texts: Vec<(&str, Vec<&str>)> = grid
            .rows
            .iter()
            .map(|(label, cells)| (*label, cells.iter().map(|c| c.map_or("", |p| p.text.as_str())).collect()))
            .collect();
        assert_eq!(texts, [("2023", vec!["1", ""]), ("2024", vec!["2", "3"]), ("2025", vec!["", "4"])]);
    }
}
