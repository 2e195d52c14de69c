//! The ports of a store that fails.

use std::{collections::BTreeMap, time::Duration};

use async_trait::async_trait;
use beadle_application::port::{
    Accounts, Added, ApiKeys, Applied, Arming, AuditQuery, AuditTrail, BatchQuery, Batches, Calendars,
    CancelRequest, Checkpoint, Claim, ConfigQuery, Configs, Dependencies, EventBus, EventBusError,
    ExecutionCount, ExecutionQuery, Executions, Followers, FunctionChange, Functions, GateStore, Inserted,
    LineHead, Noted, ProjectionStore, Queue, QueueError, Renewal, Replaced, Rollups, RunExecutions, Saved,
    Scheduler, SchedulerError, StartExecutions, Started, StoreError, StoredAccount, TaskQuery, Tasks,
    Templates, TokenKey, TokenRow, Tokens, VersionedWrite, Watches,
};
use beadle_domain::{
    account::Account,
    api_key::ApiKey,
    batch::{Batch, CountedBatch},
    config::Config,
    day_calendar::{Calendar, CalendarName},
    dependency::Release,
    event::DomainEvent,
    execution::{Cancellation, Execution, Message, Note, Output},
    function::{Digest, Function, FunctionName, Upload},
    gate::{GateKey, GateState, StoredGate},
    order::OrderLine,
    projection::{AuditEntry, Hour, Projection, RollupCounters, TaskCensus},
    resource_key::ResourceKey,
    task::{LastEnd, SavedTask, Task},
    template::Template,
    watch::{DueWatch, Watch, WatchKey},
};
use beadle_values::{
    cause::Cause,
    id::{ApiKeyId, BatchId, ConfigId, ExecutionId, OwnerId, TaskId, TemplateId},
    page::{Cursor, Page},
};
use jiff::Timestamp;

use super::{FailingStore, lock};

/// The error of a port, as which a fault is reported.
pub(super) trait PortError {
    fn from_fault(error: StoreError) -> Self;
}

impl PortError for StoreError {
    fn from_fault(error: StoreError) -> Self {
        error
    }
}

impl PortError for SchedulerError {
    fn from_fault(error: StoreError) -> Self {
        Self::Unavailable(Cause::of(error))
    }
}

impl PortError for QueueError {
    fn from_fault(error: StoreError) -> Self {
        match error {
            StoreError::TooLarge(cause) => Self::TooLarge(cause),
            other => Self::Unavailable(Cause::of(other)),
        }
    }
}

