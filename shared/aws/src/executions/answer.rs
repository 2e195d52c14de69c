//! Responses in objects beside the rows of their executions.
//!
//! The object is written before the row that names it. A crash in between leaves an object that nothing names; the bucket
//! removes it as it removes all: by age, when its execution would have been removed.

use beadle_application::port::StoreError;
use beadle_domain::execution::{
    Answer, Execution,
    stored::{Object, StoredProgress},
};
use beadle_values::cause::Chain;

use super::ExecutionStore;
use crate::{
    errors::unreadable,
    row::execution::{Mutable, not_writable},
};

impl ExecutionStore {
    /// The attributes of `execution`, whose response is written if it is to be stored apart. If that fails, it is
    /// in the row after all: what the destination answered is not lost, and not asked for once more.
    pub(super) async fn mutable(&self, execution: &Execution) -> Result<Mutable, StoreError> {
        let Some(bucket) = self.table.answers() else { return Mutable::of(execution) };
        let mut stored = StoredProgress::of(execution).map_err(not_writable)?;
        let Some(object) = stored.object.take() else { return Mutable::with(execution, stored) };
        match bucket.put(execution.id(), object).await {
            Ok(()) => Mutable::with(execution, stored),
            Err(error) => {
                tracing::warn!(execution.id = %execution.id(), error = %Chain(&error), "failed to write a response to the bucket; it is stored in the table");
                Mutable::of(execution)
            }
        }
    }

    /// `execution` with its response, if that is stored apart. One that is gone stays as it is.
    pub(super) async fn with_answer(&self, mut execution: Execution) -> Result<Execution, StoreError> {
        let id = execution.id();
        let Some(apart) = execution.progress.answer.as_ref().and_then(Answer::apart) else {
            return Ok(execution);
        };
        let found = match self.table.answers() {
            Some(bucket) => bucket.get(id, &apart.digest).await?,
            None => None,
        };
        match found {
            Some(bytes) => {
                let answer = Object::answer(&bytes);
                execution.progress.answer =
                    Some(answer.map_err(|error| unreadable(format!("the response of {id}"), error))?);
            }
            None => tracing::warn!(execution.id = %id, "the response of an execution is gone"),
        }
        Ok(execution)
    }
}
