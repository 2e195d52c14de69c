//! The body of a kept answer: JSON where it is JSON, else text, else base64, and cut where it would not fit.

use std::io;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::Value;

use crate::{
    call::{Redactor, judge::Body},
    execution::AnswerBody,
};

/// How deep a JSON body may nest and still be kept as JSON. Readers of rows stop at 128 levels, and a body is kept some
/// levels down.
const MAX_DEPTH: usize = 64;

/// A byte of text takes at most this many as JSON (`\u0001`).
const WORST_ESCAPE: usize = 6;

/// A body as it is kept.
pub(super) struct Kept {
    pub(super) body: AnswerBody,
    pub(super) truncated: bool,
}

/// Keeps what takes at most `budget` bytes as JSON: the value that `body` was read as, else `bytes`. `truncated` says that
/// these are only the beginning.
pub(super) fn keep(bytes: Bytes, truncated: bool, body: Body, budget: usize, redactor: &Redactor) -> Kept {
    let as_bytes = body == Body::Bytes;
    if let Body::Value(mut value) = body {
        redactor.value(&mut value);
        if let Some(value) = fitting(value, budget) {
            return Kept { body: AnswerBody::Json(value), truncated };
        }
    }
    if bytes.is_empty() {
        return Kept { body: AnswerBody::Empty, truncated };
    }
    let bytes = redactor.bytes(bytes, truncated);
    if as_bytes {
        return keep_bytes(&bytes, truncated, budget);
    }
    match into_text(bytes, truncated) {
        Ok(text) => keep_text(text, truncated, budget),
        Err(bytes) => keep_bytes(&bytes, truncated, budget),
    }
}

/// `value` if it takes at most `budget` bytes as JSON and keeps its meaning in a row.
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

/// What `value` takes as JSON, if that is at most `most`.
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

/// The body as text, or its bytes. A body that was cut may end inside a character, which is dropped.
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

fn keep_text(mut text: String, truncated: bool, budget: usize) -> Kept {
    if text.len() * WORST_ESCAPE <= budget {
        return Kept { body: AnswerBody::Text(text), truncated };
    }
    let end = prefix_within(&text, budget);
    let cut = end < text.len();
    text.truncate(end);
    Kept { body: AnswerBody::Text(text), truncated: truncated || cut }
}

fn keep_bytes(bytes: &[u8], truncated: bool, budget: usize) -> Kept {
    let end = bytes.len().min(budget / 4 * 3);
    let body = AnswerBody::Base64(STANDARD.encode(&bytes[..end]));
    Kept { body, truncated: truncated || end < bytes.len() }
}

/// The longest prefix of `text`, in bytes, that takes at most `budget` bytes inside a JSON string.
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

/// What `text` takes inside a JSON string.
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
