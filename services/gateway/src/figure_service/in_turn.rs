//! Lists of all services, one service after the other by name.
//!
//! A page token is `SERVICE:DIGEST:TOKEN`: the service to go on with, a digest of what was asked, and the service's own token, which is
//! empty at its beginning. A service that does not answer is left out.

use std::collections::BTreeMap;
use std::sync::Arc;

use prost::Message;
use tonic::{Code, Status};

use crate::app::Inner;
use crate::error::GatewayError;
use crate::services::Service;

/// A page of a list, of one service or of all.
pub(super) struct Page<T> {
    /// What is listed.
    pub(super) found: Vec<T>,
    /// Where to go on; empty on the last page.
    pub(super) next_page_token: String,
    /// The revision of each service that was read.
    pub(super) revisions: BTreeMap<String, i64>,
}

/// A page of `size` at most. `part` asks one service for so many behind its own token. `asked` is the request without its page, so that a
/// token serves its own question only.
///
/// # Errors
/// Those of `part`, but `UNAVAILABLE`; `INVALID_ARGUMENT` for a token that was not given out for this.
pub(super) async fn page<T, F>(
    inner: &Inner,
    size: usize,
    token: &str,
    asked: &impl Message,
    part: impl Fn(Arc<Service>, i32, String) -> F,
) -> Result<Page<T>, Status>
where
    F: Future<Output = Result<Page<T>, Status>>,
{
    let digest: String = blake3::hash(&asked.encode_to_vec()).to_hex().chars().take(16).collect();
    let (first, mut token) = begin(inner, token, &digest)?;
    let mut all = Page { found: Vec::new(), next_page_token: String::new(), revisions: BTreeMap::new() };
    for service in inner.services.iter().filter(|service| service.name >= first) {
        let room = size.saturating_sub(all.found.len());
        if room > 0 {
            let most = i32::try_from(room).unwrap_or(i32::MAX);
            match part(Arc::clone(service), most, std::mem::take(&mut token)).await {
                Ok(more) => {
                    all.found.extend(more.found.into_iter().take(room));
                    all.revisions.extend(more.revisions);
                    token = more.next_page_token;
                }
                Err(status) if status.code() == Code::Unavailable => continue,
                Err(status) => return Err(status),
            }
            if token.is_empty() {
                continue;
            }
        }
        all.next_page_token = format!("{}:{digest}:{token}", service.name);
        break;
    }
    Ok(all)
}

/// The service to begin with, and its token.
fn begin(inner: &Inner, token: &str, digest: &str) -> Result<(String, String), GatewayError> {
    if token.is_empty() {
        return Ok(Default::default());
    }
    let (service, rest) = token.split_once(':').ok_or(GatewayError::PageToken)?;
    let own =
        rest.strip_prefix(digest).and_then(|own| own.strip_prefix(':')).ok_or(GatewayError::PageToken)?;
    inner.services.get(service).ok_or(GatewayError::PageToken)?;
    Ok((service.to_owned(), own.to_owned()))
}
