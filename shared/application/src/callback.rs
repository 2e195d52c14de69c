//! Reports of jobs: what a destination says that has a token, and no account.

use std::sync::Arc;

use beadle_domain::{
    callback::{CallbackKeys, CallbackToken},
    execution::{
        Execution,
        job::{Alive, Note, Received, Reported, Sent, receive},
    },
    interpolation::SecretError,
    signature::{InvalidSignature, SignedRequest},
    spec::TaskSpec,
};
use beadle_values::{cause::Chain, id::ExecutionId, violation::Violations};
use jiff::Timestamp;

use crate::{
    conflict::{Attempt, CAS_RETRIES, Contended, retry_on_conflict},
    port::{Executions, Noted, Saved, Secrets, StoreError},
};

/// Takes the reports of jobs.
#[derive(Clone)]
pub struct CallbackService {
    /// The executions whose jobs they are.
    pub executions: Arc<dyn Executions>,
    /// The keys of tokens; `None` where callbacks are not configured.
    pub keys: Option<CallbackKeys>,
    /// The secrets that senders sign with.
    pub secrets: Arc<dyn Secrets>,
}

/// What became of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// It is the end of the job, now or before: the same report again has the same answer.
    Ended(ExecutionId, Reported),
    /// The job goes on.
    Alive(ExecutionId, Alive),
}

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CallbackError {
    /// The token is not one of ours, or not one of this execution.
    #[error("there is nothing that this token belongs to")]
    NotFound,
    /// It is not signed as its task asks for. It has changed nothing.
    #[error(transparent)]
    Unsigned(#[from] InvalidSignature),
    /// Another report was taken before.
    #[error("another report was taken at {}", .0.at)]
    Other(Reported),
    /// Nobody waits for it any more.
    #[error("nobody waits for it any more")]
    Gone,
    /// It can't be read.
    #[error("{0}")]
    Invalid(#[from] Violations),
    /// The execution is between two states, or the store failed; the same report may be taken in a moment.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Contended> for CallbackError {
    fn from(contended: Contended) -> Self {
        Self::Store(contended.into())
    }
}

impl CallbackService {
    /// Whether `text` is a token of ours, whatever became of its execution.
    ///
    /// # Errors
    /// [`CallbackError::NotFound`].
    pub fn verify(&self, text: &str) -> Result<CallbackToken, CallbackError> {
        let keys = self.keys.as_ref().ok_or(CallbackError::NotFound)?;
        keys.verify(text).map_err(|_| CallbackError::NotFound)
    }

    /// Takes the report `sent`, which came at `now` with the token `text`, for the execution `id` if one was named.
    ///
    /// # Errors
    /// [`CallbackError`].
    pub async fn receive(
        &self,
        text: &str,
        id: Option<ExecutionId>,
        sent: &Sent,
        now: Timestamp,
    ) -> Result<Taken, CallbackError> {
        let token = self.verify(text)?;
        if id.is_some_and(|id| id != token.execution) {
            return Err(CallbackError::NotFound);
        }
        let token = &token;
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            // A row that was removed after its retention has no more to say than one that has ended.
            let execution = self.executions.get(token.execution).await?.ok_or(CallbackError::Gone)?;
            self.check_signature(&execution, sent, now).await?;
            let received = receive(&execution, token, text, sent, now);
            if let Some(note) = Note::of(&received) {
                let noted = self.executions.note(token.execution, execution.version(), &note).await?;
                if noted == Noted::Conflict {
                    return Ok(Attempt::Conflict(()));
                }
            }
            match received {
                Received::End(next, reported) => {
                    let saved = self.executions.save(&next, execution.version(), 0).await?;
                    let taken = Taken::Ended(token.execution, reported);
                    Ok(Attempt::done_if(saved == Saved::Done, taken))
                }
                Received::Keep(report) => Ok(Attempt::Done(Taken::Ended(token.execution, report.reported))),
                Received::Again(reported) => Ok(Attempt::Done(Taken::Ended(token.execution, reported))),
                Received::Alive(_, alive) => Ok(Attempt::Done(Taken::Alive(token.execution, alive))),
                Received::Other(reported) => Err(CallbackError::Other(reported)),
                Received::Gone(late) => {
                    let (attempt, times) = (token.attempt, late.times);
                    tracing::info!(execution.id = %token.execution, attempt, times, "a report came too late");
                    Err(CallbackError::Gone)
                }
                Received::NotYet => {
                    let message = "the execution is being put off; report again in a moment";
                    Err(StoreError::Unavailable(message.into()).into())
                }
                Received::Invalid(violations) => Err(violations.into()),
            }
        })
        .await
    }

    /// Checks the signature of the report, if the task of `execution` asks for one.
    async fn check_signature(
        &self,
        execution: &Execution,
        sent: &Sent,
        now: Timestamp,
    ) -> Result<(), CallbackError> {
        let TaskSpec::Wait(spec) = &execution.request.spec else { return Ok(()) };
        let Some(rules) = spec.signature() else { return Ok(()) };
        let places = rules.secret.secrets();
        let unavailable = |error: SecretError| {
            tracing::warn!(execution.id = %execution.id(), error = %Chain(&error), "failed to read the secret of a sender");
            StoreError::Unavailable("the secret that reports are signed with can't be read".into())
        };
        let secrets = self.secrets.resolve(&execution.request.owner, &places).await.map_err(unavailable)?;
        let secret = places.first().and_then(|place| secrets.get(place)).ok_or(InvalidSignature)?;
        let request = SignedRequest { headers: &sent.headers, body: &sent.body };
        Ok(rules.verify(secret, &request, now)?)
    }
}
