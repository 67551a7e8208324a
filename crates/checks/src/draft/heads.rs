//! Units of a table's cells, which its heads give: "Funds (thousand CHF)", "Share, %".

use std::collections::BTreeMap;

use crate::draft::Table;
use crate::quantities::{self, Lexicon, Mention, UnitRead};
use crate::reading::Amount;

/// The units of columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Units(BTreeMap<usize, Unit>);

#[derive(Clone, Debug)]
struct Unit {
    /// The power of ten that a number of the column is counted in.
    power: i32,
    codes: Vec<String>,
}

/// What the heads of a table's columns say of units; where a column has several, the lowest that says one.
pub(super) fn units(text: &str, table: &Table, lexicon: &Lexicon) -> Units {
    let mut units = Units::default();
    let heads = table.rows.iter().take_while(|row| row.head);
    for cell in heads.flat_map(|row| &row.cells) {
        let head = text.get(cell.range.clone()).unwrap_or_default();
        if let Some(unit) = unit(head, lexicon) {
            let last = cell.column.saturating_add(cell.columns.min(64));
            (cell.column..last).for_each(|column| {
                units.0.insert(column, unit.clone());
            });
        }
    }
    units
}

impl Units {
    /// Gives a number of a column the column's unit and scale; one that has a unit of its own keeps it.
    pub(super) fn put(&self, column: usize, mention: &mut Mention) {
        let Some(unit) = self.0.get(&column).filter(|_| mention.unit.is_none() && mention.kind.is_quantity())
        else {
            return;
        };
        let scaled: Vec<_> = mention.readings.iter().map(|reading| reading.scaled(unit.power)).collect();
        mention.readings = scaled;
        let span = mention.span.end..mention.span.end;
        mention.unit = Some(UnitRead { span, text: String::new(), codes: unit.codes.clone(), shared: false });
    }
}

/// The unit that a head names: in brackets, behind the last comma, or as a whole.
fn unit(head: &str, lexicon: &Lexicon) -> Option<Unit> {
    let bracketed = head.rfind(['(', '（', '[']).and_then(|open| {
        let inner = head.get(open..)?.trim_start_matches(['(', '（', '[']);
        Some(inner.trim_end_matches([')', '）', ']']))
    });
    let behind = head.rsplit_once([',', '，', '،']).map(|(_, unit)| unit);
    bracketed.into_iter().chain(behind).chain([head]).find_map(|words| read(words.trim(), lexicon))
}

/// A unit as the text would write it behind or before a number: the head is read with the number one put there.
fn read(words: &str, lexicon: &Lexicon) -> Option<Unit> {
    let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
    let written = [format!("1 {words}"), format!("1{words}"), format!("{first} 1 {rest}")];
    written.iter().find_map(|text| {
        let mentions = quantities::read(text, lexicon);
        let [mention] = mentions.as_slice() else { return None };
        // The unit must be all that the words say.
        let whole = mention.span.start == 0 && mention.span.end == text.trim_end().len();
        let Amount::Exact(one) = mention.reading()?.amount else { return None };
        let power = (0..=15).find(|n| figures::value::power_of_ten(*n) == Some(one))?;
        (whole && !mention.codes().is_empty()).then(|| Unit { power, codes: mention.codes().to_vec() })
    })
}

#[cfg(test)]
mod tests {
    use interchange::CodeLists;

    use super::*;

    #[track_caller]
    fn check(head: &str, language: &str, expected: Option<(i32, &str)>) {
        let lexicon = Lexicon::new(language, &CodeLists::default()).expect("a language");
        let found = unit(head, &lexicon);
        let found =
            found.as_ref().map(|u| (u.power, u.codes.first().map(String::as_str).unwrap_or_default()));
        assert_eq!(found, expected, "{head}");
    }

    #[test]
    fn heads_give_units_and_scales() {
        check("Funds (thousand CHF)", "en", Some((3, "CHF")));
        check("Share, %", "en", Some((0, "percent")));
        check("CHF million", "en", Some((6, "CHF")));
        check("Fonds (milliers de francs suisses)", "fr", Some((3, "CHF")));
        check("资金（百万瑞郎）", "zh", Some((6, "CHF")));
        check("Millones de dólares", "es", Some((6, "USD")));
        check("Средства (тыс. долл. США)", "ru", Some((3, "USD")));
        check("Projects", "en", None);
        check("Measure", "en", None);
    }
}
