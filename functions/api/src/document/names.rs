//! The names that the API knows, as enumerations.

use utoipa::ToSchema;

macro_rules! names {
    ($(#[$doc:meta])* $schema:ident as $title:ident: $($name:ident),+) => {
        $(#[$doc])*
        #[derive(ToSchema)]
        #[schema(as = $title)]
        #[expect(non_camel_case_types, dead_code, reason = "describes names that the domain reads and writes")]
        pub(crate) enum $schema {
            $($name),+
        }
    };
}

names!(
    /// Where an execution stands.
    ExecutionStatusName as ExecutionStatus: pending, running, retrying, deferred, waiting, completed, failed, cancelled
);
names!(
    /// How an execution ended that is run again.
    ReplayedStatusName as ReplayedStatus: failed, cancelled
);
names!(
    /// Why an execution failed.
    FailureCodeName as FailureCode: connect, tls, timeout, http_status, redirect, invalid_request, invalid_response,
        interrupted, undeliverable, hop_limit, task_gone, egress, interpolation, secret, auth, unexpected, graphql, database,
        database_busy, config_gone, simulated
);
names!(
    /// What a task is about to do or did last.
    TaskStatusName as TaskStatus: pending, scheduled, running, completed, failed, cancelled, paused
);
names!(
    /// What a task or a request does.
    TaskTypeName as TaskType: http, api_call, webhook, graphql, database, simulated, todo, reminder, calendar_event
);
names!(
    /// How urgent it is; `high` takes the express queue.
    PriorityName as Priority: low, medium, high
);
names!(
    /// How urgent it is, as it is written; `high` takes the express queue, `normal` is another word for `medium`.
    PriorityText as PriorityText: low, medium, normal, high
);
names!(
    /// How the delay grows from retry to retry.
    StrategyName as RetryStrategy: fixed, linear, exponential, custom
);
names!(
    /// What happens when a task is due while it runs.
    OverlapName as Overlap: skip, queue, allow, cancel_running
);
names!(
    /// What happens with runs that were missed.
    CatchUpName as CatchUpName: none, latest, all
);
names!(
    /// What started an execution.
    TriggerName as TriggerType: manual, api, schedule, dependency, event, replay, reminder
);
names!(
    /// How an attempt ended.
    OutcomeName as AttemptOutcome: succeeded, failed, cancelled, interrupted, waiting
);
names!(
    /// How calls are counted.
    LimiterName as LimiterStrategy: token_bucket, sliding_window
);
names!(
    /// The scheme of an address.
    SchemeName as Scheme: http, https, postgres, postgresql, mysql, mariadb
);
names!(
    /// How a body is written.
    EncodingName as Encoding: json, form, xml, text, base64, multipart
);
names!(
    /// How an answer is read.
    ParseName as Parse: auto, json, xml, form, text, base64
);
names!(
    /// What a task tells of.
    OccasionName as Occasion: completed, failed, recovered, reminder
);
names!(
    /// What becomes of a task when one that it runs after does not complete.
    DependencyFailureName as DependencyFailure: skip, run
);
names!(
    /// What a key is good for.
    ScopeName as Scope: read, execute, write, admin
);
names!(
    /// What a caller may do.
    RoleName as Role: viewer, user, operator, admin
);

/// The id of a task.
#[derive(ToSchema)]
#[schema(pattern = "^tsk_[0-9a-f]{32}$", example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct TaskIdText(String);

/// The id of a config.
#[derive(ToSchema)]
#[schema(pattern = "^cfg_[0-9a-f]{32}$", example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct ConfigIdText(String);

/// A label, 1 to 100 characters.
#[derive(ToSchema)]
#[schema(min_length = 1, max_length = 100)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct Tag(String);
