//! The header `traceparent` (section 3.2).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{SpanId, TraceId};

/// The bit of the flags that says that the caller records its spans.
const SAMPLED: u8 = 1;

/// A place in a trace, as a caller names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceParent {
    trace: TraceId,
    span: SpanId,
    sampled: bool,
}

/// The text is no `traceparent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be version, trace id, span id and flags in hexadecimal, separated by hyphens")]
pub struct InvalidTraceParent;

impl TraceParent {
    pub(super) fn new(trace: TraceId, span: SpanId, sampled: bool) -> Self {
        Self { trace, span, sampled }
    }

    /// The trace.
    pub fn trace(self) -> TraceId {
        self.trace
    }

    /// The span of the caller.
    pub fn span(self) -> SpanId {
        self.span
    }

    /// Whether the caller records its spans.
    pub fn is_sampled(self) -> bool {
        self.sampled
    }
}

impl FromStr for TraceParent {
    type Err = InvalidTraceParent;

    /// Reads version 00; of later versions, the members of version 00 (section 3.2.4).
    fn from_str(text: &str) -> Result<Self, InvalidTraceParent> {
        let mut parts = text.splitn(5, '-');
        let mut part = |length| parts.next().and_then(|digits| lower_hex(digits, length));
        let (version, trace, span, flags) = (part(2), part(32), part(16), part(2));
        let (version, flags) = (version.ok_or(InvalidTraceParent)?, flags.ok_or(InvalidTraceParent)?);
        let trace = trace.filter(|trace| *trace != 0).ok_or(InvalidTraceParent)?;
        let span = span.and_then(|span| u64::try_from(span).ok()).filter(|span| *span != 0);
        let span = span.ok_or(InvalidTraceParent)?;
        if version == 0xff || (version == 0 && parts.next().is_some()) {
            return Err(InvalidTraceParent);
        }
        let sampled = flags & u128::from(SAMPLED) != 0;
        Ok(Self { trace: TraceId(trace), span: SpanId(span), sampled })
    }
}

/// Exactly `length` lower-case hexadecimal digits; upper-case ones are invalid (section 3.2.2).
fn lower_hex(digits: &str, length: usize) -> Option<u128> {
    let valid =
        digits.len() == length && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    valid.then(|| u128::from_str_radix(digits, 16).ok()).flatten()
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{}-{}-{:02x}", self.trace, self.span, u8::from(self.sampled))
    }
}

impl Serialize for TraceParent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TraceParent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
