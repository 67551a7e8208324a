//! Charts: series of points, each a figure.

use super::Assembler;
use super::ask::Got;
use super::rows::Line;
use crate::model::{Chart, Point, Series};
use crate::outline::{self, Located};
use crate::print::UnitPlace;

impl<'a> Assembler<'a> {
    pub(super) fn chart(&mut self, chart: &outline::Chart) -> Chart {
        let caption = self.plain(&chart.caption);
        let keys: Vec<&Located> = chart.series.iter().filter_map(|s| s.key.as_ref()).collect();
        let lines = self.lines(&chart.points, "point", &keys, chart.total.as_ref());
        let points: Vec<Vec<Option<Got>>> = chart.series.iter().map(|s| self.points(s, &lines)).collect();
        let units = points.iter().zip(&chart.series).flat_map(|(points, series)| {
            points.iter().flatten().map(|got| match got {
                Got::Figure(figure, _) => Some((&figure.unit, &series.form)),
                Got::Cell(..) | Got::Nothing(_) => None,
            })
        });
        let (place, unit) = self.shared_unit(units).unwrap_or((UnitPlace::Number, String::new()));
        let series = chart.series.iter().zip(points);
        let series = series.map(|(series, points)| self.series(series, points, &lines, place)).collect();
        Chart {
            id: chart.id.clone(),
            caption,
            kind: chart.kind,
            unit,
            series,
            notes: self.notes(&chart.notes),
        }
    }

    fn points(&mut self, series: &outline::Series, lines: &[Line<'_>]) -> Vec<Option<Got>> {
        let mut points = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let located = Self::point_key(series, index);
            points.push(located.map(|located| {
                let reference = located.reference.with_variable("point", &line.code);
                self.get(&reference, &located.place)
            }));
        }
        points
    }

    fn point_key(series: &outline::Series, index: usize) -> Option<&Located> {
        match &series.cells {
            Some(cells) => cells.get(index)?.as_ref(),
            None => series.key.as_ref(),
        }
    }

    fn series(
        &mut self,
        series: &outline::Series,
        points: Vec<Option<Got>>,
        lines: &[Line<'_>],
        unit: UnitPlace,
    ) -> Series {
        let label = series.label.as_ref().map_or_else(String::new, |texts| self.plain(texts));
        let mut printed = Vec::new();
        for (index, (got, line)) in points.into_iter().zip(lines).enumerate() {
            if let (Some(got), Some(located)) = (got, Self::point_key(series, index)) {
                let text = self.print(got, &series.form, unit, &located.place);
                printed.push(Point { label: line.label.clone(), printed: text });
            }
        }
        Series { label, opposite: series.opposite, points: printed }
    }
}
