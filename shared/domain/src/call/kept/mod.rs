//! What of an answer is kept with its execution: enough to see what happened, and never more than a row can hold.

mod body;
mod headers;

use bytes::Bytes;
use serde_json::Value;

pub(super) use self::body::len_within;
use super::{Redactor, judge::Body};
use crate::execution::Answer;

/// The most that a kept answer takes as JSON, in bytes.
pub const MAX_KEPT: usize = 256 * 1024;

/// The most that the headers of a kept answer take as JSON, in bytes; those that don't fit are left out.
pub const MAX_KEPT_HEADERS: usize = 8 * 1024;

/// The most that what was extracted takes as JSON, in bytes.
pub const MAX_EXTRACTED: usize = 64 * 1024;

/// The most that the warnings of a kept answer take as JSON, in bytes; those that don't fit are left out.
const MAX_WARNINGS: usize = 4 * 1024;

/// What the members of an answer take beside all these, at most.
const FRAME: usize = 256;

/// What came back.
pub(super) struct Raw {
    /// The HTTP status, if there is one.
    pub(super) status: Option<u16>,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    /// The body.
    pub(super) bytes: Bytes,
    /// Whether there was more of it.
    pub(super) truncated: bool,
    /// The body as it was read.
    pub(super) body: Body,
}

/// The answer as it is kept, with what was extracted from it and what is to be noticed about it.
pub(super) fn answer(
    raw: Raw,
    extracted: Option<Value>,
    warnings: Vec<String>,
    redactor: &Redactor,
) -> Answer {
    let size = raw.bytes.len() as u64;
    let extracted = extracted.map(|mut value| {
        redactor.value(&mut value);
        body::fitting(value, MAX_EXTRACTED).unwrap_or_default()
    });
    let extracted_len = extracted.as_ref().and_then(|value| len_within(value, MAX_EXTRACTED)).unwrap_or(0);
    let (warnings, warnings_len) = fitting(warnings, redactor);
    let budget = MAX_KEPT - MAX_KEPT_HEADERS - FRAME - extracted_len - warnings_len;
    let kept = body::keep(raw.bytes, raw.truncated, raw.body, budget, redactor);
    Answer {
        status: raw.status,
        headers: headers::keep(raw.headers, redactor),
        body: kept.body,
        size,
        truncated: kept.truncated,
        extracted,
        warnings,
    }
}

/// The warnings that fit, and what they take as JSON.
fn fitting(warnings: Vec<String>, redactor: &Redactor) -> (Vec<String>, usize) {
    let mut taken = 0;
    let mut kept = Vec::with_capacity(warnings.len());
    for warning in warnings {
        let warning = redactor.text(&warning).into_owned();
        let cost = body::escaped_len(&warning) + 3;
        if taken + cost <= MAX_WARNINGS {
            taken += cost;
            kept.push(warning);
        }
    }
    (kept, taken)
}
