//! Compare-and-swap: a write that lost to a concurrent one is decided anew on what is stored now.

use std::future::Future;

use crate::port::StoreError;

/// How often to decide anew before giving up.
pub(crate) const CAS_RETRIES: usize = 8;

/// Result of one attempt.
pub(crate) enum Attempt<T, S = ()> {
    /// It succeeded.
    Done(T),
    /// A concurrent write was faster; `S` is what to decide on next.
    Conflict(S),
}

impl<T> Attempt<T> {
    /// [`Self::Done`] with `result` if `done`, otherwise a conflict.
    pub(crate) fn done_if(done: bool, result: T) -> Self {
        if done { Self::Done(result) } else { Self::Conflict(()) }
    }
}

/// Concurrent writes were faster too often.
#[derive(Debug)]
pub(crate) struct Contended;

impl From<Contended> for StoreError {
    fn from(_: Contended) -> Self {
        Self::Unavailable("concurrent changes were faster too often".into())
    }
}

/// Runs `attempt` from `state`, and again from what each conflict gives, `retries` times in all.
///
/// # Errors
/// Those of `attempt`, and [`Contended`] when every attempt was a conflict.
pub(crate) async fn retry_on_conflict<T, S, E, F>(
    retries: usize,
    mut state: S,
    attempt: impl Fn(S) -> F,
) -> Result<T, E>
where
    E: From<Contended>,
    F: Future<Output = Result<Attempt<T, S>, E>>,
{
    for _ in 0..retries {
        // Boxed, because changes of a task hold several of its versions.
        match Box::pin(attempt(state)).await? {
            Attempt::Done(result) => return Ok(result),
            Attempt::Conflict(next) => state = next,
        }
    }
    Err(Contended.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflicts_are_retried_until_one_attempt_succeeds() {
        let counting = |number: u32| async move {
            Ok::<_, StoreError>(if number == 3 {
                Attempt::Done(number)
            } else {
                Attempt::Conflict(number + 1)
            })
        };
        let run = |retries| futures_util::FutureExt::now_or_never(retry_on_conflict(retries, 0, counting));
        assert_eq!(run(4).unwrap().unwrap(), 3);
        assert!(matches!(run(3).unwrap(), Err(StoreError::Unavailable(_))));
    }
}
