//! Which request something belongs to: one trace id from the first request through every service that it leads to.
//!
//! The id comes with the request (`traceparent`, W3C Trace Context) or is made where none came, is passed on with every call that the
//! request leads to, and stands in every line that is logged meanwhile. It travels with the task and not in a `tracing` span: a
//! span costs each request its making and formatting, this costs only the lines that are written.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderMap, HeaderName, HeaderValue};

/// The header, of HTTP and gRPC alike.
pub const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// What is asked to be recorded, where nobody said.
const SAMPLED: u8 = 1;

tokio::task_local! {
    static CURRENT: Trace;
}

/// A request's place in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    id: u128,
    span: u64,
    flags: u8,
}

impl Trace {
    /// A trace that begins here.
    #[must_use]
    pub fn begin() -> Self {
        let id = u128::from(random()) << 64 | u128::from(random());
        Self { id: id.max(1), span: random().max(1), flags: SAMPLED }
    }

    /// The trace that a request says it belongs to, as a step of its own; one that begins here where it says none, or nonsense.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let mut told = headers.get_all(TRACEPARENT).into_iter();
        match (told.next().and_then(|value| parse(value.as_bytes())), told.next()) {
            (Some((id, flags)), None) => Self { id, span: random().max(1), flags },
            _ => Self::begin(),
        }
    }

    /// The trace's id, 32 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{:032x}", self.id)
    }

    /// This request's own id within the trace, 16 hexadecimal digits.
    #[must_use]
    pub fn span(&self) -> String {
        format!("{:016x}", self.span)
    }

    fn header(&self) -> HeaderValue {
        let text = format!("00-{:032x}-{:016x}-{:02x}", self.id, self.span, self.flags);
        HeaderValue::from_str(&text).expect("hexadecimal digits and hyphens are visible ASCII")
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "trace_id={:032x} span_id={:016x}", self.id, self.span)
    }
}

/// The trace of the request for which this task works.
#[must_use]
pub fn current() -> Option<Trace> {
    CURRENT.try_with(|trace| *trace).ok()
}

/// Does something for a request.
pub async fn within<F: Future>(trace: Trace, work: F) -> F::Output {
    CURRENT.scope(trace, work).await
}

/// The same without waiting.
pub fn within_now<T>(trace: Trace, work: impl FnOnce() -> T) -> T {
    CURRENT.sync_scope(trace, work)
}

/// Work that a task of its own does for the request of this one.
pub fn carried<F: Future>(work: F) -> impl Future<Output = F::Output> {
    let trace = current();
    async move {
        match trace {
            Some(trace) => within(trace, work).await,
            None => work.await,
        }
    }
}

/// Has a call say which request it belongs to; what it said before goes. Outside of any request it begins a trace.
pub fn pass_on(headers: &mut HeaderMap) {
    headers.insert(TRACEPARENT, current().unwrap_or_else(Trace::begin).header());
}

/// The trace's id and flags (<https://www.w3.org/TR/trace-context/#traceparent-header>). A later version may say more at the end.
fn parse(text: &[u8]) -> Option<(u128, u8)> {
    let text = std::str::from_utf8(text).ok().filter(|text| text.is_ascii() && text.len() >= 55)?;
    let later = match (text.get(..2)?, text.len()) {
        ("ff", _) => return None,
        ("00", length) => length > 55,
        _ => text.len() > 55 && text.as_bytes().get(55) != Some(&b'-'),
    };
    let digits = |from: usize, until: usize| {
        let part = text.get(from..until)?;
        let lower = part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        u128::from_str_radix(part, 16).ok().filter(|_| lower)
    };
    let hyphens = [2, 35, 52].iter().all(|at| text.as_bytes().get(*at) == Some(&b'-'));
    let (version, id, span, flags) = (digits(0, 2)?, digits(3, 35)?, digits(36, 52)?, digits(53, 55)?);
    let sound = !later && hyphens && version < 255 && id != 0 && span != 0;
    sound.then_some((id, u8::try_from(flags).ok()?))
}

/// A number that was not there before: steps of `SplitMix64` from a start that is random for each process. No secret hangs on it.
fn random() -> u64 {
    static STATE: LazyLock<AtomicU64> = LazyLock::new(|| RandomState::new().build_hasher().finish().into());
    let step = 0x9e37_79b9_7f4a_7c15;
    let mixed = STATE.fetch_add(step, Ordering::Relaxed);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

    fn of(values: &[&str]) -> Trace {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(TRACEPARENT, HeaderValue::from_str(value).expect("a value"));
        }
        Trace::of(&headers)
    }

    #[test]
    fn a_trace_that_is_told_is_kept_and_goes_on_as_a_step_of_its_own() {
        let trace = of(&[&format!("00-{ID}-00f067aa0ba902b7-00")]);
        assert_eq!(trace.id(), ID);
        assert_ne!(trace.span(), "00f067aa0ba902b7");
        assert_eq!(trace.header(), format!("00-{ID}-{}-00", trace.span()), "not sampled stays so");
        assert_eq!(of(&[&format!("01-{ID}-00f067aa0ba902b7-01-what-comes-later")]).id(), ID);
    }

    #[test]
    fn nonsense_is_replaced_by_a_trace_that_begins_here() {
        let sound = format!("00-{ID}-00f067aa0ba902b7-01");
        for wrong in [
            String::new(),
            "00".to_owned(),
            sound.to_uppercase(),
            format!("{sound}-more"),
            format!("01-{ID}-00f067aa0ba902b7-01more"),
            format!("ff-{ID}-00f067aa0ba902b7-01"),
            sound.replace(ID, &"0".repeat(32)),
            sound.replace("00f067aa0ba902b7", &"0".repeat(16)),
            sound.replace('-', "_"),
            sound.replace("4bf", "4g+"),
        ] {
            let trace = of(&[&wrong]);
            assert_ne!(trace.id(), ID, "{wrong}");
            assert_ne!(trace, of(&[&wrong]), "each begins one of its own");
        }
        assert_ne!(of(&[&sound, &sound]).id(), ID, "two say nothing");
        assert_eq!(of(&[&sound]).id(), ID);
    }

    #[tokio::test]
    async fn what_a_request_leads_to_belongs_to_it_also_in_tasks_of_their_own() {
        assert_eq!(current(), None);
        let trace = Trace::begin();
        let (here, there) = within(trace, async {
            let there = tokio::spawn(carried(async { current() })).await.expect("no panic");
            (current(), there)
        })
        .await;
        assert_eq!((here, there), (Some(trace), Some(trace)));
        let mut headers = HeaderMap::from_iter([(TRACEPARENT, HeaderValue::from_static("old"))]);
        within_now(trace, || pass_on(&mut headers));
        assert_eq!(headers[TRACEPARENT], trace.header());
        assert_eq!(headers.len(), 1);
    }
}
