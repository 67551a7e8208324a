//! A table as numbers under heads and behind labels: what each cell says, and which rows and columns are called totals.

use std::ops::Range;

use figures::{Decimals, Interval, Period, Rational, Value};

use crate::draft::{Block, Draft, Kind, Table};
use crate::quantities::{self, Joint, Lexicon, Says, Words};
use crate::reading::Amount;

/// The most rows and columns of a table that is looked at.
const MOST_ROWS: usize = 400;
const MOST_COLUMNS: usize = 40;
/// The most words of a name of a total.
const MOST_WORDS: usize = 6;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::draft::examine) enum Content {
    /// Nothing: it is empty, or has a dash.
    Nothing,
    /// A number, in each of its readings.
    Number(Vec<Number>),
    /// Something else, or a number with more than its unit.
    Other,
}

/// A number of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::draft::examine) struct Number {
    /// As printed; nothing for a limit.
    pub(in crate::draft::examine) nominal: Option<Rational>,
    /// What it may stand for.
    pub(in crate::draft::examine) interval: Interval,
}

/// A cell with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::draft::examine) struct Cell {
    pub(in crate::draft::examine) content: Content,
    pub(in crate::draft::examine) span: Range<usize>,
}

/// What a label or head is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::draft::examine) struct Name {
    /// It names a total.
    pub(in crate::draft::examine) total: bool,
    /// It names a part of other rows or columns.
    pub(in crate::draft::examine) subtotal: bool,
    /// It names shares of a whole.
    pub(in crate::draft::examine) share: bool,
    /// It names what is measured or scaled, so that whole numbers are rounded.
    pub(in crate::draft::examine) measured: bool,
    /// It says that numbers are in per cent.
    pub(in crate::draft::examine) percent: bool,
}

/// A table as numbers.
#[derive(Clone, Debug)]
pub(in crate::draft::examine) struct Grid {
    /// Rows below the heads; each as wide as the table.
    pub(in crate::draft::examine) rows: Vec<Vec<Cell>>,
    /// The name of each row.
    pub(in crate::draft::examine) labels: Vec<Name>,
    /// The name of each column.
    pub(in crate::draft::examine) heads: Vec<Name>,
    /// The period that each column names.
    pub(in crate::draft::examine) periods: Vec<Option<Period>>,
}

impl Grid {
    /// The numbers of a table; nothing where it is too large or has no heads.
    pub(in crate::draft::examine) fn of(draft: &Draft, block: &Block, lexicon: &Lexicon) -> Option<Self> {
        let Kind::Table(table) = &block.kind else { return None };
        let ends = table.rows.iter().flat_map(|r| &r.cells).map(|c| c.column.saturating_add(c.columns));
        let width = ends.max().filter(|width| (2..=MOST_COLUMNS).contains(width))?;
        if table.rows.len() < 3 || table.rows.len() > MOST_ROWS {
            return None;
        }
        let reader = Reader { text: &block.text, lexicon };
        let all: Vec<Vec<Cell>> = (0..table.rows.len()).map(|row| reader.row(table, row, width)).collect();
        let numeric = |row: &[Cell]| row.iter().skip(1).any(|c| matches!(c.content, Content::Number(_)));
        let is_head = |(row, cells): &(usize, &Vec<Cell>)| {
            table.rows.get(*row).is_some_and(|r| r.head) || !numeric(cells) || reader.are_years(cells)
        };
        let first = all.iter().enumerate().take_while(is_head).count();
        if first == 0 || first >= all.len() {
            return None;
        }
        let caption = table.caption.and_then(|at| draft.blocks.get(at)).map_or("", |b| b.text.as_str());
        let about = reader.name(caption);
        let written = |column: usize| {
            let texts = all.iter().take(first).filter_map(|row| row.get(column));
            texts.map(|cell| reader.written(&cell.span)).collect::<Vec<_>>().join(" ")
        };
        let texts: Vec<String> = (0..width).map(written).collect();
        let heads = texts.iter().map(|head| {
            let name = reader.name(head);
            Name { measured: name.measured || about.measured, ..name }
        });
        let heads = heads.collect();
        let periods = texts.iter().map(|head| reader.period(head)).collect();
        let rows: Vec<Vec<Cell>> = all.into_iter().skip(first).collect();
        let labels = rows
            .iter()
            .map(|row| row.first().map_or_else(Name::default, |c| reader.name(reader.written(&c.span))));
        Some(Self { labels: labels.collect(), heads, periods, rows })
    }

    /// The cell at a place.
    pub(in crate::draft::examine) fn at(&self, (row, column): (usize, usize)) -> Option<&Cell> {
        self.rows.get(row)?.get(column)
    }

    /// Whether a row has a number.
    pub(in crate::draft::examine) fn is_numeric(&self, row: usize) -> bool {
        let cells = self.rows.get(row).into_iter().flatten().skip(1);
        cells.into_iter().any(|cell| matches!(cell.content, Content::Number(_)))
    }
}

