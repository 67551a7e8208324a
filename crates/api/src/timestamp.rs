//! `google.protobuf.Timestamp` with canonical JSON: RFC 3339 in UTC with a `Z`.
//!
//! pbjson's own prints `+00:00`, which proto3 JSON reads and does not write.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant; on the wire the same as `google.protobuf.Timestamp`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, prost::Message)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z.
    #[prost(int64, tag = "1")]
    pub seconds: i64,
    /// Nanoseconds after them, 0 to 999 999 999.
    #[prost(int32, tag = "2")]
    pub nanos: i32,
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        // Before 1970 jiff's nanoseconds are negative; the message wants them to count forward.
        let (seconds, nanos) = (instant.as_second(), instant.subsec_nanosecond());
        if nanos < 0 {
            Self { seconds: seconds.saturating_sub(1), nanos: nanos.saturating_add(1_000_000_000) }
        } else {
            Self { seconds, nanos }
        }
    }
}

impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = crate::DecodeError;

    fn try_from(message: Timestamp) -> Result<Self, Self::Error> {
        let bad = || {
            crate::DecodeError::new(
                "time",
                format!("{} s and {} ns is no instant", message.seconds, message.nanos),
            )
        };
        if !(0..1_000_000_000).contains(&message.nanos) {
            return Err(bad());
        }
        Self::new(message.seconds, message.nanos).map_err(|_| bad())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let instant = jiff::Timestamp::try_from(*self).map_err(serde::ser::Error::custom)?;
        // proto3 JSON: 0, 3, 6 or 9 fractional digits.
        let digits = match self.nanos {
            0 => 0,
            n if n % 1_000_000 == 0 => 3,
            n if n % 1_000 == 0 => 6,
            _ => 9,
        };
        serializer.collect_str(&format_args!("{instant:.digits$}"))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let instant: jiff::Timestamp =
            text.parse().map_err(|e| de::Error::custom(format!("`{text}` is no RFC 3339 instant: {e}")))?;
        Ok(instant.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, json: &str) {
        let instant: jiff::Timestamp = text.parse().expect("an instant");
        let message = Timestamp::from(instant);
        assert_eq!(serde_json::to_string(&message).expect("it prints"), format!("\"{json}\""));
        let back: Timestamp = serde_json::from_str(&format!("\"{json}\"")).expect("it parses");
        assert_eq!(jiff::Timestamp::try_from(back).expect("an instant"), instant);
    }

    #[test]
    fn json_is_utc_with_as_many_digits_as_proto3_wants() {
        check("2024-10-15T00:00:00Z", "2024-10-15T00:00:00Z");
        check("2024-10-15T02:00:00.5+02:00", "2024-10-15T00:00:00.500Z");
        check("2024-10-15T00:00:00.000012Z", "2024-10-15T00:00:00.000012Z");
        check("2024-10-15T00:00:00.000000001Z", "2024-10-15T00:00:00.000000001Z");
        check("1969-12-31T23:59:59.750Z", "1969-12-31T23:59:59.750Z");
    }

    proptest! {
        #[test]
        fn every_instant_comes_back(seconds in -62_135_596_800_i64..253_402_207_200, nanos in 0..1_000_000_000_i32) {
            let instant = jiff::Timestamp::new(seconds, nanos).expect("in range");
            let message = Timestamp::from(instant);
            prop_assert_eq!((message.seconds, message.nanos), (seconds, nanos));
            let json = serde_json::to_string(&message).expect("it prints");
            prop_assert_eq!(serde_json::from_str::<Timestamp>(&json).ok(), Some(message));
        }
    }

    #[test]
    fn nanoseconds_out_of_range_are_no_instant() {
        for nanos in [-1, 1_000_000_000] {
            assert!(jiff::Timestamp::try_from(Timestamp { seconds: 0, nanos }).is_err(), "{nanos}");
        }
    }
}
