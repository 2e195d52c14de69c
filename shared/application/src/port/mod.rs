//! The ports: what the services need from the outside, one trait per aggregate.
//!
//! Starting and running executions are ports of their own, so that a component that only starts them holds
//! nothing more. Each port that AWS backs has a row in `tests/it/template/ports.rs`, which names its
//! conformance suite and the IAM statements that it needs.

use beadle_values::cause::Cause;

pub mod accounts;
pub mod api_keys;
pub mod audit;
pub mod authorizer;
pub mod batches;
pub mod calendars;
pub mod clock;
pub mod configs;
pub mod database_caller;
pub mod dependencies;
pub mod event_bus;
pub mod executions;
pub mod feed;
pub mod functions;
pub mod gates;
pub mod http_caller;
pub mod ids;
pub mod mail_sender;
pub mod probe;
pub mod projection;
pub mod queue;
pub mod rollups;
pub mod run_executions;
pub mod sandbox;
pub mod scheduler;
pub mod secrets;
pub mod tasks;
pub mod templates;
pub mod tokens;
pub mod versioned;
pub mod watches;

pub use self::{
    accounts::{Accounts, ExecutionCount, StoredAccount},
    api_keys::ApiKeys,
    audit::{AuditQuery, AuditTrail},
    authorizer::{AuthConsequence, AuthError, Authorizer, SentSecrets},
    batches::{Added, BatchQuery, Batches},
    calendars::Calendars,
    clock::Clock,
    configs::{ConfigQuery, Configs},
    database_caller::DatabaseCaller,
    dependencies::{Dependencies, Followers},
    event_bus::{EventBus, EventBusError},
    executions::{
        BeforeRecord, CancelRequest, ExecutionOrder, ExecutionQuery, ExecutionScope, Executions, LineHead,
        MAX_COUNTED_BEHIND, Noted, Saved, StartExecutions, Started, at_once,
    },
    feed::{ExecutionFeeds, Feed, FeedItem, FeedScope},
    functions::{FunctionChange, Functions},
    gates::GateStore,
    http_caller::HttpCaller,
    ids::{Ids, Jitter},
    mail_sender::MailSender,
    probe::{Condition, Probe, ProbeError},
    projection::{Applied, Checkpoint, ProjectionStore},
    queue::{Delivery, Queue, QueueError},
    rollups::Rollups,
    run_executions::{Claim, MAX_UNENDED, Renewal, RunExecutions},
    sandbox::{
        CheckError, Defect, Fetches, FunctionRun, NoSandbox, Sandbox, SandboxRun, SandboxWork, TakesOutput,
    },
    scheduler::{Arming, Scheduler, SchedulerError},
    secrets::Secrets,
    tasks::{Inserted, Replaced, TaskQuery, Tasks},
    templates::Templates,
    tokens::{TokenKey, TokenRow, Tokens},
    versioned::VersionedWrite,
    watches::Watches,
};

/// Why a store could not do what was asked; the [`Cause`] is the error of the adapter, for the log. A lost race is no error but a result of the operation.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It can't be reached or is overloaded; the same call may succeed later. The API responds with 503.
    #[error("the store is unavailable")]
    Unavailable(#[source] Cause),
    /// The store did not issue this cursor.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// The list is too long to be sorted; the most entries it may have.
    #[error("the list has more than {0} entries, too many to sort")]
    TooManyToSort(usize),
    /// The owner has another one with the same key.
    #[error("the key is taken")]
    KeyTaken,
    /// The value is larger than the store allows.
    #[error("the value is too large")]
    TooLarge(#[source] Cause),
    /// A stored value can't be read, or the store is used wrongly: a bug.
    #[error("the store is inconsistent")]
    Corrupt(#[source] Cause),
}

/// Compile-time proof that the ports can be trait objects.
#[expect(dead_code, reason = "only its types matter")]
struct PortsAreObjectSafe<'a>(
    (&'a dyn Clock, &'a dyn Ids, &'a dyn Jitter, &'a dyn Probe),
    (&'a dyn EventBus, &'a dyn Queue, &'a dyn Scheduler, &'a dyn ProjectionStore),
    (&'a dyn HttpCaller, &'a dyn DatabaseCaller, &'a dyn MailSender),
    (&'a dyn Authorizer, &'a dyn Secrets, &'a dyn Tokens),
    (&'a dyn StartExecutions, &'a dyn RunExecutions, &'a dyn Executions, &'a dyn ExecutionFeeds),
    (&'a dyn Tasks, &'a dyn Configs, &'a dyn GateStore, &'a dyn ApiKeys, &'a dyn Templates),
    (&'a dyn Calendars, &'a dyn Functions, &'a dyn Sandbox, &'a dyn TakesOutput),
    (&'a dyn Accounts, &'a dyn Rollups, &'a dyn AuditTrail, &'a dyn Dependencies, &'a dyn Batches),
    (&'a dyn Watches,),
);
