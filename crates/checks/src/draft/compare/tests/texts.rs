//! Small reports, each in six languages, whose versions say the same.

/// One text of a report in a language, by its code.
type Text = (&'static str, &'static str);

/// The ferries of a lake: ships, passengers and costs.
pub(super) const VERSIONS: [Text; 6] = [
    ("en", include_str!("en.md")),
    ("fr", include_str!("fr.md")),
    ("es", include_str!("es.md")),
    ("ru", include_str!("ru.md")),
    ("zh", include_str!("zh.md")),
    ("ar", include_str!("ar.md")),
];

/// A text with more that languages write each in its way: ordinals and parts in words, ages, ranges of dates, multiples, notes.
pub(super) const WATER: [Text; 6] = [
    ("en", include_str!("water/en.md")),
    ("fr", include_str!("water/fr.md")),
    ("es", include_str!("water/es.md")),
    ("ru", include_str!("water/ru.md")),
    ("zh", include_str!("water/zh.md")),
    ("ar", include_str!("water/ar.md")),
];

/// Spans of months and days, units in words, limits before and behind, what a rate is given for.
pub(super) const RADIO: [Text; 6] = [
    ("en", include_str!("radio/en.md")),
    ("fr", include_str!("radio/fr.md")),
    ("es", include_str!("radio/es.md")),
    ("ru", include_str!("radio/ru.md")),
    ("zh", include_str!("radio/zh.md")),
    ("ar", include_str!("radio/ar.md")),
];
