//! `measures.csv`: what can be asked, as [`figures::Measure`]s.

use figures::{Aggregation, Column, ColumnType, FigureKey, Measure, MeasureKind, Unit};

use crate::codes::words;
use crate::context::Context;
use crate::mistake::{Mistake, Mistakes, Problem, quote};
use crate::register::{self, Field, FieldType, Record, Register};

/// What `measures.csv` looks like.
#[must_use]
pub fn register() -> Register {
    let kinds = MeasureKind::NAMES.iter().map(|(_, n)| (*n).to_owned()).collect();
    let fields = vec![
        Field::required("service", FieldType::Id),
        Field::required("name", FieldType::Id),
        Field::required("kind", FieldType::Choice(kinds)),
        Field::optional("unit", FieldType::Unit),
        Field::required("aggregation", FieldType::Choice(vec!["sum".to_owned(), "none".to_owned()])),
        Field::optional("dimensions", FieldType::Text),
        Field::optional("total_area", FieldType::Area),
        Field::optional("period_from", FieldType::Id),
        Field::optional("decimals", FieldType::Integer),
        Field::optional("columns", FieldType::Text),
        Field::required("department", FieldType::Code("department".to_owned())),
        Field::required("label", FieldType::Localized),
        Field::required("definition", FieldType::Localized),
        Field::optional("must_say", FieldType::Localized),
        Field::optional("must_not_say", FieldType::Localized),
    ];
    Register::new("measures.csv", &["service", "name"], fields)
}

/// Reads `measures.csv`; a measure with a mistake that leaves it without meaning is left out.
#[must_use]
pub fn read(file: &str, bytes: &[u8], context: &Context) -> (Vec<Measure>, Vec<Mistake>) {
    let (records, found) = register::read(&register(), file, bytes, context);
    let mut mistakes = Mistakes::default();
    mistakes.extend(found);
    let mut measures = Vec::new();
    for record in &records {
        let mut row = Row { record, file, context, mistakes: &mut mistakes };
        if let Some(measure) = row.measure() {
            row.check(&measure);
            measures.push(measure);
        }
    }
    (measures, mistakes.into_vec())
}

struct Row<'a> {
    record: &'a Record,
    file: &'a str,
    context: &'a Context,
    mistakes: &'a mut Mistakes,
}

impl Row<'_> {
    fn push(&mut self, field: &str, problem: impl Into<String>, remedy: impl Into<String>) {
        let place = self.record.place(self.file, field);
        self.mistakes.push(Mistake::new(place, problem, remedy).of(field));
    }

    fn measure(&mut self) -> Option<Measure> {
        let record = self.record;
        let aggregation = match record.text("aggregation")? {
            "sum" => Aggregation::Sum,
            _ => Aggregation::None,
        };
        Some(Measure {
            service: record.text("service")?.to_owned(),
            name: record.text("name")?.to_owned(),
            kind: MeasureKind::from_name(record.text("kind")?)?,
            unit: record.text("unit").and_then(|u| Unit::new(u).ok()),
            aggregation,
            dimensions: parts(record, "dimensions"),
            total_area: record.text("total_area").map(str::to_owned),
            period_from: record.text("period_from").map(str::to_owned),
            decimals: self.decimals(),
            columns: self.columns(),
            department: record.text("department").unwrap_or_default().to_owned(),
            label: record.localized("label").cloned().unwrap_or_default(),
            definition: record.localized("definition").cloned().unwrap_or_default(),
            must_say: words(record, "must_say"),
            must_not_say: words(record, "must_not_say"),
        })
    }

    fn decimals(&mut self) -> Option<i32> {
        let decimals = self.record.integer("decimals")?;
        let known = i32::try_from(decimals).ok().filter(|d| (-18..=18).contains(d));
        if known.is_none() {
            self.push(
                "decimals",
                format!("{decimals} decimals cannot be shown"),
                "write a number from -18 to 18",
            );
        }
        known
    }

    fn columns(&mut self) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for part in parts(self.record, "columns") {
            match column(&part) {
                Ok(column) if columns.iter().any(|c| c.name == column.name) => {
                    self.push("columns", format!("the column `{}` stands twice", column.name), "remove one");
                }
                Ok(column) => columns.push(column),
                Err(problem) => self.push("columns", problem.problem, problem.remedy),
            }
        }
        columns
    }

    fn check(&mut self, measure: &Measure) {
        if let Err(error) = measure.path().parse::<FigureKey>() {
            self.push(
                "name",
                error.to_string(),
                "name measures by lower-case letters, digits and hyphens: net-change",
            );
        }
        self.check_dimensions(measure);
        self.check_listing(measure);
        if measure.total_area.is_some() && !measure.has_dimension("area") {
            self.push("total_area", "the measure has no dimension `area`", "leave total_area empty");
        }
    }

    fn check_dimensions(&mut self, measure: &Measure) {
        if !measure.dimensions.is_sorted_by(|a, b| a < b) {
            let mut sorted = measure.dimensions.clone();
            sorted.sort_unstable();
            sorted.dedup();
            self.push(
                "dimensions",
                "the dimensions are not sorted, or one stands twice",
                format!("write `{}`", sorted.join(" ")),
            );
        }
        for name in &measure.dimensions {
            if let Err(problem) = self.context.check_code("dimension", name) {
                self.push("dimensions", problem.problem, problem.remedy);
            }
        }
        match &measure.period_from {
            Some(from) if !measure.has_dimension(from) => {
                self.push(
                    "period_from",
                    format!("the measure has no dimension `{from}`"),
                    "name one of its dimensions",
                );
            }
            None if !measure.has_dimension("period") => {
                let remedy = "add `period`, or name in period_from the dimension that fixes it";
                self.push("dimensions", "nothing fixes the period", remedy);
            }
            Some(_) | None => {}
        }
    }

    fn check_listing(&mut self, measure: &Measure) {
        if measure.kind == MeasureKind::Listing {
            if measure.columns.is_empty() {
                self.push(
                    "columns",
                    "the listing has no columns",
                    "write them as name:type, separated by blanks",
                );
            }
            if let Some(unit) = &measure.unit {
                self.push(
                    "unit",
                    format!("a listing has no unit, not {}", quote(unit.code())),
                    "leave it empty",
                );
            }
            return;
        }
        if !measure.columns.is_empty() {
            self.push("columns", "only a listing has columns", "leave them out, or make the kind `listing`");
        }
        if measure.unit.is_none() && self.record.text("unit").is_none() {
            self.push("unit", "`unit` is empty", "write a code of the list `unit`");
        }
    }
}

