//! The ports over DynamoDB, S3, SQS, EventBridge Scheduler, EventBridge, Parameter Store and Lambda, for the
//! Lambda functions.
//!
//! [`Aws::connect`] creates the clients, which share one HTTP client, and builds each adapter from those it
//! needs. `keys` has every key of the table, `row` every item; a good place to start reading is
//! [`executions`].

pub mod absent;
pub mod accounts;
pub mod answers;
pub mod api_keys;
mod api_secrets;
pub mod audit;
mod audited;
pub mod batches;
pub mod calendars;
pub mod configs;
pub mod connect;
mod cursor;
pub mod dependencies;
mod errors;
pub mod event_bus;
pub mod executions;
pub mod feed;
pub mod functions;
pub mod gates;
mod keys;
mod listing;
mod numbers;
mod one_time;
pub mod probe;
pub mod projection;
pub mod queue;
mod resource_keys;
pub mod rollups;
mod row;
pub mod sandbox;
pub mod scheduler;
pub mod secrets;
mod set_aside;
pub mod settings;
pub mod stream;
pub mod table;
pub mod tasks;
pub mod templates;
pub mod tokens;
mod transaction;
pub mod watches;

pub use self::{
    absent::Absent,
    accounts::AccountStore,
    answers::AnswerBucket,
    api_keys::ApiKeyTable,
    audit::AuditStore,
    batches::BatchTable,
    calendars::CalendarTable,
    configs::ConfigStore,
    connect::Aws,
    dependencies::DependencyStore,
    event_bus::EventBridge,
    executions::{ExecutionStore, MESSAGES_KEPT, Retention},
    feed::{FeedPace, PolledFeeds},
    functions::FunctionTable,
    gates::Gates,
    probe::{QueueProbe, TableProbe},
    projection::Projections,
    queue::SqsQueue,
    rollups::RollupStore,
    sandbox::LambdaSandbox,
    scheduler::EventBridgeScheduler,
    secrets::ParameterStore,
    settings::{
        ApiSecretsSettings, EventBusSettings, QueueSettings, SandboxSettings, SchedulerSettings,
        SecretsSettings, SettingsError, TableSettings,
    },
    table::Table,
    tasks::TaskStore,
    templates::TemplateTable,
    tokens::SharedTokens,
    watches::WatchTable,
};
