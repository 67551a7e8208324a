//! A right number under a wrong noun: the words that must, and must not, stand near what a measure prints.
//!
//! A measure lists them (`must_say`, `must_not_say`). The noun of a number may stand in its sentence, in the one before, in the sentence
//! that leads into a list, in the heading, or with an earlier figure of the same measure, whose noun it goes on with; only where all
//! of these lack it is it missing. A word that must not be said counts in the number's own clause alone, and only where no figure of another
//! measure could own it.

mod labels;
mod said;

use std::collections::BTreeSet;
use std::ops::Range;

use figures::{FigureKey, Measure};
use report::content::Content;
use report::model::Report;

use super::passages::{NUMBER, Number, Passage, clauses, excerpt, holding, sentences};
use crate::finding::{Finding, Rule};
pub(super) use said::{folded, said, whole};

/// A finding for each figure whose noun is missing or another's, in narratives and in the texts of tables, charts and headlines.
pub(crate) fn find(content: &Content, passages: &[Passage<'_>], reports: &[&Report]) -> Vec<Finding> {
    let words = Words { content, reports };
    let mut findings: Vec<Finding> = passages.iter().flat_map(|passage| words.of_passage(passage)).collect();
    findings.extend(labels::find(&words));
    findings
}

struct Words<'a> {
    content: &'a Content,
    reports: &'a [&'a Report],
}

/// A passage cut up and folded.
struct Cut<'p> {
    passage: &'p Passage<'p>,
    text: String,
    sentences: Vec<Range<usize>>,
}

impl Cut<'_> {
    fn part(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The sentence of a number, and the one before it.
    fn around(&self, number: &Number) -> (Range<usize>, Range<usize>) {
        let place = self.sentences.iter().position(|sentence| sentence.contains(&number.at)).unwrap_or(0);
        let of =
            |place: Option<usize>| place.and_then(|p| self.sentences.get(p)).cloned().unwrap_or_default();
        (of(Some(place)), of(place.checked_sub(1)))
    }

    /// The clause of a number.
    fn clause(&self, number: &Number) -> Range<usize> {
        let (sentence, _) = self.around(number);
        let within = clauses(self.part(&sentence));
        let clause = holding(&within, number.at.saturating_sub(sentence.start));
        sentence.start.saturating_add(clause.start)..sentence.start.saturating_add(clause.end)
    }

    /// What stands between a number and the next one, or the end of its clause.
    fn after(&self, number: &Number) -> &str {
        let clause = self.clause(number);
        let start = number.at.saturating_add(NUMBER.len_utf8());
        let rest = self.text.get(start..clause.end).unwrap_or_default();
        rest.split(NUMBER).next().unwrap_or_default()
    }
}

