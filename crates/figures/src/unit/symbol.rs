//! Unit symbols as texts write them, with SI prefixes: `kbit/s`, `Gt`, `MWh`, `kCHF`.
//!
//! Values are in base units, so a prefix is a factor. Only what is measured takes one: `Mt` is a million tonnes, while `Mperson` is no
//! unit. Prefixes below one are left out: texts of this field have none, and `mt` is written for megatonnes as often as not.

use crate::rational::Rational;
use crate::unit::Unit;

/// SI prefixes and, for bits and bytes, those of IEC 80000-13; longest first.
const PREFIXES: [(&str, Base, i32); 11] = [
    ("Ki", Base::Two, 10),
    ("Mi", Base::Two, 20),
    ("Gi", Base::Two, 30),
    ("Ti", Base::Two, 40),
    ("k", Base::Ten, 3),
    ("M", Base::Ten, 6),
    ("G", Base::Ten, 9),
    ("T", Base::Ten, 12),
    ("P", Base::Ten, 15),
    ("E", Base::Ten, 18),
    ("Z", Base::Ten, 21),
];

/// Symbols that take a prefix, with the base unit's code and the power of ten of it that one of them is.
const SYMBOLS: [(&str, &str, i32); 10] = [
    ("bit", "bit", 0),
    ("bits", "bit", 0),
    ("b", "bit", 0),
    ("byte", "byte", 0),
    ("B", "byte", 0),
    ("t", "t", 0),
    ("g", "kg", -3),
    ("Hz", "Hz", 0),
    ("Wh", "Wh", 0),
    ("W", "W", 0),
];

/// What is written behind a mass of emissions and changes nothing of the unit.
const EMISSIONS: [&str; 5] = ["CO2-eq", "CO2eq", "CO2e", "CO2", "CO₂"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Two,
    Ten,
}

/// A symbol as a base unit and how much of that one of it is; `None` for what is no unit.
///
/// `bps` is bit/s; what stands after the first `/` takes no prefix. A code without a prefix is itself.
#[must_use]
pub fn parse(symbol: &str) -> Option<(Rational, Unit)> {
    let symbol = EMISSIONS.iter().find_map(|tail| symbol.strip_suffix(tail)).unwrap_or(symbol).trim_end();
    let (first, rest) = match symbol.split_once('/') {
        Some((first, rest)) => (first, format!("/{rest}")),
        None => match symbol.strip_suffix("ps").filter(|first| first.ends_with('b')) {
            Some(first) => (first, "/s".to_owned()),
            None => (symbol, String::new()),
        },
    };
    let (factor, base) = whole(first).or_else(|| prefixed(first)).unwrap_or((Rational::one(), first));
    Some((factor, Unit::new(&format!("{base}{rest}")).ok()?))
}

fn whole(symbol: &str) -> Option<(Rational, &'static str)> {
    let (_, base, power) = SYMBOLS.iter().find(|(known, _, _)| *known == symbol)?;
    Some((Rational::power_of_ten(*power), *base))
}

fn prefixed(symbol: &str) -> Option<(Rational, &str)> {
    PREFIXES.iter().find_map(|(prefix, base, power)| {
        let rest = symbol.strip_prefix(prefix)?;
        let currency = rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_uppercase());
        let (size, unit) = whole(rest)
            .or_else(|| (currency && ["k", "M"].contains(prefix)).then_some((Rational::one(), rest)))?;
        let factor = match base {
            Base::Ten => Rational::power_of_ten(*power),
            Base::Two if ["bit", "byte"].contains(&unit) => {
                Rational::from(1_i64.checked_shl(power.unsigned_abs())?)
            }
            Base::Two => return None,
        };
        Some((factor.times(&size), unit))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prefixes_are_factors_of_what_is_measured() {
        for (symbol, factor, code) in [
            ("kbit/s", "1000", "bit/s"),
            ("Gbit/s", "1000000000", "bit/s"),
            ("Tbit/s/person", "1000000000000", "bit/s/person"),
            ("Mbps", "1000000", "bit/s"),
            ("GB", "1000000000", "byte"),
            ("KiB", "1024", "byte"),
            ("Gt", "1000000000", "t"),
            ("Mt CO2e", "1000000", "t"),
            ("kg", "1", "kg"),
            ("g", "0.001", "kg"),
            ("kg/person", "1", "kg/person"),
            ("TWh", "1000000000000", "Wh"),
            ("kCHF", "1000", "CHF"),
            ("CHF", "1", "CHF"),
            ("MCHF", "1000000", "CHF"),
            ("person", "1", "person"),
            ("month", "1", "month"),
            ("percent", "1", "percent"),
        ] {
            let (found, unit) = parse(symbol).expect("a unit");
            assert_eq!((found.to_string().as_str(), unit.code()), (factor, code), "{symbol}");
        }
        assert_eq!(parse("多"), None);
        assert_eq!(parse(""), None);
        assert_eq!(parse("Kit").map(|(_, unit)| unit.code().to_owned()), Some("Kit".to_owned()));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,12}") {
            let _ = parse(&text);
        }
    }
}
