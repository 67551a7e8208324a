//! The rows and cells of a bundle that may account for a number of a document.
//!
//! Only what coverage uses of a row is read here; whether the row is otherwise right is for the bundle's own check.

use figures::value::parse_decimal;
use figures::{Decimal, Decimals, FigureKey, Period};
use interchange::mistake::{Mistakes, quote};
use interchange::register::read_text;
use interchange::{Mistake, Place};

use super::Files;

/// The unit of a row's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowUnit {
    /// A unit's code.
    Code(String),
    /// A count of whatever the record is.
    Count,
}

/// A value of a bundle whose source is the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// What it is: a key, or a record and its column.
    pub name: String,
    /// The value in the base unit.
    pub value: Decimal,
    /// How exactly it is known.
    pub decimals: Decimals,
    /// The unit.
    pub unit: RowUnit,
    /// The time that it is of; nothing where the row says none.
    pub period: Option<Period>,
    /// The section of the document.
    pub section: String,
    /// The paragraph of the section.
    pub paragraph: u32,
    /// Whether the text must show it. A record's cell of 1 need not: a thing that is named once is not counted in words.
    pub required: bool,
    /// Whether it is of an aggregate record: what it stands for is stated as well, so that it accounts for no number of its own.
    pub aggregate: bool,
}

/// The column that holds a figure's key.
const KEY: &str = "key";

impl Row {
    /// Its time, where its name does not say it.
    #[must_use]
    pub fn time(&self) -> Option<&Period> {
        self.period.as_ref().filter(|period| !self.name.contains(&period.to_string()))
    }
}

/// Where the unit of a cell stands.
#[derive(Clone, Copy)]
enum UnitOf {
    Column(&'static str),
    Code(&'static str),
    Count,
}

/// The numeric cells of a file.
struct Source {
    file: &'static str,
    /// The columns that name the row.
    name: &'static [&'static str],
    cells: &'static [(&'static str, UnitOf)],
    /// The columns that may say of which time it is; the first that is filled does.
    time: &'static [&'static str],
    /// Rows are records of a register, where a cell of 1 need not be printed.
    register: bool,
}

const SOURCES: [Source; 11] = [
    Source {
        file: "stated.csv",
        name: &[KEY],
        cells: &[("value", UnitOf::Column("unit"))],
        time: &[KEY],
        register: false,
    },
    Source {
        file: "observations.csv",
        name: &["indicator", "area", "period"],
        cells: &[("value", UnitOf::Column("unit"))],
        time: &["period"],
        register: false,
    },
    Source {
        file: "projects.csv",
        name: &["id"],
        cells: &[("count", UnitOf::Count)],
        time: &["period"],
        register: true,
    },
    Source {
        file: "funding.csv",
        name: &["id"],
        cells: &[("amount", UnitOf::Column("currency"))],
        time: &["period"],
        register: true,
    },
    Source {
        file: "agreements.csv",
        name: &["id"],
        cells: &[("count", UnitOf::Count), ("value", UnitOf::Column("currency"))],
        time: &["period"],
        register: true,
    },
    Source {
        file: "pledges.csv",
        name: &["id"],
        cells: &[
            ("count", UnitOf::Count),
            ("value", UnitOf::Column("currency")),
            ("entities", UnitOf::Count),
            ("countries", UnitOf::Code("country")),
        ],
        time: &["as_at"],
        register: true,
    },
    Source {
        file: "members.csv",
        name: &["id"],
        cells: &[("count", UnitOf::Count)],
        time: &[],
        register: true,
    },
    Source {
        file: "memberships.csv",
        name: &["id"],
        cells: &[("count", UnitOf::Count)],
        time: &[],
        register: true,
    },
    Source {
        file: "events.csv",
        name: &["id"],
        cells: &[("count", UnitOf::Count), ("edition", UnitOf::Code("ordinal"))],
        time: &["starts"],
        register: true,
    },
    Source {
        file: "attendances.csv",
        name: &["id"],
        cells: &[("value", UnitOf::Column("unit"))],
        time: &[],
        register: true,
    },
    Source {
        file: "outcomes.csv",
        name: &["id"],
        cells: &[("count", UnitOf::Count)],
        time: &[],
        register: true,
    },
];

