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
    /// The step that led to this one; zero where it is the first.
    parent: u64,
    span: u64,
    flags: u8,
}

impl Trace {
    /// A trace that begins here.
    #[must_use]
    pub fn begin() -> Self {
        let id = u128::from(random()) << 64 | u128::from(random());
        Self { id: id.max(1), parent: 0, span: random().max(1), flags: SAMPLED }
    }

    /// The trace that a request says it belongs to, as a step of its own; one that begins here where it says none, or nonsense.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let mut told = headers.get_all(TRACEPARENT).into_iter();
        match (told.next().and_then(|value| parse(value.as_bytes())), told.next()) {
            (Some((id, parent, flags)), None) => Self { id, parent, span: random().max(1), flags },
            _ => Self::begin(),
        }
    }

    /// A step of its own that this one leads to.
    #[must_use]
    pub fn child(&self) -> Self {
        Self { parent: self.span, span: random().max(1), ..*self }
    }

    /// Whether it is asked to be recorded.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.flags & SAMPLED != 0
    }

    /// The flags as they came.
    pub(crate) fn flags(&self) -> u8 {
        self.flags
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

    /// The trace's id, as bytes.
    pub(crate) fn id_bytes(&self) -> [u8; 16] {
        self.id.to_be_bytes()
    }

    /// This request's own id, as bytes.
    pub(crate) fn span_bytes(&self) -> [u8; 8] {
        self.span.to_be_bytes()
    }

    /// The id of the step that led to this one, as bytes; none where it is the first.
    pub(crate) fn parent_bytes(&self) -> Option<[u8; 8]> {
        (self.parent != 0).then(|| self.parent.to_be_bytes())
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

/// The place of a call that is made now: a step of its own of the request for which this task works. Outside of any it begins a trace.
#[must_use]
pub fn next() -> Trace {
    current().map_or_else(Trace::begin, |trace| trace.child())
}

/// Has a call say which place it has; what it said before goes.
pub fn pass_on(headers: &mut HeaderMap, call: Trace) {
    headers.insert(TRACEPARENT, call.header());
}

/// A name for this process that no other has, written as a UUID of version 4 (RFC 9562, 5.4).
pub(crate) fn instance() -> String {
    let (high, low) = (random(), random());
    let (high, low) = (high & !0xf000 | 0x4000, low & !(0b11 << 62) | 0b10 << 62);
    let text = format!("{high:016x}{low:016x}");
    let part = |from: usize, until: usize| text.get(from..until).unwrap_or_default().to_owned();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

/// The trace's id, the caller's step and the flags (<https://www.w3.org/TR/trace-context/#traceparent-header>). A later version may say more at the end.
fn parse(text: &[u8]) -> Option<(u128, u64, u8)> {
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
    digits(0, 2)?;
    let (id, span, flags) = (digits(3, 35)?, digits(36, 52)?, digits(53, 55)?);
    let sound = !later && hyphens && id != 0 && span != 0;
    sound.then_some((id, u64::try_from(span).ok()?, u8::try_from(flags).ok()?))
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
        assert_eq!(trace.parent_bytes(), Some(0x00f0_67aa_0ba9_02b7_u64.to_be_bytes()));
        assert!(!trace.is_sampled() && Trace::begin().is_sampled());
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

    #[test]
    fn a_process_is_named_by_a_uuid() {
        let name = instance();
        let parts: Vec<usize> = name.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{name}");
        assert_eq!(name.as_bytes().get(14), Some(&b'4'), "{name}");
        assert!(name.as_bytes().get(19).is_some_and(|variant| b"89ab".contains(variant)), "{name}");
        assert_ne!(name, instance());
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
        let call = within_now(trace, next);
        pass_on(&mut headers, call);
        assert_eq!(
            (call.id(), call.parent_bytes()),
            (trace.id(), Some(trace.span_bytes())),
            "a step of its own"
        );
        assert_eq!(headers[TRACEPARENT], call.header());
        assert_eq!(headers.len(), 1);
    }
}
