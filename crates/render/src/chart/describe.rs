//! What a plot shows, in words: for who cannot see it.

use super::plot::{Kind, Plot, Trace};
use crate::texts::{Arg, Texts};
use crate::words;

/// Kind, unit and, of each trace, first, last, highest and lowest value.
pub(super) fn description(texts: &Texts, plot: &Plot) -> String {
    let kind = match plot.kind {
        Kind::Bars => "chart-kind-bars",
        Kind::Lines => "chart-kind-lines",
        Kind::Dots => "chart-kind-dots",
    };
    let unit = texts.say_with("chart-unit", &[("unit", Arg::Text(&plot.unit))]);
    let opening = [texts.say(kind), if plot.unit.is_empty() { String::new() } else { unit }];
    let traces = plot.traces.iter().map(|trace| of_trace(texts, plot, trace));
    words::join(texts, "separator-sentences", opening.into_iter().chain(traces))
}

fn of_trace(texts: &Texts, plot: &Plot, trace: &Trace) -> String {
    let slots: Vec<usize> = trace.numbers().map(|(slot, _)| slot).collect();
    let highest = trace.numbers().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(slot, _)| slot);
    let lowest = trace.numbers().min_by_key(|(_, number)| *number).map(|(slot, _)| slot);
    let at = |slot: usize| {
        let label = plot.slots.get(slot).map_or("", |s| s.label.as_str());
        let value = trace.datum(slot).map_or("", |d| d.text.as_str());
        texts.say_with("chart-at", &[("value", Arg::Text(value)), ("label", Arg::Text(label))])
    };
    let say = |message: &str, slot: Option<usize>| {
        slot.map(|slot| texts.say_with(message, &[("value", Arg::Text(&at(slot)))])).unwrap_or_default()
    };
    let parts = match (plot.over_time(), slots.as_slice()) {
        (_, []) => vec![texts.say("chart-none")],
        (_, [only]) => vec![at(*only)],
        (true, [first, .., last]) => {
            let (first, last) = (at(*first), at(*last));
            let ends = [("first", Arg::Text(&first)), ("last", Arg::Text(&last))];
            vec![texts.say_with("chart-from-to", &ends), say("chart-highest", highest)]
        }
        (false, [first, last]) => vec![at(*first), at(*last)],
        (false, _) => vec![say("chart-highest", highest), say("chart-lowest", lowest)],
    };
    let missing = trace.data.iter().flatten().filter(|d| d.number.is_none()).count();
    let missing = i64::try_from(missing).unwrap_or_default();
    let lacking = texts.say_with("chart-missing", &[("count", Arg::Count(missing))]);
    let parts = parts.into_iter().chain((missing > 0).then_some(lacking));
    let said = words::join(texts, "separator-clauses", parts);
    let sentence = words::join(texts, "colon", [trace.label.clone(), said]);
    texts.say_with("chart-sentence", &[("text", Arg::Text(&capital(&sentence)))])
}

/// A text with its first letter in upper case, in scripts that have one.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
