//! The result of an execution, derived from its response.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::{
    execution::{Answer, AnswerBody},
    spec::TaskType,
};

/// The maximum size of a result that is stored with its task, in bytes of JSON.
const MAX_BRIEF: usize = 4 * 1024;

/// The result of an execution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ResultBody<'a> {
    /// A JSON value.
    Value(&'a Value),
    /// The stored body.
    Body(&'a AnswerBody),
}

/// The result of an execution of type `task_type` with the response `answer`: the extracted value, the `data`
/// of a GraphQL response, or else the body.
pub fn result(task_type: TaskType, answer: &Answer) -> ResultBody<'_> {
    match (&answer.extracted, task_type, &answer.body) {
        (Some(extracted), _, _) => ResultBody::Value(extracted),
        (None, TaskType::Graphql, AnswerBody::Json(Value::Object(members))) => {
            ResultBody::Value(members.get("data").unwrap_or(&Value::Null))
        }
        (None, _, body) => ResultBody::Body(body),
    }
}

/// The result as a JSON value.
pub fn result_value(task_type: TaskType, answer: &Answer) -> Value {
    match result(task_type, answer) {
        ResultBody::Value(value) | ResultBody::Body(AnswerBody::Json(value)) => value.clone(),
        ResultBody::Body(AnswerBody::Empty | AnswerBody::Apart(_)) => Value::Null,
        ResultBody::Body(AnswerBody::Text(text) | AnswerBody::Base64(text)) => Value::String(text.clone()),
    }
}

/// The result as stored with the task: the value itself, or its size if it exceeds 4 KB of JSON.
pub fn brief_result(task_type: TaskType, answer: &Answer) -> Value {
    if let Some(apart) = answer.apart() {
        return apart.result.clone().unwrap_or(Value::Null);
    }
    let value = result_value(task_type, answer);
    // A truncated body is stored as text, so its size is that of the text.
    let size = value.to_string().len();
    if size <= MAX_BRIEF { value } else { json!({"truncated": true, "size": size}) }
}

impl Serialize for ResultBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Body(AnswerBody::Json(value)) => value.serialize(serializer),
            Self::Body(AnswerBody::Empty | AnswerBody::Apart(_)) => serializer.serialize_unit(),
            Self::Body(AnswerBody::Text(text) | AnswerBody::Base64(text)) => serializer.serialize_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: AnswerBody) -> Answer {
        Answer {
            status: Some(200),
            headers: Default::default(),
            body,
            size: 0,
            truncated: false,
            extracted: None,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn large_results_are_stored_as_their_size() {
        let small = json!({"data": {"name": "ada"}});
        let kept = |task_type| brief_result(task_type, &answer(AnswerBody::Json(small.clone())));
        assert_eq!((kept(TaskType::Http), kept(TaskType::Graphql)), (small.clone(), small["data"].clone()));
        let text = "x".repeat(MAX_BRIEF);
        let large = brief_result(TaskType::Http, &answer(AnswerBody::Text(text)));
        assert_eq!(large, json!({"truncated": true, "size": MAX_BRIEF + 2}));
        assert_eq!(brief_result(TaskType::Http, &answer(AnswerBody::Empty)), Value::Null);
    }
}