impl<'a> Words<'a> {
    fn measure(&self, key: &FigureKey) -> Option<&'a Measure> {
        self.content.catalogue.get(&key.service, &key.measure)
    }

    fn must(&self, key: &FigureKey, language: &str) -> &'a [String] {
        self.measure(key).and_then(|measure| measure.must_say.get(language)).map_or(&[], Vec::as_slice)
    }

    fn of_passage(&self, passage: &Passage<'_>) -> Vec<Finding> {
        if passage.numbers.is_empty() {
            return Vec::new();
        }
        let mut cut = Cut { passage, text: folded(&passage.text), sentences: Vec::new() };
        if cut.text.len() != passage.text.len() {
            // A letter that folds to more bytes would move every place.
            cut.text.clone_from(&passage.text);
        }
        cut.sentences = sentences(&passage.text);
        let mut named: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut findings = Vec::new();
        for number in &passage.numbers {
            let own = (number.key.service.as_str(), number.key.measure.as_str());
            let said = self.says(&cut, number);
            if said == Said::Here {
                named.insert(own);
            }
            if said == Said::Nowhere && !named.contains(&own) {
                findings.push(self.unsaid(&cut, number));
            }
            findings.extend(self.barred(&cut, number));
        }
        findings.extend(self.crossed(&cut));
        findings
    }

    /// Where the noun of a number stands.
    fn says(&self, cut: &Cut<'_>, number: &Number) -> Said {
        let language = cut.passage.language;
        let must = self.must(&number.key, language);
        let (sentence, before) = cut.around(number);
        let here = must.is_empty()
            || said(cut.part(&sentence), must).is_some()
            || said(&self.unit(&number.key, language), must).is_some();
        if here {
            return Said::Here;
        }
        let near = [&folded(&cut.passage.lead), &folded(&cut.passage.heading.text)];
        let near = said(cut.part(&before), must).or(near.into_iter().find_map(|text| said(text, must)));
        if near.is_some() { Said::Near } else { Said::Nowhere }
    }

    /// The words of the unit, which stand at the number itself.
    fn unit(&self, key: &FigureKey, language: &str) -> String {
        let unit = self.measure(key).and_then(|measure| measure.unit.as_ref());
        let code = unit.and_then(|unit| self.content.codes.get("unit", unit.code()));
        let words = code.and_then(|code| code.words.get(language)).map(|words| words.join(" "));
        let label = code.and_then(|code| code.label.get(language));
        folded(&[words.unwrap_or_default().as_str(), label.map_or("", String::as_str)].join(" "))
    }

    fn unsaid(&self, cut: &Cut<'_>, number: &Number) -> Finding {
        let must = self.must(&number.key, cut.passage.language);
        self.told(cut, number, Rule::Wording, must.join(", "))
    }

    /// A word that must not be said, in the clause of the number.
    fn barred(&self, cut: &Cut<'_>, number: &Number) -> Option<Finding> {
        let language = cut.passage.language;
        let measure = self.measure(&number.key)?;
        let barred = measure.must_not_say.get(language)?;
        let clause = cut.clause(number);
        let others = cut.passage.numbers.iter().filter(|other| clause.contains(&other.at));
        if others.into_iter().any(|other| other.key.measure != number.key.measure) {
            return None;
        }
        said(cut.part(&clause), barred)?;
        // A word that is part of one that must be said is that one: “not online” says “online”.
        let mut text = cut.part(&clause).to_owned();
        for word in self.must(&number.key, language) {
            text = text.replace(&folded(word), " ");
        }
        let (_, word) = said(&text, barred)?;
        Some(self.told(cut, number, Rule::WrongNoun, word.to_owned()))
    }

    /// Neighbours of one sentence whose nouns changed places: each is followed by the other's, and by its own not before.
    fn crossed(&self, cut: &Cut<'_>) -> Vec<Finding> {
        let language = cut.passage.language;
        let numbers = &cut.passage.numbers;
        let pairs = numbers.iter().zip(numbers.iter().skip(1));
        let crossed = pairs.filter_map(|(a, b)| {
            let same = cut.around(a).0 == cut.around(b).0;
            let (of_a, of_b) = (self.must(&a.key, language), self.must(&b.key, language));
            // What stands nearer behind a number is its noun.
            let at = |number: &Number, words: &[String]| {
                said(cut.after(number), words).map(|(range, _)| range.start)
            };
            let taken = |number: &Number, own: &[String], other: &'a [String]| {
                let (found, word) = said(cut.after(number), other)?;
                at(number, own).is_none_or(|own| found.start < own).then_some(word)
            };
            let (first, _) = (taken(a, of_a, of_b)?, taken(b, of_b, of_a)?);
            (same && a.key.measure != b.key.measure)
                .then(|| self.told(cut, a, Rule::WrongNoun, first.to_owned()))
        });
        crossed.collect()
    }

    fn told(&self, cut: &Cut<'_>, number: &Number, rule: Rule, words: String) -> Finding {
        let key = number.key.to_string();
        let (sentence, _) = cut.around(number);
        let excerpt = excerpt(cut.passage, &sentence, self.reports);
        let parts = [("key", key.clone()), ("words", words), ("excerpt", excerpt)];
        let mut finding = Finding::new(rule, &[cut.passage.language, cut.passage.file, &key], &parts);
        finding.figures.push(key);
        finding.places.push(number.place.clone());
        finding
    }
}

/// Where a number's noun stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// In its sentence, or none is asked for.
    Here,
    /// Where it may go on from.
    Near,
    /// In none of them.
    Nowhere,
}

#[cfg(test)]
mod tests;
