//! Who calls, and what they may do.
//!
//! With `--tokens FILE` a bearer token names the caller. Without it a caller on loopback is the local user, who may do everything;
//! one that reaches the service on another address may read only, and with `--readers tokens` not even that.

mod credentials;

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

pub use credentials::OwnToken;

/// The largest file of tokens.
const MAX_TOKENS_BYTES: u64 = 1 << 20;
/// The shortest token.
const MIN_TOKEN: usize = 16;

/// A header by which a service that passes a call on says that nothing is known of who called: it would otherwise lend its own
/// place on loopback to everybody. It only ever takes rights away, so that anybody may send it; [`READS`] takes all but reading.
pub const ANONYMOUS: &str = "x-yearbook-anonymous";
/// The value of [`ANONYMOUS`] for somebody who was found to be a reader where they called.
pub const READS: &str = "reads";

/// Who may read what is not released: the live report and the records behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Readers {
    /// Whoever reaches the service.
    #[default]
    Everyone,
    /// Whoever has a role.
    Tokens,
}

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

impl Readers {
    /// As the setting is written.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Tokens => "tokens",
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
    /// Whether they may read what is not released also without a role.
    pub reads: bool,
}

impl Caller {
    /// The user of the machine itself.
    #[must_use]
    pub fn local() -> Self {
        Self { actor: "local".to_owned(), roles: vec![Role::Operator], reads: true }
    }

    /// Somebody of whom nothing is known, and who may nothing.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { actor: "anonymous".to_owned(), roles: Vec::new(), reads: false }
    }

    /// Whether they may read what is not released.
    #[must_use]
    pub fn may_read(&self) -> bool {
        self.reads || !self.roles.is_empty()
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
    if token.len() < MIN_TOKEN {
        return Err(format!("the token is shorter than {MIN_TOKEN} characters"));
    }
    let parsed: Option<Vec<Role>> = roles.split(',').map(Role::parse).collect();
    let roles = parsed.ok_or("a role is reader, contributor:SERVICE, editor, approver or operator")?;
    Ok(((*token).to_owned(), Caller { actor: (*actor).to_owned(), roles, reads: true }))
}

/// How a service finds out who calls.
#[derive(Clone, Debug, Default)]
pub struct Callers {
    tokens: Option<Tokens>,
    readers: Readers,
}

/// A token that nobody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bearer token is not known; use one of the service's token file, or none")]
pub struct UnknownToken;

impl Callers {
    /// With tokens, or with the rule for the local user. Everyone reads.
    #[must_use]
    pub fn new(tokens: Option<Tokens>) -> Self {
        Self { tokens, readers: Readers::Everyone }
    }

    /// The same for these readers.
    #[must_use]
    pub fn read_by(self, readers: Readers) -> Self {
        Self { readers, ..self }
    }

    /// Who may read what is not released.
    #[must_use]
    pub fn readers(&self) -> Readers {
        self.readers
    }

    /// Has a password that is a token (RFC 7617) stand as the bearer token that it is, so that nothing behind need know of it: a browser
    /// sends no bearer tokens. Where everyone reads nobody needs to, and a proxy before us may use that header for itself.
    pub(crate) fn take_password(&self, headers: &mut http::HeaderMap) {
        if self.readers == Readers::Tokens
            && let Some(bearer) = credentials::of_password(headers)
        {
            headers.insert(http::header::AUTHORIZATION, bearer);
        }
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
        let stranger = |reads: bool| Caller { reads, ..Caller::anonymous() };
        let everyone = self.readers == Readers::Everyone;
        match (&self.tokens, token) {
            (Some(tokens), Some(token)) => tokens.caller(token.trim()).cloned().ok_or(UnknownToken),
            (None, _) if local.is_none_or(|a| is_loopback(a.ip())) && !is_foreign_page(headers) => {
                Ok(match headers.get(ANONYMOUS) {
                    None => Caller::local(),
                    Some(value) => stranger(everyone || value == READS),
                })
            }
            (Some(_) | None, _) => Ok(stranger(everyone)),
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

/// Whether only the machine itself reaches an address.
pub(crate) fn is_loopback(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback()),
    }
}

#[cfg(test)]
mod tests;
