//! The marks of an axis, named in the scale in which the values are printed.
//!
//! A report prints 28 660 000 francs as `28.66` under `million CHF`. The power of ten between number and print is read off the prints; where
//! they do not all have the same one the marks have no names, and the values that are printed must do.

use figures::{Decimal, value};

use super::labels::Labels;
use super::plot::{Plot, Trace};
use super::scale::{Axis, Scale};
use super::scene::{Anchor, Scene, Words};
use super::type_width::width;

/// Names for the marks of an axis; `None` where they cannot be told.
pub(super) fn texts(plot: &Plot, axis: &Axis) -> Option<Vec<String>> {
    let power = power(plot)?;
    let decimal = plot.traces.iter().flat_map(|t| &t.data).flatten().find_map(|d| decimal_sign(&d.text));
    let factor = value::power_of_ten(-power)?;
    let scaled: Option<Vec<Decimal>> =
        axis.marks.iter().map(|m| Some(m.checked_mul(factor)?.normalize())).collect();
    let scaled = scaled?;
    // All with as many digits as the finest.
    let digits = scaled.iter().map(Decimal::scale).max()?;
    scaled.into_iter().map(|mark| name(mark, digits, decimal.unwrap_or('.'))).collect()
}

fn name(mut mark: Decimal, digits: u32, decimal: char) -> Option<String> {
    mark.rescale(digits);
    let text = mark.to_string().replace('.', &decimal.to_string()).replace('-', "−");
    Some(group(&text, decimal))
}

/// Digits in threes from ten thousand on.
fn group(text: &str, decimal: char) -> String {
    let whole = text.split(decimal).next().unwrap_or_default();
    let digits = whole.chars().filter(char::is_ascii_digit).count();
    if digits < 5 {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = digits;
    for (i, letter) in text.char_indices() {
        if letter.is_ascii_digit() && i < whole.len() {
            if left < digits && left % 3 == 0 {
                out.push('\u{a0}');
            }
            left -= 1;
        }
        out.push(letter);
    }
    out
}

/// The power of ten by which numbers are divided in print, the same for all.
fn power(plot: &Plot) -> Option<i32> {
    let pairs = || plot.traces.iter().flat_map(|t: &Trace| t.data.iter().flatten());
    let pairs = || pairs().filter_map(|d| Some((d.number?, printed(&d.text)?))).filter(|(n, _)| !n.is_zero());
    let all = plot.traces.iter().flat_map(Trace::numbers).filter(|(_, n)| !n.is_zero()).count();
    let is = |power: i32| {
        let factor = value::power_of_ten(power);
        pairs().all(|(number, print)| factor.and_then(|f| print.checked_mul(f)) == Some(number.abs()))
    };
    Some([0, 3, 6, 9, 12, 4, 8, -2, 1, 2])
        .filter(|_| pairs().count() == all && all > 0)?
        .into_iter()
        .find(|p| is(*p))
}

/// The number that a print begins with, without sign and grouping.
fn printed(text: &str) -> Option<Decimal> {
    let decimal = decimal_sign(text);
    let digits = |c: &char| c.is_ascii_digit();
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())?;
    let number: String =
        text.get(start..=end)?.chars().map(|c| if Some(c) == decimal { '.' } else { c }).collect();
    let number: String = number.chars().filter(|c| digits(c) || *c == '.').collect();
    value::parse_decimal(&number).ok()
}

/// The last point or comma between digits that is no group's.
fn decimal_sign(text: &str) -> Option<char> {
    let letters: Vec<char> = text.chars().collect();
    let digits_after = |at: usize| letters.iter().skip(at + 1).take_while(|c| c.is_ascii_digit()).count();
    letters.iter().enumerate().rev().find_map(|(at, c)| {
        let between = at > 0 && letters.get(at - 1).is_some_and(char::is_ascii_digit);
        (matches!(c, '.' | ',') && between && digits_after(at) > 0).then_some(*c)
    })
}

/// The width that the names take, with the room beside them.
pub(super) fn room(texts: &Option<Vec<String>>) -> i32 {
    texts.iter().flatten().map(|text| width(text) + 8).max().unwrap_or_default()
}

/// Quiet lines across a drawing with their names at its start.
pub(super) fn across(
    scene: &mut Scene,
    axis: &Axis,
    texts: &Option<Vec<String>>,
    scale: Scale,
    (left, right): (i32, i32),
) {
    for (i, mark) in axis.marks.iter().enumerate() {
        let y = scale.at(*mark);
        scene.stroke("c-grid", vec![(left, y), (right, y)]);
        if let Some(text) = texts.as_ref().and_then(|texts| texts.get(i)) {
            scene.words(Words::new("c-tick", (left - 8, y + 4), Anchor::End, text));
        }
    }
}

/// Quiet lines down a drawing, those under them named that have room.
pub(super) fn down(
    scene: &mut Scene,
    axis: &Axis,
    texts: &Option<Vec<String>>,
    scale: Scale,
    (top, bottom): (i32, i32),
) {
    let mut labels = Labels::new((0, scene.width));
    for (i, mark) in axis.marks.iter().enumerate() {
        let x = scale.at(*mark);
        scene.stroke("c-grid", vec![(x, top), (x, bottom)]);
        if let Some(text) = texts.as_ref().and_then(|texts| texts.get(i)) {
            labels.write(scene, Words::new("c-tick", (x, bottom + 15), Anchor::Middle, text));
        }
    }
}
