//! A progress as it is stored: what its row contains, and the response in an object beside the row where that costs less.

use serde_json::Value;

use super::{MAX_IN_ROW, Object, Stored};
use crate::{
    execution::{Answer, AnswerBody, Execution, answer::Apart},
    projection::change::ExecutionFacts,
};

/// The members of a job that are attributes of their own: they are written without a new version.
const BESIDE: [&str; 3] = ["early", "heartbeat", "late"];

/// A progress in its stored form.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredProgress {
    /// What the row contains: the progress without the members that have attributes of their own.
    pub row: Stored,
    /// The length of its text before it was compressed, in bytes.
    pub text_len: usize,
    /// The response, if it is stored in an object beside the row.
    pub object: Option<Object>,
}

impl StoredProgress {
    /// The stored form of the progress of `execution`. Its response is taken out of the row if the execution has ended
    /// and the response is larger than [`MAX_IN_ROW`] once it is compressed.
    ///
    /// Until then each further write pays for the row as it is, and the response may be replaced: an object would be
    /// paid for as often, and would have to be removed.
    ///
    /// # Errors
    /// When the progress is no JSON object.
    pub fn of(execution: &Execution) -> serde_json::Result<Self> {
        let whole = Self::in_row(execution)?;
        if whole.row.len() <= MAX_IN_ROW || !execution.status().is_final() {
            return Ok(whole);
        }
        let Some(answer) = execution.progress.answer.as_ref().filter(|answer| answer.apart().is_none())
        else {
            return Ok(whole);
        };
        let object = Object::of(answer)?;
        if object.bytes.len() <= MAX_IN_ROW {
            return Ok(whole);
        }
        let mut execution = execution.clone();
        execution.progress.answer = Some(without_body(answer, &execution, &object));
        Ok(Self { object: Some(object), ..Self::in_row(&execution)? })
    }

    /// The same with the response in the row, however large it is.
    ///
    /// # Errors
    /// When the progress is no JSON object.
    pub fn in_row(execution: &Execution) -> serde_json::Result<Self> {
        let Value::Object(mut members) = serde_json::to_value(&execution.progress)? else {
            return Err(serde::ser::Error::custom("a progress is not an object"));
        };
        members.shift_remove("version");
        members.shift_remove("cancel_requested");
        if let Some(Value::Object(job)) = members.get_mut("job") {
            for name in BESIDE {
                job.shift_remove(name);
            }
            if job.is_empty() {
                members.shift_remove("job");
            }
        }
        let text = Value::Object(members).to_string();
        Ok(Self { text_len: text.len(), row: Stored::of(text), object: None })
    }
}

/// What the row knows of `answer`: what lists, logs and counters need.
fn without_body(answer: &Answer, execution: &Execution, object: &Object) -> Answer {
    let apart = Apart {
        digest: object.digest.clone(),
        bytes: u64::try_from(object.bytes.len()).unwrap_or(u64::MAX),
        tokens: answer.tokens_used(),
        result: ExecutionFacts::result_of(
            execution.request.task_id,
            execution.request.spec.task_type(),
            &execution.progress,
        ),
    };
    Answer {
        status: answer.status,
        headers: Default::default(),
        body: AnswerBody::Apart(Box::new(apart)),
        size: answer.size,
        truncated: answer.truncated,
        extracted: None,
        warnings: answer.warnings.clone(),
    }
}
