//! What is asked of the world: narrow traits in the words of the domain.
//!
//! One trait is one IAM statement: a function asks only for what it uses. Every trait has a conformance suite that each
//! of its adapters passes.

pub mod accounts;
pub mod api_keys;
pub mod audit;
pub mod authorizer;
pub mod clock;
pub mod configs;
pub mod database_caller;
pub mod dependencies;
pub mod event_bus;
pub mod executions;
pub mod gates;
pub mod http_caller;
pub mod ids;
pub mod numbers;
pub mod probe;
pub mod projection;
pub mod queue;
pub mod rollups;
pub mod scheduler;
pub mod secrets;
pub mod tasks;
pub mod templates;
pub mod tokens;

pub use self::{
    accounts::{AccountWritten, Accounts, ExecutionCount, ReadUsage, StoredAccount},
    api_keys::ApiKeys,
    audit::{AuditLog, AuditQuery, ReadAudit},
    authorizer::{AuthConsequence, AuthError, Authorizer, Used},
    clock::Clock,
    configs::{ConfigQuery, ReadConfigs, WriteConfigs},
    database_caller::DatabaseCaller,
    dependencies::{Followers, ReadDependencies, Releases},
    event_bus::{EventBus, EventBusError},
    executions::{
        AwaitExecutions, CancelRequest, ChangeExecutions, Claim, ExecutionQuery, ExecutionScope,
        ReadExecutions, Renewal, RunExecutions, Saved, StartExecutions, Started,
    },
    gates::{GateStore, GateWritten},
    http_caller::HttpCaller,
    ids::{Ids, Jitter},
    numbers::TaskNumbers,
    probe::{Probe, ProbeError},
    projection::{Applied, Checkpoint, ProjectionStore},
    queue::{Delivery, Queue, QueueError},
    rollups::ReadRollups,
    scheduler::{Arming, Scheduler, SchedulerError},
    secrets::Secrets,
    tasks::{Inserted, ReadTasks, Replaced, TaskQuery, WriteTasks},
    templates::Templates,
    tokens::{TokenKey, TokenRow, Tokens},
};

/// Why a store could not do what was asked. A lost race is no error but a result of the operation.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It can't be reached or is overloaded; the same call may succeed later. The caller is told 503.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A cursor that this store did not issue.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// A list that is too long to be sorted; how many it may have.
    #[error("the list has more than {0} entries, too many to sort")]
    TooManyToSort(usize),
    /// What is to be stored is larger than the store takes.
    #[error("the value is too large: {0}")]
    TooLarge(String),
    /// Something is stored that can't be read, or the store is used wrongly: a fault of ours.
    #[error("the store is inconsistent: {0}")]
    Corrupt(String),
}

/// Compile-time proof that the ports can be trait objects.
#[expect(dead_code, reason = "only its types matter")]
struct PortsAreObjectSafe<'a>(
    (&'a dyn Clock, &'a dyn Ids, &'a dyn Jitter, &'a dyn Probe),
    (&'a dyn EventBus, &'a dyn Queue, &'a dyn Scheduler, &'a dyn ProjectionStore),
    (&'a dyn HttpCaller, &'a dyn DatabaseCaller),
    (&'a dyn StartExecutions, &'a dyn RunExecutions, &'a dyn ChangeExecutions),
    (&'a dyn Authorizer, &'a dyn Secrets, &'a dyn Tokens),
    (&'a dyn ReadExecutions, &'a dyn AwaitExecutions, &'a dyn ReadTasks, &'a dyn WriteTasks),
    (&'a dyn ReadConfigs, &'a dyn WriteConfigs),
    (&'a dyn GateStore, &'a dyn ApiKeys, &'a dyn TaskNumbers),
    (&'a dyn Accounts, &'a dyn ReadUsage, &'a dyn Templates),
    (&'a dyn ReadRollups, &'a dyn AuditLog, &'a dyn ReadAudit),
    (&'a dyn ReadDependencies, &'a dyn Releases),
);
