//! What callers write, described for the document at `/openapi.json`. The domain reads it; nothing here is ever made.

mod account;
mod ad_hoc;
mod analytics;
mod api_key;
mod auth;
mod automated;
mod batch;
mod call;
mod config;
mod event;
mod numbered;
mod parameters;
mod personal;
#[cfg(test)]
mod problem;
mod replay;
mod retry;
mod schedule;
mod task;
mod template;

#[cfg(test)]
pub(crate) use self::problem::ProblemDocument;
pub(crate) use self::{
    account::{AccountChangeRequest, AccountParameters, TopUpRequest},
    ad_hoc::{AdHocRequest, Duration},
    analytics::{AnalyticsParameters, AuditFilters, StatsParameters},
    api_key::{ApiKeyFilters, ApiKeyRequest},
    auth::AuthDocument,
    automated::{AutomatedFilters, AutomatedTaskChange, AutomatedTaskRequest},
    batch::{ExecutionBatchRequest, TaskBatchRequest},
    config::{BreakerDocument, ConfigChange, ConfigRequest, EgressDocument, RateLimitDocument},
    event::EventRequest,
    numbered::{NumberedPageParameters, NumberedTaskChange, NumberedTaskRequest},
    parameters::{
        CalendarParameters, ChangeHeaders, ConfigFilters, CreateHeaders, DeleteConfigParameters,
        ExecutionFilters, PageParameters, RunParameters, StartHeaders, TaskFilters, UpcomingParameters,
    },
    personal::PersonalDocument,
    replay::ReplayRequest,
    retry::{RetryPolicyDocument, RetryPolicyObject},
    schedule::{PreviewRequest, ScheduleDocument, ScheduleObject},
    task::{RunRequest, Tag, TaskChange, TaskRequest},
    template::{FromTemplateRequest, TemplateChange, TemplateFilters, TemplateRequest},
};

/// A priority as a request writes it: `normal` is another word for `medium`.
type PriorityText = beadle_values::openapi::Written<beadle_domain::task::Priority>;
