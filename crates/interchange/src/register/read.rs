//! Reading a register: header, rows, cells, duplicates; every mistake with its place.

use std::collections::HashMap;

use figures::Labels;

use super::cell;
use super::header::{self, Column};
use super::record::{Datum, Names, Record};
use super::table::{MAX_CELL_BYTES, MAX_ROW_BYTES, Row, Table, read_text};
use super::{Field, FieldType, Register};
use crate::context::Context;
use crate::mistake::{Mistake, Mistakes, Place, quote};

/// Reads a file of a register: its records, in order, and all mistakes.
///
/// `file` is the name that places bear. A cell with a mistake is absent in its record; a row with too few or too many cells
/// gives no record. Empty bytes are a mistake: a file has a header line at least.
#[must_use]
pub fn read(register: &Register, file: &str, bytes: &[u8], context: &Context) -> (Vec<Record>, Vec<Mistake>) {
    let mut mistakes = Mistakes::default();
    let records = read_among(register, file, bytes, context, &mut mistakes);
    (records, mistakes.into_vec())
}

/// The records of a file, with what is wrong in it among other mistakes of the same file.
pub(crate) fn read_among(
    register: &Register,
    file: &str,
    bytes: &[u8],
    context: &Context,
    mistakes: &mut Mistakes,
) -> Vec<Record> {
    let mut records = Vec::new();
    if let Some(text) = read_text(file, bytes, mistakes) {
        let mut known = Known::default();
        let mut reader = Reader { register, file, context, mistakes, known: &mut known };
        reader.rows(text, (1, 1), &mut |record, _| records.push(record));
        reader.check_header();
    }
    records
}

/// The columns of a file, and the names of the register's fields.
type Header = (Vec<Option<Column>>, Names);

/// What the rows that were read make known of those that follow.
#[derive(Debug, Default)]
pub(super) struct Known {
    header: Option<Header>,
    keys: HashMap<Vec<String>, u32>,
}

pub(super) struct Reader<'a> {
    pub(super) register: &'a Register,
    pub(super) file: &'a str,
    pub(super) context: &'a Context,
    pub(super) mistakes: &'a mut Mistakes,
    pub(super) known: &'a mut Known,
}

