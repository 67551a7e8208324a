//! The check of a caller's query: one statement that reads, with a value for each parameter.

use crate::datum::Datum;
use crate::error::StoreError;
use crate::sql::has_nul;

/// What a caller's query must be: one statement that reads, with a value for each parameter and none too many.
///
/// The driver takes a missing value for null, so it is counted here.
pub(crate) fn check(sql: &str, params: &[Datum]) -> Result<(), StoreError> {
    let fault = |why: String| Err(StoreError::invalid(format!("query `{}`", excerpt(sql)), why));
    let scan = Scan::of(sql);
    if scan.several {
        return fault("holds `;`: send one statement at a time".to_owned());
    }
    let reads = scan.words.first().is_some_and(|first| ["select", "with"].contains(&first.as_str()));
    if !reads || scan.words.iter().any(|word| WRITE.contains(&word.as_str())) {
        return fault("only SELECT and WITH … SELECT read; write through a change".to_owned());
    }
    if scan.parameters != params.len() {
        return fault(format!("uses parameters up to ${}, and {} were given", scan.parameters, params.len()));
    }
    if let Some(position) = params.iter().position(has_nul) {
        return fault(format!(
            "parameter ${} holds the character NUL; remove it",
            position.saturating_add(1)
        ));
    }
    Ok(())
}

fn excerpt(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= 80 {
        line
    } else {
        format!("{}…", line.chars().take(80).collect::<String>())
    }
}

/// Words that stand in no statement that only reads; a column of such a name is quoted.
const WRITE: [&str; 4] = ["insert", "update", "delete", "into"];

/// What a statement holds outside of quoted text and comments.
#[derive(Default)]
struct Scan {
    /// Its words in lower case.
    words: Vec<String>,
    /// The number of its highest parameter.
    parameters: usize,
    /// Whether a second statement may follow.
    several: bool,
}

impl Scan {
    fn of(sql: &str) -> Self {
        let mut scan = Self::default();
        let mut rest = sql;
        while let Some(letter) = rest.chars().next() {
            let length = match letter {
                '\'' | '"' => through(rest, 1, &letter.to_string()),
                '-' if rest.starts_with("--") => through(rest, 2, "\n"),
                '/' if rest.starts_with("/*") => through(rest, 2, "*/"),
                '$' => scan.parameter(rest),
                letter if letter.is_alphabetic() || letter == '_' => scan.word(rest),
                letter => {
                    scan.several |= letter == ';';
                    letter.len_utf8()
                }
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        scan
    }

    fn parameter(&mut self, rest: &str) -> usize {
        let digits = rest.bytes().skip(1).take_while(u8::is_ascii_digit).count();
        let number = rest.get(1..=digits).unwrap_or_default();
        self.parameters =
            self.parameters.max(number.parse().unwrap_or(if digits > 0 { usize::MAX } else { 0 }));
        digits.saturating_add(1)
    }

    fn word(&mut self, rest: &str) -> usize {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        self.words.push(rest.get(..end).unwrap_or_default().to_ascii_lowercase());
        end
    }
}

/// The length of `rest` up to and with the first `end` after `skipped` bytes.
fn through(rest: &str, skipped: usize, end: &str) -> usize {
    let after = rest.get(skipped..).unwrap_or_default();
    after.find(end).map_or(rest.len(), |found| skipped.saturating_add(found).saturating_add(end.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, params: usize, expected: Option<&str>) {
        let params = vec![Datum::Integer(1); params];
        match (super::check(sql, &params), expected) {
            (Ok(()), None) => {}
            (Err(error), Some(text)) => assert!(error.to_string().contains(text), "{error}"),
            (result, expected) => panic!("{sql}: {result:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn a_query_reads_and_has_a_value_for_each_parameter() {
        check("SELECT $1, $2, $1", 2, None);
        check("  with x as (select 1) select * from x", 0, None);
        check("SELECT '$9; it''s', \"a;$8\" FROM t", 0, None);
        check("SELECT $2", 1, Some("up to $2, and 1 were given"));
        check("SELECT $1", 2, Some("up to $1, and 2 were given"));
        check("SELECT 1; DELETE FROM t", 0, Some("one statement"));
        check("DELETE FROM t", 0, Some("only SELECT"));
        check("", 0, Some("only SELECT"));
        check("WITH x AS (SELECT 1) DELETE FROM t", 0, Some("only SELECT"));
        check("WITH x AS (SELECT 1) REPLACE INTO t SELECT 1", 0, Some("only SELECT"));
        check("SELECT \"update\", updated, replace(a, 'delete', '') FROM t", 0, None);
        check("-- it's $7;\nSELECT /* $8; ' */ $1 -- $9", 1, None);
        check("SELECT '", 0, None);
        check("SELECT $99999999999999999999999999", 0, Some("0 were given"));
    }

    #[test]
    fn a_parameter_with_nul_is_refused() {
        let error = super::check("SELECT $1", &[Datum::from("a\0b")]).expect_err("NUL");
        assert!(error.to_string().contains("parameter $1 holds the character NUL"), "{error}");
    }
}
