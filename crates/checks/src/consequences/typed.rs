//! A value as somebody types it for a figure: digits alone, or a quantity as texts write it, in the unit of the figure.

use figures::value::parse_decimal;
use figures::{Decimal, Figure};

use crate::quantities::{self, Kind, Lexicon};
use crate::reading::Amount;

/// The most characters of a value.
const MOST: usize = 200;

/// Why what was typed is no value of a figure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoValue {
    /// There is nothing.
    #[error("a value is needed; write it in digits: 5500000000")]
    Empty,
    /// It is no number, or more than one.
    #[error("`{0}` is no number; write one number, in digits: 5500000000")]
    NoNumber(String),
    /// It may be one number or another.
    #[error(
        "`{0}` may be {1} or {2}; write digits without signs between thousands, with a point before decimals"
    )]
    Ambiguous(String, Decimal, Decimal),
    /// It says no number but a limit: more than 5, about 5.
    #[error("`{0}` is a limit or vague; write the number alone")]
    Limited(String),
    /// It is in another unit than the figure.
    #[error(
        "`{written}` is in another unit than the figure, which is in {unit}; write it in that one, or the number alone"
    )]
    OtherUnit {
        /// As it was typed.
        written: String,
        /// The code of the figure's unit.
        unit: String,
    },
    /// It cannot be held exactly.
    #[error("`{0}` has too many digits; 18 can be held")]
    TooLarge(String),
}

/// The number that was typed for a figure, in its base unit: `5500000000`, `5.5 billion`, `CHF 91.8 million`, `68 %`. Quantities are read
/// with the words of a language, where there are any.
///
/// # Errors
/// [`NoValue`].
pub fn typed(text: &str, figure: &Figure, lexicon: Option<&Lexicon>) -> Result<Decimal, NoValue> {
    let text = text.trim();
    let written = || text.chars().take(MOST).collect::<String>();
    if text.is_empty() {
        return Err(NoValue::Empty);
    }
    if let Ok(number) = parse_decimal(text) {
        return Ok(number);
    }
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let mentions = match lexicon {
        Some(lexicon) if text.chars().count() <= MOST => quantities::read(text, lexicon),
        Some(_) | None => Vec::new(),
    };
    let [only] = mentions.as_slice() else {
        let long = digits(text) && text.len() > 28;
        return Err(if long { NoValue::TooLarge(written()) } else { NoValue::NoNumber(written()) });
    };
    let all = text.get(..only.span.start).is_some_and(|before| before.trim().is_empty())
        && text.get(only.span.end..).is_some_and(|after| after.trim().is_empty());
    if only.kind != Kind::Quantity || !all || only.range.is_some() || only.change.is_some() {
        return Err(NoValue::NoNumber(written()));
    }
    let unit = figure.unit.code();
    if only.unit.is_some() && !only.codes().iter().any(|code| code == unit) {
        return Err(NoValue::OtherUnit { written: written(), unit: unit.to_owned() });
    }
    let mut numbers = only.readings.iter().map(|reading| match reading.amount {
        Amount::Exact(number) if reading.bound == figures::Bound::Exact => Ok(number),
        Amount::Exact(_) | Amount::Fraction(..) | Amount::None => Err(NoValue::Limited(written())),
    });
    let first = numbers.next().unwrap_or_else(|| Err(NoValue::NoNumber(written())))?;
    for other in numbers {
        let other = other?;
        if other != first {
            return Err(NoValue::Ambiguous(written(), first.normalize(), other.normalize()));
        }
    }
    Ok(first)
}

#[cfg(test)]
mod tests {
    use interchange::{CodeLists, Context, codes};

    use super::*;
    use crate::sample::figure;

    const UNITS: &str = "list,code,parent,label_en,words_en,words_fr,words_zh\n\
        unit,CHF,currency,franc,CHF|Swiss francs,francs,瑞郎\nunit,kg,mass,kilogram,kg,kg,公斤\nunit,percent,share,per cent,%,%,%\n";

    #[track_caller]
    fn check(language: &str, text: &str, expected: Result<&str, fn(&NoValue) -> bool>) {
        let lists: CodeLists = codes::read("codes.csv", UNITS.as_bytes(), &Context::default()).0;
        let lexicon = Lexicon::new(language, &lists).expect("a language");
        let read = typed(text, &figure("s/m?period=2024", "1", "INF"), Some(&lexicon));
        match (&read, expected) {
            (Ok(number), Ok(expected)) => assert_eq!(number.normalize().to_string(), expected, "{text}"),
            (Err(error), Err(is)) => assert!(is(error), "{text}: {error:?}"),
            _ => panic!("{text}: {read:?}"),
        }
    }

    #[test]
    fn digits_and_quantities_in_the_unit_of_the_figure_are_values() {
        check("en", " 5500000000 ", Ok("5500000000"));
        check("en", "-0.5", Ok("-0.5"));
        check("en", "5.5 billion", Ok("5500000000"));
        check("en", "CHF 91.8 million", Ok("91800000"));
        check("en", "91,800,000", Ok("91800000"));
        check("fr", "91,8 millions de francs", Ok("91800000"));
        check("zh", "9180万瑞郎", Ok("91800000"));
    }

    #[test]
    fn what_is_no_value_of_the_figure_says_why() {
        check("en", "", Err(|e| *e == NoValue::Empty));
        check("en", "a few", Err(|e| matches!(e, NoValue::NoNumber(_))));
        check("en", "5 of 7", Err(|e| matches!(e, NoValue::NoNumber(_))));
        check("en", "5 kg", Err(|e| matches!(e, NoValue::OtherUnit { unit, .. } if unit == "CHF")));
        check("en", "68 %", Err(|e| matches!(e, NoValue::OtherUnit { .. })));
        check("en", "more than CHF 5", Err(|e| matches!(e, NoValue::Limited(_))));
        check("en", &"9".repeat(40), Err(|e| matches!(e, NoValue::TooLarge(_) | NoValue::NoNumber(_))));
    }
}