/// Every row of a bundle whose source is the document.
pub(super) fn read(files: &Files, document: &str) -> (Vec<Row>, Vec<Mistake>) {
    let mut mistakes = Mistakes::default();
    let mut rows = Vec::new();
    for source in &SOURCES {
        if let Some(bytes) = files.get(source.file) {
            rows.extend(of_file(source, bytes, document, &mut mistakes));
        }
    }
    (rows, mistakes.into_vec())
}

fn of_file(source: &Source, bytes: &[u8], document: &str, mistakes: &mut Mistakes) -> Vec<Row> {
    let Some(text) = read_text(source.file, bytes, mistakes) else { return Vec::new() };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(str::to_owned).collect(),
        Err(error) => {
            let problem = format!("the header does not read: {error}");
            mistakes.push(Mistake::new(
                Place::start(source.file),
                problem,
                "write it as docs/bundle.md says",
            ));
            return Vec::new();
        }
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let line = Line { source, headers: &headers, record: record.ok() };
        for row in line.rows(document) {
            match row {
                Ok(row) => rows.push(row),
                Err(mistake) => mistakes.push(mistake),
            }
        }
    }
    rows
}

struct Line<'a> {
    source: &'a Source,
    headers: &'a [String],
    /// Nothing where the line does not read, which the bundle's own check tells.
    record: Option<csv::StringRecord>,
}

impl Line<'_> {
    fn cell(&self, column: &str) -> &str {
        let index = self.headers.iter().position(|h| h == column);
        index.zip(self.record.as_ref()).and_then(|(i, r)| r.get(i)).unwrap_or_default().trim()
    }

    fn place(&self) -> Place {
        let line = self.record.as_ref().and_then(|r| r.position()).map_or(1, csv::Position::line);
        Place::new(self.source.file, u32::try_from(line).unwrap_or(u32::MAX), 1)
    }

    fn mistake(&self, column: &str, problem: String, remedy: &str) -> Mistake {
        Mistake::new(self.place(), problem, remedy).of(column)
    }

    fn rows(&self, document: &str) -> Vec<Result<Row, Mistake>> {
        if self.cell("document") != document {
            return Vec::new();
        }
        let cells = self.source.cells.iter().filter(|(column, _)| !self.cell(column).is_empty());
        cells.map(|(column, unit)| self.row(column, *unit)).collect()
    }

    fn row(&self, column: &str, unit: UnitOf) -> Result<Row, Mistake> {
        let value = parse_decimal(self.cell(column))
            .map_err(|e| self.mistake(column, e.to_string(), "write an exact decimal"))?;
        let decimals = match self.cell("decimals") {
            "" => Decimals::Inf,
            text => text.parse().map_err(|e: figures::ValueError| {
                self.mistake("decimals", e.to_string(), "write INF or a whole number")
            })?,
        };
        let unit = match unit {
            UnitOf::Column(name) => RowUnit::Code(self.cell(name).to_owned()),
            UnitOf::Code(code) => RowUnit::Code(code.to_owned()),
            UnitOf::Count => RowUnit::Count,
        };
        let required = !(self.source.register && value == Decimal::ONE);
        Ok(Row {
            place: self.place(),
            name: self.name(column),
            value,
            decimals,
            unit,
            period: self.period(),
            section: self.cell("section").to_owned(),
            paragraph: self.paragraph()?,
            required,
            aggregate: self.cell("aggregate") == "yes",
        })
    }

    /// What a key says of its period, or the column of it. What does not read is for the bundle's own check.
    fn period(&self) -> Option<Period> {
        let column = self.source.time.iter().find(|column| !self.cell(column).is_empty())?;
        match *column {
            KEY => self.cell(KEY).parse::<FigureKey>().ok()?.code("period")?.parse().ok(),
            column => self.cell(column).parse().ok(),
        }
    }

    fn name(&self, column: &str) -> String {
        let parts: Vec<&str> = self.source.name.iter().map(|n| self.cell(n)).collect();
        let name = parts.join(" ");
        if self.source.register { format!("{name}#{column}") } else { name }
    }

    fn paragraph(&self) -> Result<u32, Mistake> {
        let locator = self.cell("locator");
        let digits = locator.strip_prefix('¶').and_then(|l| l.split(' ').next());
        digits.and_then(|d| d.parse().ok()).filter(|n| *n >= 1).ok_or_else(|| {
            let problem = format!("the locator {} names no paragraph", quote(locator));
            self.mistake("locator", problem, "write ¶ and the number of the paragraph: ¶4")
        })
    }
}
