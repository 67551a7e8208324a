//! Tokens as they come and go: the password of HTTP Basic (RFC 7617) that a browser asks for, and the token of this service itself.

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, header};

use super::MIN_TOKEN;

/// The largest file of one token.
const MAX_FILE_BYTES: u64 = 4_096;

/// The password of a request as a bearer token; its user name is not looked at. A browser sends a password along by itself, also for a page of
/// another site, which says so by `Origin`: then nobody typed it for this request.
pub(super) fn of_password(headers: &HeaderMap) -> Option<HeaderValue> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || headers.contains_key(header::ORIGIN) {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (_, password) = decoded.split_once(':')?;
    bearer(password)
}

fn bearer(token: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The token with which a service calls others for itself. It is shown nowhere.
#[derive(Clone)]
pub struct OwnToken(HeaderValue);

impl OwnToken {
    /// Reads a file that holds one token and nothing else.
    ///
    /// # Errors
    /// What is wrong with it; the token is never shown.
    pub fn read(path: &Path) -> Result<Self, String> {
        let size = std::fs::metadata(path).map_err(|e| format!("cannot be read: {e}"))?.len();
        if size > MAX_FILE_BYTES {
            return Err(format!("is larger than {MAX_FILE_BYTES} bytes; write one token into it"));
        }
        let text = std::fs::read_to_string(path).map_err(|e| format!("cannot be read: {e}"))?;
        Self::parse(&text)
    }

    /// Parses the text of such a file.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(text: &str) -> Result<Self, String> {
        let token = text.trim();
        if token.len() < MIN_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            let form = "one token of visible ASCII characters and nothing else";
            return Err(format!("holds no token; write {form}, at least {MIN_TOKEN} of them"));
        }
        bearer(token).map(Self).ok_or_else(|| "holds no token".to_owned())
    }

    /// The value of `authorization`.
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for OwnToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(value: &str, origin: Option<&str>) -> Option<String> {
        let header = |text: &str| HeaderValue::try_from(text).expect("a header");
        let mut headers = HeaderMap::from_iter([(header::AUTHORIZATION, header(value))]);
        headers.extend(origin.map(|origin| (header::ORIGIN, header(origin))));
        of_password(&headers).map(|value| value.to_str().expect("ASCII").to_owned())
    }

    #[test]
    fn a_password_is_a_token_whoever_is_named() {
        // ana:0123456789abcdef, :0123456789abcdef and ana:01:23
        let expected = Some("Bearer 0123456789abcdef".to_owned());
        assert_eq!(password("Basic YW5hOjAxMjM0NTY3ODlhYmNkZWY=", None), expected);
        assert_eq!(password("basic OjAxMjM0NTY3ODlhYmNkZWY=", None), expected);
        assert_eq!(password("Basic YW5hOjAxOjIz", None).as_deref(), Some("Bearer 01:23"));
        for other in ["Bearer 0123456789abcdef", "Basic", "Basic %%%", "Basic YW5h", "Basic //8="] {
            assert_eq!(password(other, None), None, "{other}");
        }
    }

    #[test]
    fn a_page_that_calls_sends_no_password_of_its_reader() {
        assert_eq!(password("Basic OjAxMjM0NTY3ODlhYmNkZWY=", Some("https://example.org")), None);
    }

    #[test]
    fn a_file_holds_one_token_that_nothing_shows() {
        let token = OwnToken::parse("0123456789abcdef\n").expect("a token");
        assert_eq!(token.authorization(), "Bearer 0123456789abcdef");
        assert!(!format!("{token:?} {:?}", token.authorization()).contains("0123456789abcdef"));
        for wrong in ["", "short", "0123456789abcdef reader reader", "0123456789abcdef\nfedcba9876543210"] {
            let problem = OwnToken::parse(wrong).err().unwrap_or_default();
            assert!(
                problem.contains("one token") && !problem.contains("0123456789abcdef"),
                "{wrong}: {problem}"
            );
        }
    }
}
