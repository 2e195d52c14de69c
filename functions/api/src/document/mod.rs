//! What callers write, described for the document at `/openapi.json`. The domain reads it; nothing here is ever made.

mod ad_hoc;
mod names;
mod parameters;
mod problem;
mod retry;
mod schedule;
mod task;

pub(crate) use self::{
    ad_hoc::{AdHocRequest, Duration},
    names::{
        ExecutionStatusName, OutcomeName, PriorityName, StrategyName, TaskStatusName, TaskTypeName,
        TriggerName,
    },
    parameters::{
        ChangeHeaders, CreateHeaders, ExecutionFilters, PageParameters, StartHeaders, TaskFilters,
        UpcomingParameters,
    },
    problem::ProblemDocument,
    retry::{RetryPolicyDocument, RetryPolicyObject},
    schedule::{PreviewRequest, ScheduleDocument, ScheduleObject},
    task::{TaskChange, TaskRequest},
};
