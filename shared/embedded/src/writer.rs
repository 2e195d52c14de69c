//! The one writer: operations are committed in groups and acknowledged when their group is durable.
//!
//! An operation is submitted with [`Writer::ask`]; [`crate::engine`] runs it on its own thread. While one
//! group is synced to disk, the next one gathers, so that many operations share the cost of a sync and none
//! waits for others to arrive.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use beadle_application::port::StoreError;
use beadle_values::cause::Chain;
use tokio::sync::oneshot;

use crate::{
    error::{self, Error},
    group::Write,
    job_queue::JobQueue,
};

/// The handle to the writer's thread.
#[derive(Clone)]
pub(crate) struct Writer {
    job_queue: Arc<JobQueue<Box<dyn Job>>>,
}

/// An operation of any result type.
pub(crate) trait Job: Send {
    /// Runs the operation; `true` when it succeeded.
    fn run(&mut self, write: &mut Write<'_>) -> bool;

    /// Sends the result, or the error of the whole group.
    fn answer(self: Box<Self>, group: Option<&Arc<Error>>);
}

struct Ask<F, T> {
    operation: F,
    outcome: Option<Result<T, Error>>,
    reply_to: Option<oneshot::Sender<Result<T, StoreError>>>,
}

impl<F, T> Job for Ask<F, T>
where
    F: FnMut(&mut Write<'_>) -> Result<T, Error> + Send,
    T: Send,
{
    fn run(&mut self, write: &mut Write<'_>) -> bool {
        let run = catch_unwind(AssertUnwindSafe(|| (self.operation)(write)));
        let outcome = run.unwrap_or(Err(Error::Panicked));
        let well = outcome.is_ok();
        self.outcome = Some(outcome);
        well
    }

    fn answer(self: Box<Self>, group: Option<&Arc<Error>>) {
        let Self { outcome, reply_to, .. } = *self;
        let answer = match group {
            Some(error) => Err(error::of_port(Arc::clone(error))),
            None => outcome.unwrap_or(Err(Error::Closed)).map_err(StoreError::from),
        };
        match (reply_to, answer) {
            // The caller may have stopped waiting.
            (Some(reply_to), answer) => drop(reply_to.send(answer)),
            (None, Err(error)) => {
                tracing::error!(error = %Chain(&error), "failed to write in the background")
            }
            (None, Ok(_)) => {}
        }
    }
}

impl Writer {
    pub(crate) fn new(job_queue: Arc<JobQueue<Box<dyn Job>>>) -> Self {
        Self { job_queue }
    }

    /// Runs `operation` in the next group and answers when that is durable. The operation may run twice; what
    /// its first run wrote is rolled back.
    pub(crate) async fn ask<F, T>(&self, operation: F) -> Result<T, StoreError>
    where
        F: FnMut(&mut Write<'_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (reply_to, answer) = oneshot::channel();
        let ask = Ask { operation, outcome: None, reply_to: Some(reply_to) };
        self.job_queue.put(Box::new(ask)).map_err(|_| Error::Closed)?;
        answer.await.unwrap_or_else(|_| Err(Error::Closed.into()))
    }

    /// Runs `operation` in the next group without waiting for it.
    pub(crate) fn submit<F>(&self, operation: F)
    where
        F: FnMut(&mut Write<'_>) -> Result<(), Error> + Send + 'static,
    {
        // A closed store finds the remaining work in its rows when it is opened again.
        drop(self.job_queue.put(Box::new(Ask { operation, outcome: None, reply_to: None })));
    }

    /// Makes the writer look for due work.
    pub(crate) fn wake(&self) {
        self.job_queue.wake();
    }

    /// Accepts no more operations.
    pub(crate) fn close(&self) {
        self.job_queue.close();
    }
}
