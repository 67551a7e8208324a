//! Orders of lists: fields separated by commas, each followed by `desc` or not, as AIP-132 writes them.

use super::filter::FilterError;

/// The most fields of an order.
const MAX_FIELDS: usize = 8;
/// The longest order that is read, in bytes.
const MAX_ORDER_BYTES: usize = 512;

/// A field that rows are ordered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// The field.
    pub field: String,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// Where the field stands, in characters from 1.
    pub position: usize,
}

/// Reads an order; empty text is none.
///
/// # Errors
/// [`FilterError`] with the character where the order stops making sense.
pub fn parse(text: &str) -> Result<Vec<By>, FilterError> {
    if text.len() > MAX_ORDER_BYTES {
        return Err(FilterError::at(
            1,
            format!("the order is longer than {MAX_ORDER_BYTES} bytes; shorten it"),
        ));
    }
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<By> = Vec::new();
    let mut passed = 0_usize;
    for part in text.split(',') {
        let before = part.chars().take_while(|c| c.is_whitespace()).count();
        let position = passed.saturating_add(before).saturating_add(1);
        passed = passed.saturating_add(part.chars().count()).saturating_add(1);
        let by = one(part, position)?;
        if found.iter().any(|f| f.field == by.field) {
            return Err(FilterError::at(position, format!("`{}` is ordered by twice; remove one", by.field)));
        }
        found.push(by);
    }
    if found.len() > MAX_FIELDS {
        return Err(FilterError::at(1, format!("more than {MAX_FIELDS} fields; leave some out")));
    }
    Ok(found)
}

fn one(part: &str, position: usize) -> Result<By, FilterError> {
    let mut words = part.split_whitespace();
    let field = words.next().unwrap_or_default();
    let descending = match (words.next(), words.next()) {
        (None, _) => false,
        (Some("asc"), None) => false,
        (Some("desc"), None) => true,
        (Some(other), _) => {
            return Err(FilterError::at(
                position,
                format!("`{other}` follows `{field}`; write `{field} desc`"),
            ));
        }
    };
    let named =
        !field.is_empty() && field.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    if !named {
        return Err(FilterError::at(position, "a field is expected, as in `period desc, id`"));
    }
    Ok(By { field: field.to_owned(), descending, position })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_separated_by_commas_and_may_descend() {
        let order = parse("period desc, label.en,id asc").expect("an order");
        let shown: Vec<_> = order.iter().map(|b| (b.field.as_str(), b.descending, b.position)).collect();
        assert_eq!(shown, [("period", true, 1), ("label.en", false, 14), ("id", false, 23)]);
        assert_eq!(parse(" "), Ok(Vec::new()));
    }

    #[test]
    fn errors_point_at_the_field() {
        for (text, position) in [("id,", 4), ("id down", 1), ("id, id", 5), ("a b c", 1), ("a;b", 1)] {
            assert_eq!(parse(text).map_err(|e| e.position), Err(position), "{text}");
        }
    }
}