impl PortError for EventBusError {
    fn from_fault(error: StoreError) -> Self {
        Self(Cause::of(error))
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
    by_key(owner: &OwnerId, key: &ResourceKey) -> Option<TaskId>;
    insert(task: &Task) -> Inserted;
    replace(task: &Task, expected: u64) -> Replaced;
    assign_number(task: TaskId) -> u64;
    by_number(number: u64) -> Option<TaskId>;
}

port! { Configs, "configs":
    get(id: ConfigId) -> Option<Config>;
    list(query: &ConfigQuery) -> Page<Config>;
    users(id: ConfigId, limit: usize) -> Vec<TaskId>;
    by_key(owner: &OwnerId, key: &ResourceKey) -> Option<ConfigId>;
    insert(config: &Config) -> Inserted<Config>;
    replace(config: &Config, expected: u64) -> Replaced;
    remove(id: ConfigId, expected: u64, audit: Option<&AuditEntry>) -> Replaced;
}

port! { Batches, "batches":
    get(id: BatchId) -> Option<CountedBatch>;
    list(query: &BatchQuery) -> Page<CountedBatch>;
    insert(batch: &Batch, audit: Option<&AuditEntry>) -> Inserted<Batch>;
    replace(batch: &Batch, expected: u64, audit: Option<&AuditEntry>) -> Replaced;
}

port! { Executions, "executions":
    get(id: ExecutionId) -> Option<Execution>;
    list(query: &ExecutionQuery) -> Page<Execution>;
    ended(id: ExecutionId, patience: Duration) -> Option<Execution>;
    save(execution: &Execution, expected: u64, hops: u32) -> Saved;
    request_cancel(id: ExecutionId, cancellation: &Cancellation) -> CancelRequest;
    note(id: ExecutionId, version: u64, note: &Note) -> Noted;
    first_in_line(line: &OrderLine) -> Option<ExecutionId>;
    leave_line(line: &OrderLine, id: ExecutionId) -> Option<ExecutionId>;
    order_lines(owner: &OwnerId, limit: usize, cursor: Option<&Cursor>) -> Page<LineHead>;
}

port! { ApiKeys, "api_keys":
    insert(key: &ApiKey, audit: Option<&AuditEntry>) -> Inserted<ApiKey>;
    get(id: ApiKeyId) -> Option<ApiKey>;
    list(owner: &OwnerId) -> Vec<ApiKey>;
    note_use(id: ApiKeyId, at: Timestamp) -> ();
    remove(id: ApiKeyId, audit: Option<&AuditEntry>) -> ();
}

port! { Accounts, "accounts":
    read(owner: &OwnerId) -> StoredAccount;
    write(account: &Account, expected: u64, audit: Option<&AuditEntry>) -> VersionedWrite<StoredAccount>;
    count_tasks(owner: &OwnerId, most: u32) -> u32;
    count_executions(owner: &OwnerId, from: Timestamp, to: Timestamp) -> ExecutionCount;
}

port! { GateStore, "gates":
    read(key: &GateKey) -> StoredGate;
    write(key: &GateKey, gate: &GateState, expected: u64) -> VersionedWrite<StoredGate>;
}

port! { Calendars, "calendars":
    get(owner: Option<&OwnerId>, name: &CalendarName) -> Option<Calendar>;
    all(owner: Option<&OwnerId>) -> Vec<Calendar>;
    write(calendar: &Calendar, expected: u64, audit: Option<&AuditEntry>) -> Replaced;
    remove(calendar: &Calendar, audit: Option<&AuditEntry>) -> Replaced;
}

port! { Functions, "functions":
    get(name: &FunctionName) -> Option<Function>;
    all() -> Vec<Function>;
    source(name: &FunctionName, digest: &Digest) -> Option<Upload>;
    write(change: FunctionChange<'_>) -> Replaced;
    remove(function: &Function, audit: Option<&AuditEntry>) -> Replaced;
}

port! { Templates, "templates":
    get(id: &TemplateId) -> Option<Template>;
    all() -> Vec<Template>;
    write(template: &Template, expected: u64, audit: Option<&AuditEntry>) -> Replaced;
    remove(id: &TemplateId, expected: u64, audit: Option<&AuditEntry>) -> Replaced;
}

port! { Rollups, "rollups":
    hours(owner: &OwnerId, from: Hour, to: Hour) -> Vec<(Hour, RollupCounters)>;
    tasks(owner: &OwnerId) -> TaskCensus;
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

    async fn record(&self, execution: &Execution) -> Result<Started, StoreError> {
        self.call("executions.record", self.store.record(execution)).await
    }

    async fn add_to_batch(&self, executions: &[Execution]) -> Result<Vec<Added>, StoreError> {
        lock(&self.starts).extend(executions.iter().map(Execution::id));
        self.call("executions.add_to_batch", self.store.add_to_batch(executions)).await
    }
}

#[async_trait]
impl<S: RunExecutions> RunExecutions for FailingStore<S> {
    async fn claim(&self, message: &Message, now: Timestamp) -> Result<Claim, StoreError> {
        self.call("executions.claim", self.store.claim(message, now)).await
    }

    async fn claim_new(&self, start: &Message, now: Timestamp) -> Result<Claim, StoreError> {
        self.call("executions.claim_new", self.store.claim_new(start, now)).await
    }

    async fn renew(
        &self,
        id: ExecutionId,
        fence: u64,
        lease_until: Timestamp,
    ) -> Result<Renewal, StoreError> {
        lock(&self.renewals).push(lease_until);
        self.call("executions.renew", self.store.renew(id, fence, lease_until)).await
    }

    async fn note_output(&self, id: ExecutionId, fence: u64, output: &Output) -> Result<(), StoreError> {
        self.call("executions.note_output", self.store.note_output(id, fence, output)).await
    }

    async fn replace_request(&self, execution: &Execution) -> Result<Replaced, StoreError> {
        self.call("executions.replace_request", self.store.replace_request(execution)).await
    }

    async fn cancelled(&self, id: ExecutionId) -> Cancellation {
        self.store.cancelled(id).await
    }

    async fn unended_before(
        &self,
        task: TaskId,
        execution: &Execution,
    ) -> Result<Vec<Execution>, StoreError> {
        self.call("executions.unended_before", self.store.unended_before(task, execution)).await
    }

    async fn next_unended(
        &self,
        task: TaskId,
        execution: &Execution,
    ) -> Result<Option<Execution>, StoreError> {
        self.call("executions.next_unended", self.store.next_unended(task, execution)).await
    }
}

#[async_trait]
impl<S: Queue> Queue for FailingStore<S> {
    async fn send(&self, message: &Message, not_before: Option<Timestamp>) -> Result<(), QueueError> {
        lock(&self.sent).push((message.clone(), not_before));
        self.call("queue.send", self.store.send(message, not_before)).await
    }
}

#[async_trait]
impl<S: Tokens> Tokens for FailingStore<S> {
    async fn read(&self, key: &TokenKey) -> Result<Option<TokenRow>, StoreError> {
        self.call("tokens.read", self.store.read(key)).await
    }

    async fn write(&self, key: &TokenKey, row: &TokenRow) -> Result<Replaced, StoreError> {
        {
            let mut keys = lock(&self.token_keys);
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        self.call("tokens.write", self.store.write(key, row)).await
    }
}

#[async_trait]
impl<S: Watches> Watches for FailingStore<S> {
    async fn read(&self, key: &WatchKey) -> Result<Option<Watch>, StoreError> {
        self.call("watches.read", self.store.read(key)).await
    }

    async fn write(&self, watch: &Watch) -> Result<Replaced, StoreError> {
        self.call("watches.write", self.store.write(watch)).await
    }

    async fn due(
        &self,
        now: Timestamp,
        after: Option<&DueWatch>,
        limit: usize,
    ) -> Result<Vec<DueWatch>, StoreError> {
        self.call("watches.due", self.store.due(now, after, limit)).await
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
