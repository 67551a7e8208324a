//! Who calls, and what they may do.
//!
//! With `--tokens FILE` a bearer token names the caller. Without it a caller on loopback is the local user, who may do everything;
//! one that reaches the service on another address may read only.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

/// The largest file of tokens.
const MAX_TOKENS_BYTES: u64 = 1 << 20;

/// A header by which a service that passes a call on says that nothing is known of who called: it would otherwise lend its own
/// place on loopback to everybody. It only ever takes rights away, so that anybody may send it.
pub const ANONYMOUS: &str = "x-yearbook-anonymous";

/// What a caller may do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Read what is public and unreleased.
    Reader,
    /// Write one service's records.
    Contributor(String),
    /// Write prose, outline, terms and documents.
    Editor,
    /// Clear sections and editions.
    Approver,
    /// Everything.
    Operator,
}

impl fmt::Display for Role {
    /// As a file of tokens writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reader => f.write_str("reader"),
            Self::Contributor(service) => write!(f, "contributor:{service}"),
            Self::Editor => f.write_str("editor"),
            Self::Approver => f.write_str("approver"),
            Self::Operator => f.write_str("operator"),
        }
    }
}

impl Role {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some(("contributor", service)) if !service.is_empty() => {
                Some(Self::Contributor(service.to_owned()))
            }
            Some(_) => None,
            None => match text {
                "reader" => Some(Self::Reader),
                "editor" => Some(Self::Editor),
                "approver" => Some(Self::Approver),
                "operator" => Some(Self::Operator),
                _ => None,
            },
        }
    }
}

/// The one who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Name as it is kept with what they write.
    pub actor: String,
    /// What they may do.
    pub roles: Vec<Role>,
}

impl Caller {
    /// The user of the machine itself.
    #[must_use]
    pub fn local() -> Self {
        Self { actor: "local".to_owned(), roles: vec![Role::Operator] }
    }

    /// Somebody of whom nothing is known.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { actor: "anonymous".to_owned(), roles: Vec::new() }
    }

    /// Whether they may write records of a service (`gateway`: prose, outline, terms, documents).
    #[must_use]
    pub fn may_write(&self, service: &str) -> bool {
        self.roles.iter().any(|role| match role {
            Role::Operator => true,
            Role::Editor => service == "gateway",
            Role::Contributor(own) => own == service,
            Role::Reader | Role::Approver => false,
        })
    }
}

/// Bearer tokens and whom they name.
#[derive(Clone, Default)]
pub struct Tokens(Arc<BTreeMap<String, Caller>>);

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tokens({} callers)", self.0.len())
    }
}

impl Tokens {
    /// Reads a file: a line each, `TOKEN ACTOR ROLE[,ROLE…]`; `#` starts a comment.
    ///
    /// # Errors
    /// All mistakes of the file in one text. Tokens are never shown.
    pub fn read(path: &Path) -> Result<Self, String> {
        let size = std::fs::metadata(path).map_err(|e| format!("cannot be read: {e}"))?.len();
        if size > MAX_TOKENS_BYTES {
            return Err(format!("is larger than {MAX_TOKENS_BYTES} bytes"));
        }
        let text = std::fs::read_to_string(path).map_err(|e| format!("cannot be read: {e}"))?;
        Self::parse(&text)
    }

    /// Parses the text of such a file.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut tokens = BTreeMap::new();
        let mut mistakes = Vec::new();
        for (number, line) in text.lines().enumerate().map(|(i, l)| (i.saturating_add(1), l.trim())) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match token_line(line) {
                Ok((token, caller)) => {
                    if tokens.insert(token, caller).is_some() {
                        mistakes.push(format!("line {number}: the token is there already"));
                    }
                }
                Err(problem) => mistakes.push(format!("line {number}: {problem}")),
            }
        }
        if mistakes.is_empty() { Ok(Self(Arc::new(tokens))) } else { Err(mistakes.join("; ")) }
    }

    /// Whom a token names.
    #[must_use]
    pub fn caller(&self, token: &str) -> Option<&Caller> {
        self.0.get(token)
    }
}

fn token_line(line: &str) -> Result<(String, Caller), String> {
    let parts: Vec<&str> = line.split_whitespace().collect();
    let [token, actor, roles] = parts.as_slice() else {
        return Err("write TOKEN ACTOR ROLE[,ROLE…]".to_owned());
    };
    if token.len() < 16 {
        return Err("the token is shorter than 16 characters".to_owned());
    }
    let parsed: Option<Vec<Role>> = roles.split(',').map(Role::parse).collect();
    let roles = parsed.ok_or("a role is reader, contributor:SERVICE, editor, approver or operator")?;
    Ok(((*token).to_owned(), Caller { actor: (*actor).to_owned(), roles }))
}

