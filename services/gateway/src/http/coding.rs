//! Content codings: which one a client gets (RFC 9110, section 12.5.3), and bytes in each.
//!
//! Each coding of what is kept is made when it is first asked for and kept with it, so that a warm answer stays a look-up. What is made for
//! one request is coded for it alone, and so with little effort. Each coding has an entity tag of its own, since its bytes are others.

use std::io::Write;
use std::sync::OnceLock;

use bytes::Bytes;

use super::conditional::Tagged;
use super::negotiation;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// The bytes as they are.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

/// What is smaller as it is than with a coding's own bytes.
const SMALL: usize = 600;

const BROTLI_WINDOW: i32 = 22;

/// How hard to try.
#[derive(Clone, Copy, Debug)]
struct Effort {
    gzip: u32,
    brotli: i32,
}

/// For what is kept: it may cost some milliseconds, once.
const KEPT: Effort = Effort { gzip: 8, brotli: 9 };
/// For what is made for one request: half a millisecond takes seven tenths off a page of 40 KB; the last tenth would cost 13.
const PASSING: Effort = Effort { gzip: 3, brotli: 3 };

impl Coding {
    /// Its name; none for the bytes as they are.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// The coding that `Accept-Encoding` prefers; of equals the denser. Nothing said, nothing is coded.
    pub(crate) fn accepted(accept: Option<&str>) -> Self {
        let Some(accept) = accept else { return Self::Identity };
        let weigh = |coding: Self| negotiation::coding(accept, coding.name().unwrap_or("identity"));
        let identity = weigh(Self::Identity);
        let coded = [Self::Brotli, Self::Gzip].map(|coding| (weigh(coding).unwrap_or(0), coding));
        // `max_by_key` gives the last of equals.
        let best = coded.into_iter().rev().max_by_key(|(weight, _)| *weight);
        match best {
            // Who does not name the bytes as they are takes them only in need.
            Some((weight, coding)) if weight > 0 && weight >= identity.unwrap_or(0) => coding,
            Some(_) | None => Self::Identity,
        }
    }

    fn encode(self, bytes: &Bytes, effort: Effort) -> Bytes {
        let made = match self {
            Self::Identity => None,
            Self::Gzip => gzip(bytes, effort.gzip),
            Self::Brotli => brotli(bytes, effort.brotli),
        };
        // Writing to memory does not fail.
        made.map_or_else(|| bytes.clone(), Bytes::from)
    }
}

fn gzip(bytes: &[u8], level: u32) -> Option<Vec<u8>> {
    // The header holds no time, so that equal bytes stay equal.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn brotli(bytes: &[u8], quality: i32) -> Option<Vec<u8>> {
    let params = ::brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..::brotli::enc::BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    ::brotli::BrotliCompress(&mut &*bytes, &mut out, &params).ok()?;
    Some(out)
}

/// Bytes in each coding.
pub(crate) struct Coded {
    form: &'static str,
    effort: Effort,
    identity: Tagged,
    gzip: OnceLock<Tagged>,
    brotli: OnceLock<Tagged>,
}

impl Coded {
    /// Bytes that are kept, of which nothing is coded yet; `form` is a short word (`html`).
    pub(crate) fn new(bytes: impl Into<Bytes>, form: &'static str) -> Self {
        let (gzip, brotli) = Default::default();
        Self { form, effort: KEPT, identity: Tagged::new(bytes, form), gzip, brotli }
    }

    /// Bytes that are made for one request.
    pub(crate) fn passing(bytes: impl Into<Bytes>, form: &'static str) -> Self {
        Self { effort: PASSING, ..Self::new(bytes, form) }
    }

    /// What is sent in a coding: small things are sent as they are.
    pub(crate) fn suiting(&self, coding: Coding) -> Coding {
        if self.identity.bytes.len() < SMALL { Coding::Identity } else { coding }
    }

    /// The bytes in a coding.
    pub(crate) fn of(&self, coding: Coding) -> &Tagged {
        let slot = match coding {
            Coding::Identity => return &self.identity,
            Coding::Gzip => &self.gzip,
            Coding::Brotli => &self.brotli,
        };
        let form = || format!("{}-{}", self.form, coding.name().unwrap_or_default());
        slot.get_or_init(|| Tagged::new(coding.encode(&self.identity.bytes, self.effort), &form()))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[track_caller]
    fn check(accept: Option<&str>, expected: Coding) {
        assert_eq!(Coding::accepted(accept), expected, "{accept:?}");
    }

    #[test]
    fn the_coding_is_the_heaviest_and_of_equals_the_denser() {
        check(Some("gzip, deflate, br, zstd"), Coding::Brotli);
        check(Some("gzip, deflate"), Coding::Gzip);
        check(Some("GZIP;q=0.5"), Coding::Gzip);
        check(Some("br;q=0.5, gzip"), Coding::Gzip);
        check(Some("*"), Coding::Brotli);
        check(Some("br;q=0, *"), Coding::Gzip);
        check(Some("x-gzip"), Coding::Gzip);
    }

    #[test]
    fn what_is_not_wanted_is_not_sent() {
        check(None, Coding::Identity);
        check(Some(""), Coding::Identity);
        check(Some("deflate, zstd"), Coding::Identity);
        check(Some("gzip;q=0"), Coding::Identity);
        check(Some("identity, gzip;q=0.5"), Coding::Identity);
        check(Some("identity;q=0.2, gzip;q=0.5"), Coding::Gzip);
        check(Some("*;q=0"), Coding::Identity);
        check(Some("gzip;q=2, ;;,"), Coding::Identity);
    }

    #[test]
    fn each_coding_reads_back_and_has_a_tag_of_its_own() {
        let text = "figures ".repeat(500);
        for coded in [Coded::new(text.clone(), "html"), Coded::passing(text.clone(), "html")] {
            reads_back(&text, &coded);
        }
        assert_eq!(Coded::new("small", "html").suiting(Coding::Gzip), Coding::Identity);
    }

    #[track_caller]
    fn reads_back(text: &str, coded: &Coded) {
        let (mut unzipped, mut unbrotlied) = (String::new(), Vec::new());
        let [identity, gzip, brotli] = [Coding::Identity, Coding::Gzip, Coding::Brotli].map(|c| coded.of(c));
        flate2::read::GzDecoder::new(&*gzip.bytes).read_to_string(&mut unzipped).expect("gzip");
        ::brotli::BrotliDecompress(&mut &*brotli.bytes, &mut unbrotlied).expect("brotli");
        assert_eq!((unzipped.as_str(), unbrotlied.as_slice()), (text, text.as_bytes()));
        assert!(gzip.bytes.len() < 100 && brotli.bytes.len() < 100);
        assert!(identity.tag != gzip.tag && gzip.tag != brotli.tag && identity.tag != brotli.tag);
        assert_eq!(coded.suiting(Coding::Gzip), Coding::Gzip);
    }

    #[test]
    fn equal_bytes_stay_equal_when_they_are_coded() {
        let [a, b] = [(), ()].map(|()| Coded::new("figures ".repeat(500), "html"));
        assert_eq!(a.of(Coding::Gzip).bytes, b.of(Coding::Gzip).bytes);
        assert_eq!(a.of(Coding::Brotli).tag, b.of(Coding::Brotli).tag);
    }
}
