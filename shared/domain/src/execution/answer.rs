//! What a destination answered, as it is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The part of an answer that is kept with the execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status; `None` for an answer that has none, as a database's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The headers, names in lower case; values that may carry credentials are masked.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body, as far as it was kept.
    #[serde(default, skip_serializing_if = "AnswerBody::is_empty")]
    pub body: AnswerBody,
    /// The size of the body in bytes, as far as it was read.
    pub size: u64,
    /// Whether the body was longer than what is kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// What `response.extract` took out of the body: the result, where something is to be taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extracted: Option<Value>,
    /// What is to be noticed about an answer that counts as success.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// A body in the form that keeps most of its meaning.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerBody {
    /// There was none.
    #[default]
    Empty,
    /// A complete JSON document.
    Json(Value),
    /// Text in UTF-8.
    Text(String),
    /// Anything else, in base64 (RFC 4648 section 4).
    Base64(String),
}

impl Answer {
    /// The tokens that the destination says it used: `usage.total_tokens` of its body, as language models tell it
    /// (`CompletionUsage` in `OpenAI`'s API reference).
    pub fn tokens_used(&self) -> Option<u64> {
        let AnswerBody::Json(body) = &self.body else { return None };
        body.get("usage")?.get("total_tokens")?.as_u64()
    }
}

impl AnswerBody {
    /// Whether there is no body.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}
