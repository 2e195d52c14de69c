//! The body of a kept answer: JSON where it is JSON, else text, else base64, and cut where it would not fit.

use std::io;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::Value;

use crate::{call::prepare::is_json, execution::AnswerBody};

/// How deep a JSON body may nest and still be kept as JSON. Readers of rows stop at 128 levels, and a body is kept some
/// levels down.
const MAX_DEPTH: usize = 64;

/// A byte of text takes at most this many as JSON (`\u0001`).
const WORST_ESCAPE: usize = 6;

/// A byte of JSON takes at most this many when it is written again (`1e15` becomes `1000000000000000.0`).
const WORST_REWRITE: usize = 5;

/// A body as it is kept.
pub(super) struct Kept {
    pub(super) body: AnswerBody,
    pub(super) truncated: bool,
}

/// Keeps what takes at most `budget` bytes as JSON. `truncated` says that `body` is only the beginning.
pub(super) fn keep(body: Bytes, truncated: bool, content_type: Option<&str>, budget: usize) -> Kept {
    if body.is_empty() {
        return Kept { body: AnswerBody::Empty, truncated };
    }
    if !truncated && let Some(value) = json(&body, content_type, budget) {
        return Kept { body: AnswerBody::Json(value), truncated };
    }
    match into_text(body, truncated) {
        Ok(text) => keep_text(text, truncated, budget),
        Err(bytes) => keep_bytes(&bytes, truncated, budget),
    }
}

/// The body as JSON, if it is declared or looks like it and keeps its meaning as a value.
fn json(body: &[u8], content_type: Option<&str>, budget: usize) -> Option<Value> {
    let declared = content_type.is_none_or(is_json);
    let looks_like_it = || matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    if !declared && !looks_like_it() {
        return None;
    }
    let value: Value = serde_json::from_slice(body).ok()?;
    let fits = body.len() * WORST_REWRITE <= budget || rewritten_len(&value) <= budget;
    (fits && is_shallow(&value, MAX_DEPTH)).then_some(value)
}

fn is_shallow(value: &Value, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return false };
    match value {
        Value::Array(values) => values.iter().all(|value| is_shallow(value, below)),
        Value::Object(members) => members.values().all(|value| is_shallow(value, below)),
        _ => true,
    }
}

fn rewritten_len(value: &Value) -> usize {
    struct Count(usize);
    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    serde_json::to_writer(&mut count, value).map_or(usize::MAX, |()| count.0)
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
