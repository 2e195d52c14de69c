//! The one writer: operations are committed in groups, and answered when their group is durable.
//!
//! An operation is handed over with [`Writer::ask`]; [`crate::engine`] runs it on its own thread. While one group is being
//! synced to disk the next one gathers, so the price of a sync is shared by all who came meanwhile, and nobody waits for
//! company.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use beadle_application::port::StoreError;
use tokio::sync::oneshot;

use crate::{fault::Fault, group::Write, inbox::Inbox};

/// The way to the writer's thread.
#[derive(Clone)]
pub(crate) struct Writer {
    inbox: Arc<Inbox<Box<dyn Job>>>,
}

/// An operation, whatever it answers.
pub(crate) trait Job: Send {
    /// Runs it; whether it went well.
    fn run(&mut self, write: &mut Write<'_>) -> bool;

    /// Answers: what it came to, or why its whole group failed.
    fn answer(self: Box<Self>, group: Option<&Fault>);
}

struct Ask<F, T> {
    operation: F,
    outcome: Option<Result<T, Fault>>,
    asker: Option<oneshot::Sender<Result<T, StoreError>>>,
}

impl<F, T> Job for Ask<F, T>
where
    F: FnMut(&mut Write<'_>) -> Result<T, Fault> + Send,
    T: Send,
{
    fn run(&mut self, write: &mut Write<'_>) -> bool {
        let run = catch_unwind(AssertUnwindSafe(|| (self.operation)(write)));
        let outcome = run.unwrap_or(Err(Fault::Panicked));
        let well = outcome.is_ok();
        self.outcome = Some(outcome);
        well
    }

    fn answer(self: Box<Self>, group: Option<&Fault>) {
        let Self { outcome, asker, .. } = *self;
        let answer = match group {
            Some(fault) => Err(fault.into()),
            None => outcome.unwrap_or(Err(Fault::Closed)).map_err(StoreError::from),
        };
        match (asker, answer) {
            // Someone who no longer listens has gone on without the answer.
            (Some(asker), answer) => drop(asker.send(answer)),
            (None, Err(error)) => tracing::error!(%error, "a write was lost"),
            (None, Ok(_)) => {}
        }
    }
}

impl Writer {
    pub(crate) fn new(inbox: Arc<Inbox<Box<dyn Job>>>) -> Self {
        Self { inbox }
    }

    /// Runs `operation` in the next group and answers when that is durable. The operation may run twice; what its first run
    /// wrote is rolled back.
    pub(crate) async fn ask<F, T>(&self, operation: F) -> Result<T, StoreError>
    where
        F: FnMut(&mut Write<'_>) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        let (asker, answer) = oneshot::channel();
        let ask = Ask { operation, outcome: None, asker: Some(asker) };
        self.inbox.put(Box::new(ask)).map_err(|_| Fault::Closed)?;
        answer.await.unwrap_or_else(|_| Err(Fault::Closed.into()))
    }

    /// Runs `operation` in the next group; nobody waits for it.
    pub(crate) fn tell<F>(&self, operation: F)
    where
        F: FnMut(&mut Write<'_>) -> Result<(), Fault> + Send + 'static,
    {
        // A store that is shut finds what is left to do in its rows when it is opened again.
        drop(self.inbox.put(Box::new(Ask { operation, outcome: None, asker: None })));
    }

    /// Lets the writer look for what is due.
    pub(crate) fn poke(&self) {
        self.inbox.poke();
    }

    /// Takes no more operations.
    pub(crate) fn close(&self) {
        self.inbox.close();
    }
}
