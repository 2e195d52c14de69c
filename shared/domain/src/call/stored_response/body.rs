//! The body of a stored response: JSON if possible, otherwise text, otherwise base64, and cut to its limit.

use std::io;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::Value;

use crate::{
    call::{Redactor, evaluate::Body},
    execution::AnswerBody,
};

/// The deepest nesting of a body that is stored as JSON. Readers of rows stop at 128 levels, and a body is
/// nested some levels deep in its row.
const MAX_DEPTH: usize = 64;

/// The most bytes that a byte of text takes as JSON (`\u0001`).
const WORST_ESCAPE: usize = 6;

/// A body in its stored form.
pub(super) struct StoredBody {
    pub(super) body: AnswerBody,
    pub(super) truncated: bool,
}

/// Converts a body to at most `budget` bytes of JSON: the value that was parsed, otherwise `bytes`.
/// `truncated` says that `bytes` are only the beginning.
pub(super) fn stored_body(
    bytes: Bytes,
    truncated: bool,
    body: Body,
    budget: usize,
    redactor: &Redactor,
) -> StoredBody {
    let as_bytes = body == Body::Bytes;
    if let Body::Value(mut value) = body {
        redactor.value(&mut value);
        if let Some(value) = fitting(value, budget) {
            return StoredBody { body: AnswerBody::Json(value), truncated };
        }
    }
    if bytes.is_empty() {
        return StoredBody { body: AnswerBody::Empty, truncated };
    }
    let bytes = redactor.bytes(bytes, truncated);
    if as_bytes {
        return stored_bytes(&bytes, truncated, budget);
    }
    match into_text(bytes, truncated) {
        Ok(text) => stored_text(text, truncated, budget),
        Err(bytes) => stored_bytes(&bytes, truncated, budget),
    }
}

/// `value`, if it takes at most `budget` bytes as JSON and can be read back from a row.
pub(super) fn fitting(value: Value, budget: usize) -> Option<Value> {
    (is_shallow(&value, MAX_DEPTH) && len_within(&value, budget).is_some()).then_some(value)
}

fn is_shallow(value: &Value, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return false };
    match value {
        Value::Array(values) => values.iter().all(|value| is_shallow(value, below)),
        Value::Object(members) => members.values().all(|value| is_shallow(value, below)),
        _ => true,
    }
}

/// The size of `value` as JSON, if it is at most `most`.
pub(in crate::call) fn len_within(value: &Value, most: usize) -> Option<usize> {
    struct Count {
        taken: usize,
        most: usize,
    }
    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.taken += bytes.len();
            if self.taken > self.most { Err(io::ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count { taken: 0, most };
    serde_json::to_writer(&mut count, value).ok().map(|()| count.taken)
}

/// The body as text, or its bytes. An incomplete character at the end of a truncated body is dropped.
fn into_text(body: Bytes, truncated: bool) -> Result<String, Vec<u8>> {
    String::from_utf8(body.into()).or_else(|error| {
        let fault = error.utf8_error();
        let mut bytes = error.into_bytes();
        if truncated && fault.error_len().is_none() {
            bytes.truncate(fault.valid_up_to());
        }
        String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes)
    })
}

fn stored_text(mut text: String, truncated: bool, budget: usize) -> StoredBody {
    if text.len() * WORST_ESCAPE <= budget {
        return StoredBody { body: AnswerBody::Text(text), truncated };
    }
    let end = prefix_within(&text, budget);
    let cut = end < text.len();
    text.truncate(end);
    StoredBody { body: AnswerBody::Text(text), truncated: truncated || cut }
}

fn stored_bytes(bytes: &[u8], truncated: bool, budget: usize) -> StoredBody {
    let end = bytes.len().min(budget / 4 * 3);
    let body = AnswerBody::Base64(STANDARD.encode(&bytes[..end]));
    StoredBody { body, truncated: truncated || end < bytes.len() }
}

/// The length in bytes of the longest prefix of `text` that takes at most `budget` bytes inside a JSON
/// string.
fn prefix_within(text: &str, budget: usize) -> usize {
    let mut taken = 0;
    for (start, character) in text.char_indices() {
        taken += escaped_char_len(character);
        if taken > budget {
            return start;
        }
    }
    text.len()
}

/// The size of `text` inside a JSON string.
pub(super) fn escaped_len(text: &str) -> usize {
    text.chars().map(escaped_char_len).sum()
}

/// As `serde_json` escapes (RFC 8259 section 7).
fn escaped_char_len(character: char) -> usize {
    match character {
        '"' | '\\' | '\u{8}' | '\t' | '\n' | '\u{c}' | '\r' => 2,
        '\0'..='\u{1f}' => WORST_ESCAPE,
        other => other.len_utf8(),
    }
}
