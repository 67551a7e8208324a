//! Period templates: `@year`, `@year-1`, `@year-end`, `@year:10-15`, so that a bundle can start the next one.
//!
//! ```text
//! template = "@year" [ ( "-" / "+" ) offset ] [ "-end" / ":" month [ "-" day ] / ":" quarter ]
//! ```

use figures::Period;

/// A template that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no period; write @year, @year-1, @year-end, @year:10, @year:10-15, @year:Q1, or a period such as 2024-10"
)]
pub struct TemplateError(pub String);

/// A text with every template in it replaced by the period of the report's year.
///
/// # Errors
/// [`TemplateError`] for an `@` that begins no template, or a year outside 1000 to 9998.
pub fn expand(text: &str, year: i16) -> Result<String, TemplateError> {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('@') {
        let error = || TemplateError(text.chars().take(60).collect());
        let (period, length) = template(after, year).ok_or_else(error)?;
        expanded.push_str(before);
        expanded.push_str(&period);
        rest = after.get(length..).ok_or_else(error)?;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// A period written as such or as a template.
///
/// # Errors
/// [`TemplateError`] when it is neither.
pub fn period(text: &str, year: i16) -> Result<Period, TemplateError> {
    let error = || TemplateError(text.chars().take(60).collect());
    expand(text, year)?.parse().map_err(|_| error())
}

/// The period of a template without its `@`, and how many bytes of the text it took.
fn template(text: &str, year: i16) -> Option<(String, usize)> {
    let rest = text.strip_prefix("year")?;
    let (offset, rest) = offset(rest)?;
    let year = year.checked_add(offset).filter(|y| (1000..=9998).contains(y))?;
    let (tail, rest) = tail(rest);
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    Some((format!("{year:04}{tail}"), text.len().checked_sub(rest.len())?))
}

fn offset(text: &str) -> Option<(i16, &str)> {
    let digits = text.get(1..).unwrap_or_default();
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let sign = match text.bytes().next() {
        Some(b'-') if length > 0 => -1,
        Some(b'+') => 1,
        _ => return Some((0, text)),
    };
    let number = digits.get(..length).filter(|d| d.len() <= 2 && !d.starts_with('0'))?;
    Some((sign * number.parse::<i16>().ok()?, digits.get(length..)?))
}

/// What follows the year, as ISO 8601 writes it, and the rest of the text.
fn tail(text: &str) -> (String, &str) {
    if let Some(rest) = text.strip_prefix("-end") {
        return ("-12-31".to_owned(), rest);
    }
    let Some(after) = text.strip_prefix(':') else { return (String::new(), text) };
    let digits = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
    let quarter = after.get(..2).filter(|q| q.starts_with('Q'));
    let month = after.get(..2).filter(|m| digits(m));
    let day = after.get(2..5).filter(|d| d.starts_with('-') && d.get(1..).is_some_and(digits));
    match (quarter, month, day) {
        (Some(quarter), _, _) => (format!("-{quarter}"), after.get(2..).unwrap_or_default()),
        (None, Some(month), Some(day)) => (format!("-{month}{day}"), after.get(5..).unwrap_or_default()),
        (None, Some(month), None) => (format!("-{month}"), after.get(2..).unwrap_or_default()),
        (None, None, _) => (String::new(), text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(period(text, 2024).ok().map(|p| p.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn templates_move_with_the_year() {
        check("@year", Some("2024"));
        check("@year-1", Some("2023"));
        check("@year+1", Some("2025"));
        check("@year-10", Some("2014"));
        check("@year-end", Some("2024-12-31"));
        check("@year-1-end", Some("2023-12-31"));
        check("@year:10", Some("2024-10"));
        check("@year:10-15", Some("2024-10-15"));
        check("@year+1:03-31", Some("2025-03-31"));
        check("@year:Q1", Some("2024-Q1"));
        check("@year-5/@year", Some("2019/2024"));
        check("2018/@year", Some("2018/2024"));
        check("2024-10", Some("2024-10"));
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in
            ["@", "@yaer", "@years", "@year+", "@year-01", "@year-100", "@year:13", "@year:1", "@year-x", ""]
        {
            check(text, None);
        }
        assert!(expand("@year+99", 9990).is_err());
    }
}
