//! What a destination answered, as it is told.

use beadle_domain::execution::{Answer, AnswerBody};
use serde::{Serialize, Serializer};
use serde_json::Value;
use utoipa::ToSchema;

use crate::tasks::response::config::Masked;

/// What the destination answered last.
#[derive(Serialize, ToSchema)]
#[schema(as = DestinationResponse)]
pub(crate) struct ReceivedResponse<'a> {
    /// The HTTP status; null for an answer that has none.
    #[schema(example = 201)]
    status: Option<u16>,
    /// The headers; values that carry credentials read `********`.
    #[schema(value_type = BTreeMap<String, String>)]
    headers: Masked<'a>,
    /// The body: as JSON where it is JSON, else a text; null where there was none.
    #[schema(value_type = Value)]
    body: Told<'a>,
    /// How `body` is to be read.
    #[schema(value_type = String, example = "json")]
    encoding: &'static str,
    /// The size of the body in bytes, as far as it was read.
    size: u64,
    /// Whether the body was longer than what is kept.
    truncated: bool,
    /// What `response.extract` took out of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    extracted: Option<&'a Value>,
    /// What is to be noticed about an answer that counts as success.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[schema(required = false)]
    warnings: &'a [String],
}

impl<'a> From<&'a Answer> for ReceivedResponse<'a> {
    fn from(answer: &'a Answer) -> Self {
        let encoding = match &answer.body {
            AnswerBody::Empty => "none",
            AnswerBody::Json(_) => "json",
            AnswerBody::Text(_) => "text",
            AnswerBody::Base64(_) => "base64",
        };
        Self {
            status: answer.status,
            headers: Masked(&answer.headers),
            body: Told(&answer.body),
            encoding,
            size: answer.size,
            truncated: answer.truncated,
            extracted: answer.extracted.as_ref(),
            warnings: &answer.warnings,
        }
    }
}

/// A body in the form that keeps most of its meaning.
pub(crate) struct Told<'a>(pub(crate) &'a AnswerBody);

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            AnswerBody::Empty => serializer.serialize_unit(),
            AnswerBody::Json(value) => value.serialize(serializer),
            AnswerBody::Text(text) | AnswerBody::Base64(text) => serializer.serialize_str(text),
        }
    }
}
