//! What an execution came to, out of what was answered.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::{
    execution::{Answer, AnswerBody},
    spec::TaskSpec,
};

/// What an execution came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ResultBody<'a> {
    /// A value.
    Value(&'a Value),
    /// The body as it was kept.
    Body(&'a AnswerBody),
}

/// What an execution of `spec` came to that was answered `answer`: what was taken out of it, the `data` of GraphQL, else
/// the body.
pub fn result<'a>(spec: &TaskSpec, answer: &'a Answer) -> ResultBody<'a> {
    match (&answer.extracted, spec, &answer.body) {
        (Some(extracted), _, _) => ResultBody::Value(extracted),
        (None, TaskSpec::Graphql(_), AnswerBody::Json(Value::Object(members))) => {
            ResultBody::Value(members.get("data").unwrap_or(&Value::Null))
        }
        (None, _, body) => ResultBody::Body(body),
    }
}

impl Serialize for ResultBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Body(AnswerBody::Json(value)) => value.serialize(serializer),
            Self::Body(AnswerBody::Empty) => serializer.serialize_unit(),
            Self::Body(AnswerBody::Text(text) | AnswerBody::Base64(text)) => serializer.serialize_str(text),
        }
    }
}
