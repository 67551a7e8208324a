//! Page tokens: where a list goes on, bound to its query and to the revision of its first page.
//!
//! A state that is read once stays as it is, so an offset in it is stable while others write. The token is no secret; its digest
//! only keeps it from being used with another query.

/// Where a list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The revision that the first page was read from.
    pub revision: i64,
    /// How many rows were given out.
    pub offset: u64,
}

/// A text that was not given out for this query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the page token was not given out for this list; start again without one")]
pub struct TokenError;

impl Token {
    /// The token's text for a query, whose parts are everything that decides which rows it has and in which order.
    #[must_use]
    pub fn print(self, query: &[&str]) -> String {
        format!("{:x}-{:x}-{}", self.revision, self.offset, self.digest(query))
    }

    /// Reads a token of this query.
    ///
    /// # Errors
    /// [`TokenError`] for any other text.
    pub fn parse(text: &str, query: &[&str]) -> Result<Self, TokenError> {
        let mut parts = text.splitn(3, '-');
        let (Some(revision), Some(offset), Some(digest)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(TokenError);
        };
        let revision = i64::from_str_radix(revision, 16).map_err(|_| TokenError)?;
        let offset = u64::from_str_radix(offset, 16).map_err(|_| TokenError)?;
        let token = Self { revision, offset };
        let sound = revision >= 0 && i64::try_from(offset).is_ok() && digest == token.digest(query);
        if sound { Ok(token) } else { Err(TokenError) }
    }

    fn digest(self, query: &[&str]) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.revision.to_le_bytes());
        hasher.update(&self.offset.to_le_bytes());
        for part in query {
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
        let token = Token { revision: 7, offset: 300 };
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
}