/// How a service finds out who calls.
#[derive(Clone, Debug, Default)]
pub struct Callers {
    tokens: Option<Tokens>,
}

/// A token that nobody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bearer token is not known; use one of the service's token file, or none")]
pub struct UnknownToken;

impl Callers {
    /// With tokens, or with the rule for the local user.
    #[must_use]
    pub fn new(tokens: Option<Tokens>) -> Self {
        Self { tokens }
    }

    /// The caller of a request: by its `authorization` header, else by the address it came to.
    ///
    /// # Errors
    /// [`UnknownToken`] when there is a token that nobody has.
    pub fn identify(
        &self,
        headers: &http::HeaderMap,
        local: Option<SocketAddr>,
    ) -> Result<Caller, UnknownToken> {
        let token = headers
            .get(http::header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer ").or_else(|| v.strip_prefix("bearer ")));
        match (&self.tokens, token) {
            (Some(tokens), Some(token)) => tokens.caller(token.trim()).cloned().ok_or(UnknownToken),
            (None, _) if headers.contains_key(ANONYMOUS) || is_foreign_page(headers) => {
                Ok(Caller::anonymous())
            }
            (None, _) if local.is_none_or(|a| is_loopback(a.ip())) => Ok(Caller::local()),
            (Some(_) | None, _) => Ok(Caller::anonymous()),
        }
    }
}

/// Whether a browser sends the request for a page of another site. Such a page reaches loopback too (by a form, or by a name that
/// it points there) and must not write as the local user.
fn is_foreign_page(headers: &http::HeaderMap) -> bool {
    let Some(origin) = headers.get(http::header::ORIGIN) else { return false };
    let uri = origin.to_str().ok().and_then(|o| o.parse::<http::Uri>().ok());
    let host = uri.as_ref().and_then(http::Uri::host).unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host != "localhost" && !address.is_ok_and(is_loopback)
}

fn is_loopback(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "# who\n0123456789abcdef ana contributor:projects,editor\nfedcba9876543210 ops operator\n";

    fn bearer(token: &str) -> http::HeaderMap {
        let value = format!("Bearer {token}").parse().expect("a header");
        http::HeaderMap::from_iter([(http::header::AUTHORIZATION, value)])
    }

    #[test]
    fn a_token_names_its_caller() {
        let callers = Callers::new(Some(Tokens::parse(FILE).expect("tokens")));
        let ana = callers.identify(&bearer("0123456789abcdef"), None).expect("known");
        assert_eq!(ana.actor, "ana");
        assert!(ana.may_write("projects") && ana.may_write("gateway") && !ana.may_write("events"));
        assert_eq!(callers.identify(&bearer("nobody-has-this-one"), None), Err(UnknownToken));
        assert!(!callers.identify(&http::HeaderMap::new(), None).expect("anonymous").may_write("projects"));
    }

    #[test]
    fn without_tokens_only_a_service_on_loopback_is_written() {
        let callers = Callers::new(None);
        let on = |address: &str| {
            let local = address.parse().expect("an address");
            callers.identify(&http::HeaderMap::new(), Some(local)).expect("somebody").may_write("projects")
        };
        assert!(on("127.0.0.1:50052") && on("[::1]:50052") && on("[::ffff:127.0.0.1]:1"));
        assert!(!on("10.0.0.7:50052"));
    }

    #[test]
    fn a_call_that_is_passed_on_for_nobody_is_nobodys() {
        let headers = http::HeaderMap::from_iter([(
            http::HeaderName::from_static(ANONYMOUS),
            http::HeaderValue::from_static("1"),
        )]);
        let caller = Callers::new(None).identify(&headers, None).expect("anonymous");
        assert!(!caller.may_write("projects"));
    }

    #[test]
    fn a_page_of_another_site_is_not_the_local_user() {
        let from = |origin: &str| {
            let value = origin.parse().expect("a header");
            let headers = http::HeaderMap::from_iter([(http::header::ORIGIN, value)]);
            Callers::new(None).identify(&headers, None).expect("somebody").may_write("projects")
        };
        assert!(from("http://localhost:8080") && from("http://127.0.0.1:8080") && from("http://[::1]:8080"));
        assert!(!from("https://example.org") && !from("http://localhost.example.org") && !from("null"));
    }

    #[test]
    fn all_mistakes_of_a_token_file_are_named_and_no_token_is() {
        let problem = Tokens::parse("short a reader\n0123456789abcdef b king\n0123456789abcdef\n")
            .expect_err("mistakes");
        assert!(
            problem.contains("line 1") && problem.contains("line 2") && problem.contains("line 3"),
            "{problem}"
        );
        assert!(!problem.contains("0123456789abcdef"));
    }
}
