//! Digits, signs and grouping of a locale as CLDR has them.

use fixed_decimal::Decimal as Fixed;
use icu_decimal::DecimalFormatter;
use icu_locale_core::Locale;

/// How a locale writes digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Symbols {
    /// Between groups of digits.
    pub(super) group: String,
    /// Between whole and fraction.
    pub(super) decimal: String,
    /// The digits 0 to 9.
    pub(super) digits: [char; 10],
    /// Digits in the last group, and in those before it.
    pub(super) sizes: (usize, usize),
    /// How many digits must stand before the last group for any grouping.
    pub(super) minimum: usize,
}

impl Default for Symbols {
    fn default() -> Self {
        let digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
        Self { group: "\u{a0}".to_owned(), decimal: ".".to_owned(), digits, sizes: (3, 3), minimum: 1 }
    }
}

impl Symbols {
    /// The symbols of a language, read off what CLDR's formatter prints; the default for one that it does not know.
    pub(super) fn of(language: &str) -> Self {
        let formatter = language
            .parse::<Locale>()
            .ok()
            .and_then(|locale| DecimalFormatter::try_new((&locale).into(), Default::default()).ok());
        formatter.map_or_else(Self::default, |f| Self::read(&f))
    }

    fn read(formatter: &DecimalFormatter) -> Self {
        let print = |n: i64, power: i16| {
            let mut number = Fixed::from(n);
            number.multiply_pow10(power);
            formatter.format(&number).to_string()
        };
        let mut symbols = Self::default();
        for (n, digit) in (0_i64..).zip(symbols.digits.iter_mut()) {
            *digit = print(n, 0).chars().next().unwrap_or(*digit);
        }
        let sample = print(12_345_678_915, -1);
        let is_digit = |c: char| symbols.digits.contains(&c);
        let signs: Vec<&str> = sample.split(is_digit).filter(|s| !s.is_empty()).collect();
        let groups: Vec<usize> = sample.split(|c| !is_digit(c)).map(|g| g.chars().count()).collect();
        if let (Some(first), Some(last), [.., before, size, _]) =
            (signs.first(), signs.last(), groups.as_slice())
        {
            (symbols.group, symbols.decimal) = ((*first).to_owned(), (*last).to_owned());
            symbols.sizes = (*size, *before);
        }
        symbols.minimum = if print(1_234, 0).chars().count() > 4 { 1 } else { 2 };
        symbols
    }

    /// A number of plain digits (`1234.5`) as the locale writes it.
    pub(super) fn write(&self, plain: &str) -> String {
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let mut written = String::with_capacity(plain.len().saturating_mul(2));
        self.group_into(&mut written, whole);
        if !fraction.is_empty() {
            written.push_str(&self.decimal);
            written.extend(self.localised(fraction));
        }
        written
    }

    fn localised(&self, digits: &str) -> impl Iterator<Item = char> {
        let digit = |c: char| c.to_digit(10).and_then(|d| self.digits.get(usize::try_from(d).ok()?)).copied();
        digits.chars().filter_map(digit)
    }

    fn group_into(&self, written: &mut String, whole: &str) {
        let count = self.localised(whole).count();
        let (last, before) = (self.sizes.0.max(1), self.sizes.1.max(1));
        let grouped = count >= last + self.minimum;
        for (index, digit) in self.localised(whole).enumerate() {
            let left = count - index;
            if grouped && index > 0 && left >= last && (left - last).is_multiple_of(before) {
                written.push_str(&self.group);
            }
            written.push(digit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, plain: &str, expected: &str) {
        assert_eq!(Symbols::of(language).write(plain), expected, "{language}");
    }

    #[test]
    fn locales_write_digits_as_cldr_says() {
        check("en", "1234567.5", "1,234,567.5");
        check("zh", "1234", "1,234");
        check("fr", "1234567.5", "1\u{202f}234\u{202f}567,5");
        check("ru", "12345.5", "12\u{a0}345,5");
        check("es", "1234", "1234");
        check("es", "12345.5", "12.345,5");
        check("hi", "1234567", "12,34,567");
        check("bn", "1234", "১,২৩৪");
        check("und", "12", "12");
    }
}
