//! Page tokens: where a list goes on, bound to its query and to the revision of its first page.
//!
//! A state that is read once stays as it is, so an offset in it is stable while others write. A list in the order of its key goes on
//! behind the last row that was given out, so that its last page costs what its first one does. The token is no secret; its digest
//! only keeps it from being used with another query.

use super::view;

/// The longest last row that a token holds, in bytes; behind a longer one a list goes on by how many rows were given out.
const MAX_ROW_BYTES: usize = 1_024;

/// Where a list goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The revision that the first page was read from.
    pub revision: i64,
    /// How many rows were given out.
    pub offset: u64,
    /// The key of the last row that was given out, where the list is in the order of its key; empty elsewhere.
    pub after: Vec<String>,
}

/// A text that was not given out for this query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the page token was not given out for this list; start again without one")]
pub struct TokenError;

impl Token {
    /// A token of a list that goes on by how many rows were given out.
    #[must_use]
    pub const fn counted(revision: i64, offset: u64) -> Self {
        Self { revision, offset, after: Vec::new() }
    }

    /// The token's text for a query, whose parts are everything that decides which rows it has and in which order.
    #[must_use]
    pub fn print(&self, query: &[&str]) -> String {
        let after = view::joined(&self.after);
        let after = if after.len() > MAX_ROW_BYTES { "" } else { &after };
        let (revision, offset, digest) = (self.revision, self.offset, self.digest(after, query));
        let mark = if after.is_empty() { "" } else { "-" };
        format!("{revision:x}-{offset:x}-{digest}{mark}{after}")
    }

    /// Reads a token of this query.
    ///
    /// # Errors
    /// [`TokenError`] for any other text.
    pub fn parse(text: &str, query: &[&str]) -> Result<Self, TokenError> {
        let mut parts = text.splitn(4, '-');
        let (Some(revision), Some(offset), Some(digest)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(TokenError);
        };
        let revision = i64::from_str_radix(revision, 16).map_err(|_| TokenError)?;
        let offset = u64::from_str_radix(offset, 16).map_err(|_| TokenError)?;
        let row = parts.next().unwrap_or_default();
        let after = if row.is_empty() { Some(Vec::new()) } else { view::split(row, MAX_ROW_BYTES) };
        let token = Self { revision, offset, after: after.ok_or(TokenError)? };
        let sound = revision >= 0 && i64::try_from(offset).is_ok() && digest == token.digest(row, query);
        if sound { Ok(token) } else { Err(TokenError) }
    }

    fn digest(&self, after: &str, query: &[&str]) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.revision.to_le_bytes());
        hasher.update(&self.offset.to_le_bytes());
        for part in query.iter().chain([&after]) {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hasher.finalize().to_hex().chars().take(16).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_serves_its_own_query_only() {
        let token = Token::counted(7, 300);
        let text = token.print(&["projects", "area = AFR", ""]);
        assert_eq!(Token::parse(&text, &["projects", "area = AFR", ""]), Ok(token));
        assert_eq!(Token::parse(&text, &["projects", "area = EUR", ""]), Err(TokenError));
        assert_eq!(
            Token::parse(&text.replacen('7', "8", 1), &["projects", "area = AFR", ""]),
            Err(TokenError)
        );
        for bad in ["", "x", "1-2", "1-2-", "-1-2-abc", "1-ffffffffffffffff-abc"] {
            assert_eq!(Token::parse(bad, &[]), Err(TokenError), "{bad}");
        }
    }

    #[test]
    fn a_token_holds_the_last_row_where_it_is_short() {
        let row = |locator: &str| ["s/m?period=2024", "", "3.1-a", locator, "0"].map(str::to_owned).to_vec();
        let token = Token { revision: 7, offset: 300, after: row("\u{b6}4-") };
        let text = token.print(&["observations"]);
        assert_eq!(Token::parse(&text, &["observations"]), Ok(token));
        assert_eq!(Token::parse(&text.replace("3~2E1", "3~2E2"), &["observations"]), Err(TokenError));
        let long = Token { revision: 7, offset: 300, after: row(&"\u{b6}".repeat(400)) };
        assert_eq!(Token::parse(&long.print(&[]), &[]), Ok(Token::counted(7, 300)));
    }
}
