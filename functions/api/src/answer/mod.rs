//! How tasks and executions are answered: names in `snake_case`, durations in milliseconds with the unit in the name, times in
//! RFC 3339 UTC, credentials masked.

mod account;
mod analytics;
mod api_key;
mod audit;
mod automated;
mod batch;
mod body;
mod config;
mod cost;
mod event;
mod execution;
mod explanation;
mod gate;
mod graph;
mod log;
mod notify;
mod numbered;
mod page;
mod profile;
mod replay;
mod schedule;
mod task;
mod template;

pub(crate) use self::{
    account::AccountAnswer,
    analytics::{AnalyticsAnswer, StatsAnswer},
    api_key::{ApiKeyList, NewApiKeyAnswer},
    audit::AuditList,
    automated::{AutomatedExecution, AutomatedList, AutomatedLog, AutomatedStats, AutomatedTask},
    batch::{BatchResults, ExecutionBatchAnswer, TaskBatchAnswer},
    event::EventAnswer,
    execution::ExecutionAnswer,
    explanation::ExplanationAnswer,
    gate::GateAnswer,
    graph::GraphAnswer,
    log::{LogAnswer, LogList},
    numbered::{NumberedItem, NumberedMessage, NumberedTask},
    page::{ConfigList, ExecutionList, TaskList},
    profile::ProfileAnswer,
    replay::{ReplayPreview, ReplayResults},
    schedule::{PreviewAnswer, UpcomingAnswer},
    task::TaskAnswer,
    template::{TemplateAnswer, TemplateList},
};
