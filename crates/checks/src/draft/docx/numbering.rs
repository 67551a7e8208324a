//! Numbers that Word counts itself: of headings and of items of lists (ECMA-376-1, 17.9).

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::package::{Package, Related};
use super::xml::{self, Node};
use crate::draft::error::DraftError;
use crate::draft::limits::Limits;

/// Levels of a list.
const LEVELS: usize = 9;

/// A level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    text: String,
}

/// The lists of a document, and how far they have counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbering {
    /// Levels by the number of the definition.
    definitions: BTreeMap<String, BTreeMap<u8, Level>>,
    lists: BTreeMap<String, String>,
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
}

impl Numbering {
    /// Counts on, and answers the sign of the next item of a list at a level.
    pub(super) fn next(&mut self, list: &str, level: u8) -> Option<String> {
        let definition = self.lists.get(list)?.clone();
        let levels = self.definitions.get(&definition)?;
        let counts = self.counts.entry(definition).or_default();
        let own = levels.get(&level)?;
        let start = |at: u8| levels.get(&at).map_or(1, |l| l.start);
        for (at, count) in (0_u8..).zip(counts.iter_mut()) {
            match at.cmp(&level) {
                std::cmp::Ordering::Less => *count = count.or(Some(start(at))),
                std::cmp::Ordering::Equal => *count = Some(count.map_or(own.start, |c| c.saturating_add(1))),
                std::cmp::Ordering::Greater => *count = None,
            }
        }
        if own.format == "bullet" {
            return Some("•".to_owned());
        }
        let mut sign = own.text.clone();
        for (at, count) in (0_u8..).zip(counts.iter()) {
            let format = levels.get(&at).map_or("decimal", |l| l.format.as_str());
            let written = written(count.unwrap_or(1), format);
            sign = sign.replace(&format!("%{}", at.saturating_add(1)), &written);
        }
        Some(sign)
    }
}

/// A number in a list's form; forms that are not known are digits.
fn written(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number, 'a'),
        "upperLetter" => letters(number, 'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

/// a to z, then aa, bb, as Word counts.
fn letters(number: u32, first: char) -> String {
    let index = number.saturating_sub(1);
    let letter = char::from_u32(u32::from(first).saturating_add(index % 26)).unwrap_or(first);
    let times = usize::try_from(index / 26).unwrap_or(0).min(8);
    std::iter::repeat_n(letter, times.saturating_add(1)).collect()
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    if number > 3_999 {
        return number.to_string();
    }
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number = number.saturating_sub(value);
        }
    }
    text
}

pub(super) fn read(
    package: &mut Package<'_>,
    related: &Related,
    limits: &Limits,
) -> Result<Numbering, DraftError> {
    let mut reading = Reading::default();
    let Some(part) = related.get("numbering") else { return Ok(reading.numbering) };
    let text = package.text(part)?;
    let mut reader = xml::Events::new(part, &text, limits.depth);
    while let Some((event, _)) = reader.next()? {
        match event {
            Node::Open(tag) | Node::Alone(tag) => reading.element(&tag),
            Node::Close(_) | Node::Text | Node::Reference(_) | Node::Other => {}
        }
    }
    Ok(reading.numbering)
}

#[derive(Default)]
struct Reading {
    numbering: Numbering,
    definition: String,
    list: Option<String>,
    level: u8,
}

impl Reading {
    fn element(&mut self, tag: &BytesStart<'_>) {
        let val = || xml::value(tag, "val").unwrap_or_default();
        match xml::name(tag.name().as_ref()) {
            "abstractNum" => {
                self.definition = xml::value(tag, "abstractNumId").unwrap_or_default();
                self.list = None;
            }
            "num" => self.list = xml::value(tag, "numId"),
            "abstractNumId" => {
                if let Some(list) = &self.list {
                    self.numbering.lists.insert(list.clone(), val());
                }
            }
            "lvl" if self.list.is_none() => {
                self.level = xml::value(tag, "ilvl").and_then(|v| v.parse().ok()).unwrap_or(0);
                let level = Level { start: 1, format: "decimal".to_owned(), text: String::new() };
                self.numbering
                    .definitions
                    .entry(self.definition.clone())
                    .or_default()
                    .insert(self.level, level);
            }
            name @ ("start" | "numFmt" | "lvlText") if self.list.is_none() => {
                let levels = self.numbering.definitions.get_mut(&self.definition);
                let Some(level) = levels.and_then(|l| l.get_mut(&self.level)) else { return };
                match name {
                    "start" => level.start = val().parse().unwrap_or(1),
                    "numFmt" => level.format = val(),
                    _ => level.text = val(),
                }
            }
            _ => {}
        }
    }
}
