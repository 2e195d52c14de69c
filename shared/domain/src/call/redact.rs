//! Redacts secrets from everything that is about to be stored.

mod forms;

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use serde_json::{Map, Value};

use self::forms::forms;
use crate::{execution::Failure, masking::MASK};

/// Shorter secrets are not redacted, because they would match everywhere.
const MIN_LENGTH: usize = 4;

/// Replaces the secrets of an attempt by a mask, in every form in which they are likely to come back.
#[derive(Clone, Default)]
pub struct Redactor {
    /// The patterns, grouped by their first byte, longest first; empty if there is nothing to redact.
    by_first: Vec<Vec<Box<[u8]>>>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").finish_non_exhaustive()
    }
}

impl Redactor {
    /// A redactor for `secrets`, in each of their [forms](forms()).
    pub fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let mut by_first: Vec<Vec<Box<[u8]>>> = Vec::new();
        for form in secrets.into_iter().filter(|secret| secret.len() >= MIN_LENGTH).flat_map(forms) {
            if by_first.is_empty() {
                by_first.resize_with(256, Vec::new);
            }
            let Some(bucket) = form.first().and_then(|first| by_first.get_mut(usize::from(*first))) else {
                continue;
            };
            if !bucket.contains(&form) {
                bucket.push(form);
                bucket.sort_by_key(|form| std::cmp::Reverse(form.len()));
            }
        }
        Self { by_first }
    }

    /// Whether there is nothing to redact.
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// `text` with every secret masked.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.replaced(text.as_bytes(), false) {
            Some(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
            None => Cow::Borrowed(text),
        }
    }

    /// `bytes` with every secret masked. If they were cut off, an end that may be the beginning of a secret
    /// is masked too.
    pub fn bytes(&self, bytes: Bytes, cut: bool) -> Bytes {
        match self.replaced(&bytes, cut) {
            Some(replaced) => replaced.into(),
            None => bytes,
        }
    }

    /// Masks every secret in the strings, numbers and member names of `value`.
    pub fn value(&self, value: &mut Value) {
        if self.is_empty() {
            return;
        }
        match value {
            Value::String(text) => {
                if let Cow::Owned(redacted) = self.text(text) {
                    *text = redacted;
                }
            }
            Value::Number(number) => {
                if let Cow::Owned(redacted) = self.text(&number.to_string()) {
                    *value = Value::String(redacted);
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.value(value)),
            Value::Object(members) => {
                if members.keys().any(|name| matches!(self.text(name), Cow::Owned(_))) {
                    let renamed = std::mem::take(members);
                    let rename = |(name, value): (String, Value)| (self.text(&name).into_owned(), value);
                    *members = renamed.into_iter().map(rename).collect::<Map<_, _>>();
                }
                members.values_mut().for_each(|value| self.value(value));
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// `failure` with every secret in its message masked.
    #[must_use]
    pub fn failure(&self, mut failure: Failure) -> Failure {
        if let Cow::Owned(redacted) = self.text(&failure.message) {
            failure.message = redacted;
        }
        failure
    }

    /// The redacted `bytes`; `None` if they contain no secret.
    fn replaced(&self, bytes: &[u8], cut: bool) -> Option<Vec<u8>> {
        if self.is_empty() {
            return None;
        }
        let mut replaced: Option<Vec<u8>> = None;
        let (mut kept_until, mut position) = (0, 0);
        while let Some(rest) = bytes.get(position..).filter(|rest| !rest.is_empty()) {
            let Some(length) = self.found(rest, cut) else {
                position += 1;
                continue;
            };
            let output = replaced.get_or_insert_with(|| Vec::with_capacity(bytes.len()));
            output.extend_from_slice(bytes.get(kept_until..position).unwrap_or_default());
            output.extend_from_slice(MASK.as_bytes());
            position += length;
            kept_until = position;
        }
        if let Some(output) = &mut replaced {
            output.extend_from_slice(bytes.get(kept_until..).unwrap_or_default());
        }
        replaced
    }

    /// The length of the secret at the start of `rest`, if there is one.
    fn found(&self, rest: &[u8], cut: bool) -> Option<usize> {
        let forms = self.by_first.get(usize::from(*rest.first()?))?;
        let whole = forms.iter().find(|form| rest.starts_with(form)).map(|form| form.len());
        let is_beginning = || rest.len() >= MIN_LENGTH && forms.iter().any(|form| form.starts_with(rest));
        whole.or_else(|| (cut && is_beginning()).then_some(rest.len()))
    }
}

#[cfg(test)]
mod tests;
