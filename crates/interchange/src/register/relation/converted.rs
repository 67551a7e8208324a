//! A number that was converted: all that the conversion rests on is there, and the number follows from it.

use figures::value::ValueError;
use figures::{Bound, Conversion, Decimal, Decimals, Value};

use super::given::Row;
use crate::mistake::{Mistakes, Problem, quote};
use crate::register::{Field, FieldType, Record, Register};

/// The fields of a number and of what it was converted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The number after the conversion.
    pub number: String,
    /// How exactly it is known; an empty cell means exactly.
    pub decimals: String,
    /// How the source limits it, and the original alike; empty where the register has no such field.
    pub bound: String,
    /// Its unit.
    pub unit: String,
    /// The number before the conversion.
    pub original: String,
    /// How exactly that is known; an empty cell means exactly.
    pub original_decimals: String,
    /// The unit before the conversion, another one.
    pub original_unit: String,
    /// How many units after the conversion one unit before it is worth: exact, above zero.
    pub rate: String,
    /// The day of the rate.
    pub date: String,
    /// The document that says the rate.
    pub document: String,
}

impl Converted {
    /// The fields that are given all together or not at all.
    fn parts(&self) -> [&str; 5] {
        [&self.original, &self.original_unit, &self.rate, &self.date, &self.document]
    }

    /// The optional fields of the conversion, in the order in which they are written; the units are of a list's kind.
    #[must_use]
    pub fn fields(&self, units: &FieldType) -> [Field; 6] {
        [
            Field::optional(&self.original, FieldType::Decimal),
            Field::optional(&self.original_decimals, FieldType::Decimals),
            Field::optional(&self.original_unit, units.clone()),
            Field::optional(&self.rate, FieldType::Decimal),
            Field::optional(&self.date, FieldType::Day),
            Field::optional(&self.document, FieldType::Document),
        ]
    }

    /// The conversions of a register's numbers.
    pub fn all(register: &Register) -> impl Iterator<Item = &Self> {
        register.relations.iter().filter_map(|relation| match relation {
            super::Relation::Converted(converted) => Some(converted),
            super::Relation::Measured { .. } => None,
        })
    }

    /// The conversion of a number in a register's table, where the register says that it may be converted.
    #[must_use]
    pub fn of<'a>(register: &'a Register, number: &str) -> Option<&'a Self> {
        Self::all(register).find(|converted| converted.number == number)
    }

    pub(super) fn check(&self, record: &Record, file: &str, mistakes: &mut Mistakes) {
        let mut row = Row { record, file, mistakes };
        let [original, original_unit, rate, date, document] = self.parts();
        let all = [original, &self.original_decimals, original_unit, rate, date, document];
        let Some(first) = all.into_iter().find(|field| row.has(field)) else { return };
        let mut whole = true;
        for lacks in self.parts().into_iter().filter(|field| !row.has(field)).collect::<Vec<_>>() {
            whole = false;
            let problem = format!("`{lacks}` is empty, and `{first}` says that the number was converted");
            let remedy = format!(
                "write {original}, {original_unit}, {rate}, {date} and {document}, or leave all of them empty"
            );
            row.tell(lacks, problem, remedy);
        }
        if !row.has(&self.number) {
            whole = false;
            let problem =
                format!("`{}` is empty, and `{first}` says from what it was converted", self.number);
            row.tell(
                &self.number,
                problem,
                "write the number after the conversion, or leave the conversion out",
            );
        }
        let sound = self.rate_is_sound(&mut row) & self.units_differ(&mut row);
        if whole && sound {
            self.check_number(&mut row);
        }
    }

    fn rate_is_sound(&self, row: &mut Row<'_>) -> bool {
        let Some(rate) = row.record.decimal(&self.rate).filter(|rate| *rate <= Decimal::ZERO) else {
            return true;
        };
        let remedy = format!("write how much in `{}` one in `{}` is worth", self.unit, self.original_unit);
        row.tell(&self.rate, format!("the rate {rate} is not above zero"), remedy);
        false
    }

    fn units_differ(&self, row: &mut Row<'_>) -> bool {
        let (unit, original) = (row.record.text(&self.unit), row.record.text(&self.original_unit));
        let Some(same) = original.filter(|original| Some(*original) == unit) else { return true };
        let problem = format!("{} is the unit of both numbers", quote(same));
        row.tell(
            &self.original_unit,
            problem,
            "write the unit before the conversion, or leave the conversion out",
        );
        false
    }

    /// The number against the original times the rate, each as exactly as it is known.
    fn check_number(&self, row: &mut Row<'_>) {
        let result = value(row, &self.number, &self.decimals);
        let original = value(row, &self.original, &self.original_decimals);
        let (Some(result), Some(original), Some(rate)) = (result, original, row.record.decimal(&self.rate))
        else {
            return;
        };
        let conversion = Conversion { original, rate };
        if !conversion.gives(&result) {
            let remedy =
                "correct the number, the original or the rate, or say less exactly how they are known";
            row.tell(&self.number, conversion.compared(&result), remedy);
        }
    }
}

/// The number of a field, known as its decimals say; none where a cell is told already, or is told here.
fn value(row: &mut Row<'_>, number: &str, decimals: &str) -> Option<Value> {
    let known = match row.record.decimals(decimals) {
        Some(known) => known,
        None if row.record.has_mistake(decimals) => return None,
        None => Decimals::Inf,
    };
    match Value::new(row.record.decimal(number)?, known, Bound::Exact) {
        Ok(value) => Some(value),
        Err(error) => {
            tell_excess(row, number, &error);
            None
        }
    }
}

fn tell_excess(row: &mut Row<'_>, number: &str, error: &ValueError) {
    let Problem { problem, remedy } = Problem::of_error(error);
    row.tell(number, problem, remedy);
}
