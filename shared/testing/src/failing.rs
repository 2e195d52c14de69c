//! A store that fails at chosen calls.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{
    AccountWritten, Accounts, ApiKeys, Applied, Arming, AuditQuery, AuditTrail, CancelRequest, Checkpoint,
    Claim, ConfigQuery, Configs, Dependencies, EventBus, EventBusError, ExecutionCount, ExecutionQuery,
    Executions, Followers, Inserted, ProjectionStore, Renewal, Replaced, RunExecutions, Saved, Scheduler,
    SchedulerError, StartExecutions, Started, StoreError, StoredAccount, TaskQuery, Tasks,
};
use beadle_domain::{
    account::Account,
    api_key::ApiKey,
    config::Config,
    dependency::Release,
    event::DomainEvent,
    execution::{Execution, Message},
    projection::{AuditEntry, Projection},
    task::{LastEnd, SavedTask, Task},
};
use beadle_values::{
    id::{ApiKeyId, ConfigId, ExecutionId, OwnerId, TaskId},
    page::Page,
};
use jiff::Timestamp;

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
    fault: Box<dyn Fn(&'static str, usize) -> Option<Fault> + Send + Sync>,
    interfere: Box<dyn Fn(&'static str, usize) -> Option<Interference> + Send + Sync>,
}

impl<S> FailingStore<S> {
    /// `store`, whose calls fail as `fault` says.
    pub fn new(
        store: S,
        fault: impl Fn(&'static str, usize) -> Option<Fault> + Send + Sync + 'static,
    ) -> Self {
        let interfere = Box::new(|_: &'static str, _| None);
        let (calls, starts) = (Mutex::default(), Mutex::default());
        Self { store, calls, starts, fault: Box::new(fault), interfere }
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

    /// The names of the calls so far, also of those that failed.
    pub fn calls(&self) -> Vec<&'static str> {
        lock(&self.calls).clone()
    }

    /// The executions that it was asked to start so far, also those that it did not start. On AWS each of
    /// them may have a message in the queue, because the message is sent before the row is written.
    pub fn starts(&self) -> Vec<ExecutionId> {
        lock(&self.starts).clone()
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
        if let Some(interference) = (self.interfere)(name, number) {
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
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The error of a port, as which a fault is reported.
trait PortError {
    fn from_fault(error: StoreError) -> Self;
}

impl PortError for StoreError {
    fn from_fault(error: StoreError) -> Self {
        error
    }
}

impl PortError for SchedulerError {
    fn from_fault(error: StoreError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl PortError for EventBusError {
    fn from_fault(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

macro_rules! port {
    ($port:ident, $name:literal: $($methods:tt)+) => {
        port! { $port, $name, StoreError: $($methods)+ }
    };
    (
        $port:ident, $name:literal, $error:ty:
        $($method:ident($($argument:ident: $kind:ty),*) -> $done:ty;)+
    ) => {
        #[async_trait]
        impl<S: $port> $port for FailingStore<S> {
            $(async fn $method(&self, $($argument: $kind),*) -> Result<$done, $error> {
                let effect = <S as $port>::$method(&self.store, $($argument),*);
                self.call(concat!($name, ".", stringify!($method)), effect).await
            })+
        }
    };
}

port! { Tasks, "tasks":
    get(id: TaskId) -> Option<SavedTask>;
    list(query: &TaskQuery) -> Page<SavedTask>;
    insert(task: &Task) -> Inserted;
    replace(task: &Task, expected: u64) -> Replaced;
    assign_number(task: TaskId) -> u64;
    by_number(number: u64) -> Option<TaskId>;
}

port! { Configs, "configs":
    get(id: ConfigId) -> Option<Config>;
    list(query: &ConfigQuery) -> Page<Config>;
    users(id: ConfigId, limit: usize) -> Vec<TaskId>;
    insert(config: &Config) -> Inserted<Config>;
    replace(config: &Config, expected: u64) -> Replaced;
    remove(id: ConfigId, expected: u64) -> Replaced;
}

port! { Executions, "executions":
    get(id: ExecutionId) -> Option<Execution>;
    list(query: &ExecutionQuery) -> Page<Execution>;
    ended(id: ExecutionId, patience: Duration) -> Option<Execution>;
    save(execution: &Execution, expected: u64, hops: u32) -> Saved;
    request_cancel(id: ExecutionId) -> CancelRequest;
}

port! { RunExecutions, "executions":
    claim(message: &Message, now: Timestamp) -> Claim;
    renew(id: ExecutionId, fence: u64, lease_until: Timestamp) -> Renewal;
    unended_before(task: TaskId, execution: &Execution) -> Vec<Execution>;
}

port! { ApiKeys, "api_keys":
    insert(key: &ApiKey) -> Inserted<ApiKey>;
    get(id: ApiKeyId) -> Option<ApiKey>;
    list(owner: &OwnerId) -> Vec<ApiKey>;
    note_use(id: ApiKeyId, at: Timestamp) -> ();
    remove(id: ApiKeyId) -> ();
}

port! { Accounts, "accounts":
    read(owner: &OwnerId) -> StoredAccount;
    write(account: &Account, expected: u64) -> AccountWritten;
    count_tasks(owner: &OwnerId, most: u32) -> u32;
    count_executions(owner: &OwnerId, from: Timestamp, to: Timestamp) -> ExecutionCount;
}

port! { AuditTrail, "audit":
    append(entry: &AuditEntry) -> ();
    list(query: &AuditQuery) -> Page<AuditEntry>;
}

port! { Dependencies, "dependencies":
    followers(ended: &[TaskId]) -> Followers;
    ends(tasks: &[TaskId]) -> BTreeMap<TaskId, LastEnd>;
    last_release(task: TaskId) -> Option<Release>;
    put_release(release: &Release) -> Replaced;
}

port! { Scheduler, "scheduler", SchedulerError:
    arm(arming: &Arming) -> ();
    disarm(task: TaskId) -> ();
}

port! { EventBus, "bus", EventBusError:
    publish(events: &[DomainEvent]) -> ();
}

#[async_trait]
impl<S: StartExecutions> StartExecutions for FailingStore<S> {
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError> {
        lock(&self.starts).push(execution.id());
        self.call("executions.start", self.store.start(execution)).await
    }
}

#[async_trait]
impl<S: ProjectionStore> ProjectionStore for FailingStore<S> {
    fn max_rows(&self) -> usize {
        self.store.max_rows()
    }

    async fn apply(&self, projection: &Projection, checkpoint: &Checkpoint) -> Result<Applied, StoreError> {
        self.call("projections.apply", self.store.apply(projection, checkpoint)).await
    }
}
