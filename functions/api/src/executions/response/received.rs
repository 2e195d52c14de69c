//! Response of a destination, as part of an execution.

use beadle_domain::execution::{Answer, AnswerBody};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::http::masked::MaskedHeaders;

/// The last response of the destination.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = DestinationResponse))]
pub(crate) struct ReceivedResponse<'a> {
    /// HTTP status; null for a response without one.
    #[cfg_attr(test, schema(example = 201))]
    status: Option<u16>,
    /// Headers. Values that carry credentials are shown as `********`.
    #[cfg_attr(test, schema(value_type = BTreeMap<String, String>))]
    headers: MaskedHeaders<'a>,
    /// Body: JSON if it is JSON, else a string; null if there was none.
    #[cfg_attr(test, schema(value_type = Value))]
    body: Body<'a>,
    /// Encoding of `body`; `gone` for a body that was removed before its execution.
    #[cfg_attr(test, schema(value_type = String, example = "json"))]
    encoding: &'static str,
    /// Size in bytes of the part of the body that was read.
    size: u64,
    /// Whether the stored body is truncated.
    truncated: bool,
    /// Value that `response.extract` extracted from the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    extracted: Option<&'a Value>,
    /// Warnings about a response that counts as a success.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[cfg_attr(test, schema(required = false))]
    warnings: &'a [String],
}

impl<'a> From<&'a Answer> for ReceivedResponse<'a> {
    fn from(answer: &'a Answer) -> Self {
        let encoding = match &answer.body {
            AnswerBody::Empty => "none",
            AnswerBody::Json(_) => "json",
            AnswerBody::Text(_) => "text",
            AnswerBody::Base64(_) => "base64",
            AnswerBody::Apart(_) => "gone",
        };
        Self {
            status: answer.status,
            headers: MaskedHeaders(&answer.headers),
            body: Body(&answer.body),
            encoding,
            size: answer.size,
            truncated: answer.truncated,
            extracted: answer.extracted.as_ref(),
            warnings: &answer.warnings,
        }
    }
}

/// A body as JSON, a string or null.
struct Body<'a>(&'a AnswerBody);

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            AnswerBody::Empty | AnswerBody::Apart(_) => serializer.serialize_unit(),
            AnswerBody::Json(value) => value.serialize(serializer),
            AnswerBody::Text(text) | AnswerBody::Base64(text) => serializer.serialize_str(text),
        }
    }
}
