//! A store that fails at chosen calls.

mod blocking;
mod ports;

use std::{
    future::Future,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
};

use beadle_application::port::{StoreError, TokenKey};
use beadle_domain::execution::Message;
use beadle_values::id::ExecutionId;
use jiff::Timestamp;

use self::{blocking::block_on, ports::PortError};

/// How a call fails.
#[derive(Debug)]
pub enum Fault {
    /// It has no effect.
    Before(StoreError),
    /// It has its effect, but its answer is lost.
    After(StoreError),
}

/// A future that runs before a call.
type Interference = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A store that fails, or is changed by others, at chosen calls. A call has a name such as `tasks.replace`;
/// calls are numbered from 0 in the order they are made.
pub struct FailingStore<S> {
    store: S,
    calls: Mutex<Vec<&'static str>>,
    starts: Mutex<Vec<ExecutionId>>,
    renewals: Mutex<Vec<Timestamp>>,
    sent: Mutex<Vec<(Message, Option<Timestamp>)>>,
    token_keys: Mutex<Vec<TokenKey>>,
    is_blocking: bool,
    fault: Box<dyn Fn(&'static str, usize) -> Option<Fault> + Send + Sync>,
    interfere: Box<dyn Fn(&'static str, usize) -> Option<Interference> + Send + Sync>,
}

impl<S> FailingStore<S> {
    /// `store`, whose calls fail as `fault` decides.
    pub fn new(
        store: S,
        fault: impl Fn(&'static str, usize) -> Option<Fault> + Send + Sync + 'static,
    ) -> Self {
        Self {
            store,
            calls: Mutex::default(),
            starts: Mutex::default(),
            renewals: Mutex::default(),
            sent: Mutex::default(),
            token_keys: Mutex::default(),
            is_blocking: false,
            fault: Box::new(fault),
            interfere: Box::new(|_, _| None),
        }
    }

    /// The same; before a call, whatever `interfere` gives for it is done, such as the write of somebody
    /// faster.
    #[must_use]
    pub fn interfered(
        self,
        interfere: impl Fn(&'static str, usize) -> Option<Interference> + Send + Sync + 'static,
    ) -> Self {
        Self { interfere: Box::new(interfere), ..self }
    }

    /// The same, but a call blocks the thread until it is done. A runtime whose time is paused would otherwise
    /// advance it while the store's own thread works. Waiting for the end of an execution does not block, since others
    /// that run on the thread bring it about.
    #[must_use]
    pub fn blocking(self) -> Self {
        Self { is_blocking: true, ..self }
    }

    /// The names of the calls so far, also of those that failed.
    pub fn calls(&self) -> Vec<&'static str> {
        lock(&self.calls).clone()
    }

    /// The executions that it was asked to start so far, also those that it did not start. On AWS each of
    /// them may have a message in the queue, because the message is sent before the row is written.
    pub fn starts(&self) -> Vec<ExecutionId> {
        lock(&self.starts).clone()
    }

    /// The ends of the leases that it was asked to renew so far, also of those that it did not renew.
    pub fn renewals(&self) -> Vec<Timestamp> {
        lock(&self.renewals).clone()
    }

    /// The messages that the queue was asked to send so far, also those that it did not send, and when they
    /// are due. Not those that belong to the save of an execution: the adapter sends them.
    pub fn sent(&self) -> Vec<(Message, Option<Timestamp>)> {
        lock(&self.sent).clone()
    }

    /// The keys of the tokens that it was asked to write so far, each once.
    pub fn token_keys(&self) -> Vec<TokenKey> {
        lock(&self.token_keys).clone()
    }

    async fn call<T, E: PortError>(
        &self,
        name: &'static str,
        effect: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let number = {
            let mut calls = lock(&self.calls);
            calls.push(name);
            calls.len() - 1
        };
        let interference = (self.interfere)(name, number);
        let call = async {
            if let Some(interference) = interference {
                interference.await;
            }
            match (self.fault)(name, number) {
                None => effect.await,
                Some(Fault::Before(error)) => Err(E::from_fault(error)),
                Some(Fault::After(error)) => {
                    effect.await?;
                    Err(E::from_fault(error))
                }
            }
        };
        if self.is_blocking && name != WAITS_FOR_OTHERS { block_on(call).await } else { call.await }
    }
}

/// The call that ends when somebody else has done something.
const WAITS_FOR_OTHERS: &str = "executions.ended";

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