struct Reader<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
}

impl<'a> Reader<'a> {
    fn written(&self, span: &Range<usize>) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn row(&self, table: &Table, row: usize, width: usize) -> Vec<Cell> {
        let mut cells = vec![Cell { content: Content::Nothing, span: 0..0 }; width];
        for cell in table.rows.get(row).into_iter().flat_map(|row| &row.cells) {
            let merged = cell.columns > 1 || cell.rows > 1;
            let content = if merged { Content::Other } else { self.content(&cell.range) };
            let columns = cell.column..cell.column.saturating_add(cell.columns).min(width);
            for place in columns {
                if let Some(slot) = cells.get_mut(place) {
                    *slot = Cell { content: content.clone(), span: cell.range.clone() };
                }
            }
        }
        cells
    }

    fn content(&self, span: &Range<usize>) -> Content {
        let written = self.written(span);
        if !written.chars().any(char::is_alphanumeric) {
            // A sign for what is not known is no number.
            let dashes = written.chars().all(|c| c.is_whitespace() || "-–—−‐".contains(c));
            return if dashes { Content::Nothing } else { Content::Other };
        }
        // Read by itself, so that no word of the next row is taken for its unit.
        let mentions = quantities::read(written, self.lexicon);
        let mut number = None;
        let mut rest = String::from(written);
        for mention in &mentions {
            if mention.kind == quantities::Kind::Quantity && number.is_none() {
                number = Some(mention);
            } else if mention.kind != quantities::Kind::Footnote {
                return self.year(written);
            }
            if rest.get(mention.span.clone()).is_some() {
                rest.replace_range(mention.span.clone(), &" ".repeat(mention.span.len()));
            }
        }
        let Some(mention) = number.filter(|_| !rest.chars().any(char::is_alphanumeric)) else {
            return Content::Other;
        };
        let readings: Option<Vec<Number>> = mention.readings.iter().map(of_reading).collect();
        readings.filter(|all| !all.is_empty()).map_or(Content::Other, Content::Number)
    }

    /// Four digits may be a year or a count; among numbers they count.
    fn year(&self, written: &str) -> Content {
        let plain = written.len() == 4 && written.bytes().all(|b| b.is_ascii_digit());
        match quantities::alone(written, self.lexicon).filter(|_| plain) {
            Some(Amount::Exact(number)) => {
                let number = Rational::from(number);
                Content::Number(vec![Number {
                    interval: Interval::point(number.clone()),
                    nominal: Some(number),
                }])
            }
            Some(Amount::Fraction(..) | Amount::None) | None => Content::Other,
        }
    }

    /// Whether all numbers of a row may be years, as those of heads.
    fn are_years(&self, row: &[Cell]) -> bool {
        let year = |cell: &Cell| {
            let written = self.written(&cell.span).trim();
            written.len() == 4 && (written.starts_with("19") || written.starts_with("20"))
        };
        let numbers = row.iter().skip(1).filter(|cell| matches!(cell.content, Content::Number(_)));
        numbers.into_iter().all(year)
    }

    /// The one period that a head names.
    fn period(&self, text: &str) -> Option<Period> {
        let mentions = quantities::read(text, self.lexicon);
        let mut periods = mentions.into_iter().filter_map(|mention| mention.dated).map(|dated| dated.period);
        periods.next().filter(|_| periods.next().is_none())
    }

    fn name(&self, text: &str) -> Name {
        let reader = Words::of(text, self.lexicon);
        let words = reader.all();
        let has = |joint: Joint| words.iter().any(|word| word.joins(joint));
        let spoken: Vec<_> = words.iter().filter(|word| word.says != Says::Sign).collect();
        let at_edge = [spoken.first(), spoken.last()];
        let before_bracket =
            text.find(['(', '（']).and_then(|at| spoken.iter().rev().find(|w| w.span.end <= at));
        let edge = at_edge.into_iter().flatten().chain(before_bracket).any(|word| word.joins(Joint::Total));
        Name {
            total: edge && spoken.len() <= MOST_WORDS.saturating_mul(2),
            subtotal: has(Joint::Subtotal),
            share: has(Joint::Share),
            measured: reader.measure(),
            percent: text.contains(['%', '％', '٪']) || text.to_lowercase().contains("per cent"),
        }
    }
}

fn of_reading(reading: &quantities::Reading) -> Option<Number> {
    let Amount::Exact(number) = reading.amount else { return None };
    let places = i32::try_from(number.normalize().scale()).unwrap_or(0);
    let decimals = match reading.decimals {
        Decimals::Exp(n) if n < places => Decimals::Exp(places),
        Decimals::Exp(_) | Decimals::Inf => reading.decimals,
    };
    let value = Value::new(number, decimals, reading.bound).ok()?;
    let nominal = (reading.bound == figures::Bound::Exact).then(|| Rational::from(number));
    Some(Number { nominal, interval: Interval::of(&value) })
}
