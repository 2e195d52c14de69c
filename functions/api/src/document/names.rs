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
    /// What a task is about to do or did last.
    TaskStatusName as TaskStatus: pending, scheduled, running, completed, failed, cancelled, paused
);
names!(
    /// What a task or a request does.
    TaskTypeName as TaskType: http, api_call, webhook, graphql, database, simulated
);
names!(
    /// How urgent it is; `high` takes the express queue. `normal` is read as `medium`.
    PriorityName as Priority: low, medium, high
);
names!(
    /// How the delay grows from retry to retry.
    StrategyName as RetryStrategy: fixed, linear, exponential, custom
);
names!(
    /// What started an execution.
    TriggerName as TriggerType: manual, api, schedule, dependency, event, replay
);
names!(
    /// How an attempt ended.
    OutcomeName as AttemptOutcome: succeeded, failed, cancelled, interrupted, waiting
);
