//! A part of a passage as people read it.

use std::ops::Range;

use figures::FigureKey;
use report::model::Report;

use super::{NUMBER, OTHER, Passage};

/// The longest excerpt that is shown, in characters.
const LONGEST: usize = 160;

/// A part of a passage with its figures as a report in its language prints them.
pub(in crate::rules) fn excerpt(passage: &Passage<'_>, part: &Range<usize>, reports: &[&Report]) -> String {
    let within = passage.numbers.iter().filter(|number| part.contains(&number.at));
    let mut printed = within.map(|number| value(passage.language, &number.key, reports));
    let mut text = String::new();
    for c in passage.text.get(part.clone()).unwrap_or_default().trim().chars() {
        match c {
            NUMBER => text.push_str(&printed.next().unwrap_or_default()),
            OTHER => text.push('…'),
            _ => text.push(c),
        }
    }
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn value(language: &str, key: &FigureKey, reports: &[&Report]) -> String {
    let key = key.to_string();
    let in_language = reports.iter().filter(|report| report.language == language);
    let mut values = in_language.filter_map(|report| report.words.get(&key)).map(|words| words.value.clone());
    values.find(|value| !value.is_empty()).unwrap_or_else(|| "–".to_owned())
}
