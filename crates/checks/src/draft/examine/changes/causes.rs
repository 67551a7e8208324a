//! What likely went wrong with a change: told only where it fits exactly.

use figures::{Decimals, Rational};

use super::claim::{Claim, Form, Other};
use crate::draft::examine::slips;
use crate::draft::examine::stated::is_in;
use crate::draft::telling::Message;
use crate::quantities::{Kind, Lexicon, Mention};

/// The likeliest causes, at most one of the words and one of a power of ten.
pub(super) fn likely(
    text: &str,
    claim: &Claim,
    [from, to, by]: [&Mention; 3],
    lexicon: &Lexicon,
) -> Vec<Message> {
    let as_form = |form| claim.holds(Some(Other::Form(form)));
    let percent = is_in(by, "percent");
    let shares = is_in(to, "percent");
    let hundredth = Rational::power_of_ten(-2);
    let word = if percent && shares && as_form(Form::Difference) {
        Some(Message::new("fits-as-points"))
    } else if is_in(by, "pp") && as_form(Form::Growth) {
        Some(Message::new("fits-as-growth"))
    } else if claim.way.is_some() && claim.holds(Some(Other::Turned)) {
        Some(Message::new("fits-turned"))
    } else if percent && ratio(claim, &hundredth) {
        Some(Message::new("fits-as-share"))
    } else if is_cut_off(claim, by) {
        Some(Message::new("digits-cut"))
    } else if by.kind == Kind::Multiple && claim.forms.contains(&Form::Ratio) && as_form(Form::Plus) {
        Some(Message::new("fits-as-added"))
    } else if by.kind == Kind::Multiple && as_form(Form::Ratio) {
        Some(Message::new("fits-as-multiple"))
    } else {
        None
    };
    match word {
        Some(word) => vec![word],
        None => slipped(text, claim, [from, to, by], lexicon).into_iter().collect(),
    }
}

/// A power of ten that slipped in one of the three.
pub(super) fn slipped(
    text: &str,
    claim: &Claim,
    [from, to, by]: [&Mention; 3],
    lexicon: &Lexicon,
) -> Option<Message> {
    let of_end = |end: &Mention, other: fn(Rational) -> Other| {
        slips::told(text, end, lexicon, |power| claim.holds(Some(other(power.clone()))))
    };
    of_end(to, Other::To).or_else(|| of_end(from, Other::From)).or_else(|| of_end(by, Other::Said))
}

/// Whether what is said is what the ends give with its further digits cut off.
fn is_cut_off(claim: &Claim, by: &Mention) -> bool {
    let Some(Decimals::Exp(places)) = by.reading().map(|reading| reading.decimals) else { return false };
    let made = claim.made().and_then(|made| made.nominal);
    let said = claim.said.first().and_then(|said| said.nominal.clone());
    let (Some(made), Some(said)) = (made, said) else { return false };
    let step = Rational::power_of_ten(places.saturating_neg());
    made.abs().over(&step).is_some_and(|steps| steps.floor().times(&step) == said)
}

/// Whether what is said, times a factor, is the value after as a multiple of the value before.
fn ratio(claim: &Claim, factor: &Rational) -> bool {
    claim.saying(factor).holds(Some(Other::Form(Form::Ratio)))
}