impl Reader<'_> {
    /// The records of a text that begins in this line and column, one after another; the first row of a file is its header.
    pub(super) fn rows(
        &mut self,
        text: &str,
        start: (u32, u32),
        each: &mut dyn FnMut(Record, &mut Mistakes),
    ) {
        let mut table = Table::new(text, start);
        let (columns, names) = match self.known.header.take() {
            Some(known) => known,
            None => {
                let Some(header) = table.next() else { return };
                let columns = header::columns(self.register, self.file, &header, self.mistakes);
                (columns, Names::of(self.register))
            }
        };
        for row in table.by_ref() {
            if self.row_is_sound(&row, columns.len()) {
                let record = self.record(&row, &columns, &names);
                self.check_key(&record);
                for relation in &self.register.relations {
                    relation.check(&record, self.file, self.mistakes);
                }
                each(record, self.mistakes);
            }
        }
        if let Some(spot) = table.unclosed() {
            self.push(
                spot,
                None,
                "the quote that opens here is never closed",
                "add a quote at the end of the cell",
            );
        }
        self.known.header = Some((columns, names));
    }

    /// Whether there was a header at all.
    pub(super) fn check_header(&mut self) {
        if self.known.header.is_none() {
            let remedy = "write at least its header line";
            self.mistakes.push(Mistake::new(Place::start(self.file), "the file is empty", remedy));
        }
    }

    fn push(
        &mut self,
        spot: (u32, u32),
        field: Option<&str>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let mut mistake = Mistake::new(Place::new(self.file, spot.0, spot.1), problem, remedy);
        mistake.field = field.map(str::to_owned);
        self.mistakes.push(mistake);
    }

    fn row_is_sound(&mut self, row: &Row, columns: usize) -> bool {
        if row.bytes > MAX_ROW_BYTES {
            let problem = format!("the row has {} bytes, more than {MAX_ROW_BYTES}", row.bytes);
            self.push(row.spot(0), None, problem, "shorten it, or close a quote that was left open");
            return false;
        }
        if row.cells.len() != columns {
            let problem = format!("the row has {} cells, the header {columns}", row.cells.len());
            self.push(
                row.spot(columns),
                None,
                problem,
                "add or remove commas, or quote a cell that holds one",
            );
            return false;
        }
        true
    }

    fn record(&mut self, row: &Row, columns: &[Option<Column>], names: &Names) -> Record {
        let fields = &self.register.fields;
        let mut values: Vec<Datum> = fields.iter().map(|f| Datum::absent(&f.kind)).collect();
        let mut spots = vec![(0, 0); fields.len()];
        let mut given = vec![false; fields.len()];
        for (index, column) in columns.iter().enumerate() {
            let (Some(column), Some(text)) = (column, row.cells.get(index)) else { continue };
            let Some(field) = fields.get(column.field) else { continue };
            let spot = row.spot(index);
            if let Some(first) = spots.get_mut(column.field).filter(|s| s.0 == 0) {
                *first = spot;
            }
            let Some(text) = self.text(text, spot, column) else { continue };
            if let Some(given) = given.get_mut(column.field) {
                *given = true;
            }
            let datum = self.datum(field, text, spot, column);
            if let (Some(slot), Some(datum)) = (values.get_mut(column.field), datum) {
                join(slot, datum);
            }
        }
        self.check_required(&values, &spots, &given);
        let unread = (0..fields.len())
            .filter(|i| given.get(*i) == Some(&true) && values.get(*i) == Some(&Datum::Null))
            .collect();
        Record::read(row.spot(0).0, values, names, spots).with_unread(unread)
    }

    /// The text of a cell, or `None` where it is empty or unfit.
    fn text<'t>(&mut self, text: &'t str, spot: (u32, u32), column: &Column) -> Option<&'t str> {
        if text.len() > MAX_CELL_BYTES {
            let problem = format!("the cell has {} bytes, more than {MAX_CELL_BYTES}", text.len());
            self.push(spot, Some(&column.name), problem, "shorten it, or close a quote that was left open");
            return None;
        }
        if let Some(bad) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            let problem = format!("the cell holds the control character U+{:04X}", u32::from(bad));
            self.push(spot, Some(&column.name), problem, "remove it");
            return None;
        }
        if text.trim() != text {
            let problem = format!("{} begins or ends with a blank", quote(text));
            self.push(spot, Some(&column.name), problem, "remove the blank");
        }
        let text = text.trim();
        (!text.is_empty()).then_some(text)
    }

    fn datum(&mut self, field: &Field, text: &str, spot: (u32, u32), column: &Column) -> Option<Datum> {
        if let Some(language) = &column.language {
            let text = cell::unguard(text).to_owned();
            return Some(Datum::Localized(Labels::from([(language.clone(), text)])));
        }
        match cell::parse(&field.kind, text, self.context) {
            Ok(datum) => Some(datum),
            Err(problem) => {
                self.push(spot, Some(&column.name), problem.problem, problem.remedy);
                None
            }
        }
    }

    fn check_required(&mut self, values: &[Datum], spots: &[(u32, u32)], given: &[bool]) {
        let language = self.context.languages.first();
        for (index, field) in self.register.fields.iter().enumerate().filter(|(_, f)| f.required) {
            let Some(spot) = spots.get(index).copied().filter(|s| s.0 > 0) else { continue };
            match (values.get(index), language) {
                (Some(Datum::Localized(labels)), Some(language)) if !labels.contains_key(language) => {
                    let name = format!("{}_{language}", field.name);
                    self.push(
                        spot,
                        Some(&name),
                        format!("`{name}` is empty"),
                        "write the text in the bundle's first language",
                    );
                }
                _ if given.get(index) == Some(&false) && field.kind != FieldType::YesNo => {
                    let problem = format!("`{}` is empty", field.name);
                    self.push(spot, Some(&field.name), problem, "every row must have it");
                }
                _ => {}
            }
        }
    }

    fn check_key(&mut self, record: &Record) {
        if self.register.key.is_empty() {
            return;
        }
        let key = self.register.key.iter().map(|k| cell::print(record.get(k)).into_owned());
        let key: Vec<String> = key.collect();
        if key.iter().all(String::is_empty) {
            return;
        }
        if let Some(line) = self.known.keys.get(&key) {
            let problem = format!("{} stands in line {line} already", quote(&key.join(", ")));
            let name = self.register.key.first().map_or("", String::as_str);
            let place = record.place(self.file, name);
            let remedy =
                format!("give each row of {} its own {}", self.register.file, self.register.key.join(", "));
            self.push((place.line, place.column), Some(name), problem, remedy);
        } else {
            self.known.keys.insert(key, record.line);
        }
    }
}

fn join(slot: &mut Datum, datum: Datum) {
    match (&mut *slot, datum) {
        (Datum::Localized(labels), Datum::Localized(more)) => labels.extend(more),
        (_, datum) => *slot = datum,
    }
}
