//! A store that fails at chosen calls.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{
    AccountWritten, Accounts, ApiKeys, Arming, AuditQuery, AuditTrail, CancelRequest, ConfigQuery, Configs,
    Dependencies, ExecutionCount, ExecutionQuery, Executions, Followers, Inserted, Replaced, Saved,
    Scheduler, SchedulerError, StartExecutions, Started, StoreError, StoredAccount, TaskQuery, Tasks,
};
use beadle_domain::{
    account::Account,
    api_key::ApiKey,
    config::Config,
    dependency::Release,
    execution::Execution,
    projection::AuditEntry,
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
    calls: AtomicUsize,
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
        Self { store, calls: AtomicUsize::new(0), fault: Box::new(fault), interfere }
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

    /// The number of calls so far.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    async fn call<T, E: From<StoreError>>(
        &self,
        name: &'static str,
        effect: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        if let Some(interference) = (self.interfere)(name, number) {
            interference.await;
        }
        match (self.fault)(name, number) {
            None => effect.await,
            Some(Fault::Before(error)) => Err(error.into()),
            Some(Fault::After(error)) => {
                effect.await?;
                Err(error.into())
            }
        }
    }
}

macro_rules! port {
    ($port:ident, $name:literal: $($method:ident($($argument:ident: $kind:ty),*) -> $done:ty;)+) => {
        #[async_trait]
        impl<S: $port> $port for FailingStore<S> {
            $(async fn $method(&self, $($argument: $kind),*) -> Result<$done, StoreError> {
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

port! { StartExecutions, "executions":
    start(execution: &Execution) -> Started;
}

port! { Executions, "executions":
    get(id: ExecutionId) -> Option<Execution>;
    list(query: &ExecutionQuery) -> Page<Execution>;
    ended(id: ExecutionId, patience: Duration) -> Option<Execution>;
    save(execution: &Execution, expected: u64, hops: u32) -> Saved;
    request_cancel(id: ExecutionId) -> CancelRequest;
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

/// The error of a scheduler that an error of the store becomes.
struct Refused(SchedulerError);

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self(SchedulerError::Unavailable(error.to_string()))
    }
}

#[async_trait]
impl<S: Scheduler> Scheduler for FailingStore<S> {
    async fn arm(&self, arming: &Arming) -> Result<(), SchedulerError> {
        let effect = async { self.store.arm(arming).await.map_err(Refused) };
        self.call("scheduler.arm", effect).await.map_err(|Refused(error)| error)
    }

    async fn disarm(&self, task: TaskId) -> Result<(), SchedulerError> {
        let effect = async { self.store.disarm(task).await.map_err(Refused) };
        self.call("scheduler.disarm", effect).await.map_err(|Refused(error)| error)
    }
}
