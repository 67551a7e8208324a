//! The reader of quantities in each language: what it finds lies in the text, in order, and what the product prints it reads back.

use arbtest::arbitrary::{Result, Unstructured};
use checks::quantities::{Mention, nouns_near, read};
use figures::interval::Interval;
use figures::{Bound, Unit, Value};
use interchange::manifest::Style as HouseStyle;
use report::print::{Form, Printing, Style, UnitPlace};

use crate::languages::{self, Language, lists};
use crate::{mutation, run};

/// What is found in any text is words of it.
fn reads(u: &mut Unstructured<'_>, language: &Language, style: Option<&Style>) -> Result<()> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(1..=3)? {
        text += &mutation::text(u, &language.sentences, &language.words)?;
    }
    let mentions = read(&text, &language.lexicon);
    let mut end = 0;
    for mention in &mentions {
        let span = mention.span.clone();
        assert!(span.start >= end && span.end > span.start, "{span:?} after {end} in {text:?}");
        assert!(text.get(span.clone()).is_some(), "{span:?} cuts a character of {text:?}");
        end = span.end;
        if let Some(style) = style {
            printed_and_read_back(mention, language, style);
        }
    }
    assert_eq!(nouns_near(&text, &mentions, &language.lexicon).len(), mentions.len());
    assert_eq!(read(&text, &language.lexicon), mentions, "{text:?}");
    Ok(())
}

/// A value that was read, printed in the house's style, is read as what contains it.
fn printed_and_read_back(mention: &Mention, language: &Language, style: &Style) {
    let Some(value) = mention.reading().and_then(|reading| reading.value()) else { return };
    // What the bundle gives no words for is printed as a code, which is no word of the language.
    let worded = |code: &&String| lists().get("unit", code).is_some();
    let Some(unit) = mention.codes().first().filter(worded).and_then(|code| Unit::new(code).ok()) else {
        return;
    };
    let value = Value { bound: Bound::Exact, ..value };
    let printing = Printing { value: &value, unit: &unit, most_decimals: None, place: UnitPlace::Number };
    let Ok(printed) = style.value(&printing, &Form::default()) else { return };
    let again = read(&printed, &language.lexicon);
    let read = again.iter().find_map(|mention| mention.reading().and_then(|reading| reading.value()));
    let stands_for = read.map(|value| Interval::of(&Value { bound: Bound::Exact, ..value }));
    assert!(
        stands_for.is_some_and(|i| i.contains(value.number)),
        "{value:?} {unit:?} is {printed:?}: {again:?}"
    );
}

fn of(code: &str) {
    let language = languages::of(code);
    let style = Style::knows(code).then(|| Style::new(code, &HouseStyle::default(), &lists()));
    run(|u| reads(u, &language, style.as_ref()));
}

#[test]
fn quantities_in_english_are_read() {
    of("en");
}

#[test]
fn quantities_in_french_are_read() {
    of("fr");
}

#[test]
fn quantities_in_spanish_are_read() {
    of("es");
}

#[test]
fn quantities_in_russian_are_read() {
    of("ru");
}

#[test]
fn quantities_in_chinese_are_read() {
    of("zh");
}

#[test]
fn quantities_in_arabic_are_read() {
    of("ar");
}
