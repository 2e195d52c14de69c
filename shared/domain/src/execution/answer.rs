//! The stored response of a destination.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The part of a response that is stored with the execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status; `None` for a response without one, such as a database's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The headers, names in lower case; values that may contain credentials are masked.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body, as far as it is stored.
    #[serde(default, skip_serializing_if = "AnswerBody::is_empty")]
    pub body: AnswerBody,
    /// The size of the body in bytes, as far as it was read.
    pub size: u64,
    /// Whether the body was longer than what is stored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// The value that `response.extract` took from the body: the result, if a value is to be extracted.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub extracted: Option<Value>,
    /// Warnings about a successful response.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// A body in the most structured form possible.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerBody {
    /// No body.
    #[default]
    Empty,
    /// A complete JSON document.
    Json(Value),
    /// Text in UTF-8.
    Text(String),
    /// Anything else, in base64 (RFC 4648 section 4).
    Base64(String),
    /// A body that is in an object beside the row of its execution, together with the headers and the extracted value,
    /// and was not read: by a list, or because the object is gone.
    Apart(Box<Apart>),
}

/// What is known of a response whose body was not read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Apart {
    /// The digest of the object, which names it among those of its execution.
    pub digest: String,
    /// The size of the object, in bytes.
    pub bytes: u64,
    /// The number of tokens that the destination reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<u64>,
    /// The result, as it is stored with the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
}

/// A value that is present, null included: serde would read null as none.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Answer {
    /// The number of tokens that the destination reports: `usage.total_tokens` of its body, as language
    /// models send it (`CompletionUsage` in `OpenAI`'s API reference).
    pub fn tokens_used(&self) -> Option<u64> {
        match &self.body {
            AnswerBody::Json(body) => body.get("usage")?.get("total_tokens")?.as_u64(),
            AnswerBody::Apart(apart) => apart.tokens,
            AnswerBody::Empty | AnswerBody::Text(_) | AnswerBody::Base64(_) => None,
        }
    }

    /// What is known of it, if its body is in an object beside the row of its execution and was not read.
    pub fn apart(&self) -> Option<&Apart> {
        match &self.body {
            AnswerBody::Apart(apart) => Some(apart),
            _ => None,
        }
    }
}

impl AnswerBody {
    /// Whether there is no body.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}