fn parts(record: &Record, field: &str) -> Vec<String> {
    record.text(field).map(|t| t.split_whitespace().map(str::to_owned).collect()).unwrap_or_default()
}

fn column(text: &str) -> Result<Column, Problem> {
    let names = ColumnType::NAMES.map(|(_, n)| n).join(", ");
    let Some((name, kind)) = text.split_once(':') else {
        return Err(Problem::new(
            format!("the column {} has no type", quote(text)),
            format!("write name:type with one of {names}"),
        ));
    };
    let Some(kind) = ColumnType::from_name(kind) else {
        return Err(Problem::new(
            format!("{} is no type of a column", quote(kind)),
            format!("use one of {names}"),
        ));
    };
    Ok(Column { name: name.to_owned(), kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,label_en,definition_en";

    #[track_caller]
    fn check(row: &str, expected: &[&str]) {
        let text = format!("{HEAD}\n{row},BDT,Label,Definition.\n");
        let (_, mistakes) = read("m", text.as_bytes(), &Context::default());
        let problems: Vec<&str> = mistakes.iter().map(|m| m.problem.as_str()).collect();
        assert_eq!(problems, expected, "{row}");
    }

    #[test]
    fn a_measure_means_what_its_row_says() {
        let text = format!(
            "{HEAD},must_say_en\nprojects,funding,flow,CHF,sum,area period source,WORLD,,-5,,BDT,Funding,Money.,a| b\n"
        );
        let (measures, mistakes) = read("m", text.as_bytes(), &Context::default());
        assert_eq!(mistakes, []);
        let measure = &measures[0];
        assert_eq!(measure.path(), "projects/funding");
        assert_eq!(
            (measure.kind, measure.aggregation, measure.decimals),
            (MeasureKind::Flow, Aggregation::Sum, Some(-5))
        );
        assert_eq!(measure.dimensions, ["area", "period", "source"]);
        assert_eq!(measure.must_say["en"], ["a", "b"]);
    }

    #[test]
    fn rows_that_contradict_themselves_are_mistakes() {
        check("s,m,flow,person,none,area period,WORLD,,0,", &[]);
        check(
            "s,m,flow,person,none,period area,,,0,",
            &["the dimensions are not sorted, or one stands twice"],
        );
        check("s,m,flow,person,none,event,,,0,", &["nothing fixes the period"]);
        check("s,m,flow,person,none,event,,event,0,", &[]);
        check("s,m,flow,person,none,period,WORLD,,0,", &["the measure has no dimension `area`"]);
        check("s,m,flow,,none,period,,,99,", &["99 decimals cannot be shown", "`unit` is empty"]);
        check("s,m,listing,,none,period,,,,a:text b:date", &[]);
        check(
            "s,m,listing,,none,period,,,,a:txt b",
            &["`txt` is no type of a column", "the column `b` has no type", "the listing has no columns"],
        );
        check("s,m,flow,person,none,period,,,,a:text", &["only a listing has columns"]);
    }
}
