//! A replay: which executions are run again, and how.

mod pace;
#[cfg(test)]
mod tests;

use beadle_values::{
    body,
    body::{
        Shape, config_id_schema, flag, of, one_of, optional, otherwise, parsed, required, string,
        task_id_schema, time, whole,
    },
    duration,
    id::{BatchId, ConfigId, OwnerId, TaskId},
    names,
    page::Cursor,
    time::whole_milliseconds,
    violation::{Path, Violations},
};
use jiff::Timestamp;
use serde_json::{Value, json};

pub use self::pace::Pace;
use crate::{
    adhoc::FARTHEST,
    execution::{Execution, FailureCode, RetryWith, Status, TriggerKind},
    selection::Selection,
    spec::TaskType,
};

/// The most executions that one replay looks for.
const MAX_LIMIT: u64 = 100;

/// How many it looks for unless given.
const DEFAULT_LIMIT: usize = 50;

/// What narrows a filter; `status` has a default, and `user_id` only says whose they are.
const NARROWING: [&str; 7] = ["task_id", "batch_id", "type", "error_code", "config_id", "from", "to"];

body! {
    /// Which executions to run again, and how.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Replay as "ReplayRequest" {
        /// Which executions.
        pub filter: ReplayFilter =
            required(of()).hint("members: task_id, batch_id, type, error_code, config_id, from, to"),
        /// What to do: `original` for the request of each execution, `current` for that of its task as it is now.
        pub with: RetryWith = otherwise(one_of(), || RetryWith::Original),
        /// Whether to show only which executions would be started.
        pub dry_run: bool = otherwise(flag(), || false),
        /// Whether replays that failed are replayed too; those that failed themselves are left out unless given.
        pub include_replays: bool = otherwise(flag(), || false),
        /// How fast they begin one after the other; ten a second unless given.
        pub pace: Pace = otherwise(of(), Pace::default),
        /// When the first of them begins, at most 365 days ahead; at once unless given.
        pub start_at: Option<Timestamp> = optional(time()),
        /// How many executions to look for at most.
        pub limit: usize = otherwise(
            whole::<u32>(1, MAX_LIMIT).map(|limit| limit as usize).shown(|| json!({"default": DEFAULT_LIMIT})),
            || DEFAULT_LIMIT,
        ),
        /// The `next_cursor` of the page before.
        pub cursor: Option<Cursor> = optional(string().map(Cursor)),
    }
    example {
        "filter": {"error_code": "http_status", "from": "2027-01-15T08:00:00Z"},
        "pace": {"rate": 10, "per": "1s"}
    }
}

body! {
    /// How to run the failed executions of a batch again.
    #[derive(Debug, Clone, PartialEq)]
    pub struct BatchReplay as "BatchReplayRequest" {
        /// What to do: `original` for the request of each execution, `current` for that of its task as it is now.
        pub with: RetryWith = otherwise(one_of(), || RetryWith::Original),
        /// Whether to show only which executions would be started.
        pub dry_run: bool = otherwise(flag(), || false),
        /// How fast they begin one after the other; ten a second unless given.
        pub pace: Pace = otherwise(of(), Pace::default),
        /// When the first of them begins, at most 365 days ahead; at once unless given.
        pub start_at: Option<Timestamp> = optional(time()),
        /// How many executions to look for at most.
        pub limit: usize = otherwise(
            whole::<u32>(1, MAX_LIMIT).map(|limit| limit as usize).shown(|| json!({"default": DEFAULT_LIMIT})),
            || DEFAULT_LIMIT,
        ),
        /// The `next_cursor` of the page before.
        pub cursor: Option<Cursor> = optional(string().map(Cursor)),
    }
    example {"pace": {"rate": 10, "per": "1s"}}
}

body! {
    /// Which executions. At least one member beside `status` and `user_id` has to be there; the executions fit all of them.
    #[derive(Debug, Clone, PartialEq)]
    pub struct ReplayFilter as "ReplayFilter" {
        /// The executions of this task.
        "task_id" => pub task: Option<TaskId> = optional(parsed("id").described(task_id_schema)),
        /// The executions of this batch.
        "batch_id" => pub batch: Option<BatchId> =
            optional(parsed("id").shown(|| json!({"pattern": "^bat_[0-9a-f]{32}$"}))),
        /// The executions of another user, in place of the caller's; goes without `task_id` and `batch_id`. For admins.
        "user_id" => pub user: Option<OwnerId> =
            optional(parsed("user_id").shown(|| json!({"minLength": 1, "maxLength": 255}))),
        /// How they ended; `failed` unless given.
        pub status: Status = otherwise(one_of::<ReplayedStatus>().typed().map(Status::from), || Status::Failed),
        /// The executions of this type.
        "type" => pub task_type: Option<TaskType> = optional(one_of().typed()),
        /// The executions that failed with this code; goes with `failed` only.
        "error_code" => pub error: Option<FailureCode> = optional(one_of().typed()),
        /// The executions that name this config.
        "config_id" => pub config: Option<ConfigId> = optional(parsed("id").described(config_id_schema)),
        /// The executions created at this time or later.
        pub from: Option<Timestamp> = optional(time()),
        /// The executions created before this time.
        pub to: Option<Timestamp> = optional(time()),
    }
    check |given, members, path, violations| {
        let selection = Selection {
            task: given.task.flatten(),
            batch: given.batch.flatten(),
            user: given.user.clone().flatten(),
            from: given.from.flatten(),
            to: given.to.flatten(),
            ..Selection::default()
        };
        selection.check(&NARROWING, members, path, violations);
        if given.status == Some(Status::Cancelled) && matches!(given.error, Some(Some(_))) {
            violations.add(path.key("error_code"), "conflict", "a cancelled execution has no error");
        }
    }
}

names! {
    /// The status of executions that can be run again.
    pub enum ReplayedStatus {
        /// See [`Status::Failed`].
        Failed = "failed",
        /// See [`Status::Cancelled`].
        Cancelled = "cancelled",
    }
}

impl From<ReplayedStatus> for Status {
    fn from(status: ReplayedStatus) -> Self {
        match status {
            ReplayedStatus::Failed => Self::Failed,
            ReplayedStatus::Cancelled => Self::Cancelled,
        }
    }
}

impl Replay {
    /// Reads a replay that was requested at `now`.
    ///
    /// # Errors
    /// All its faults, unknown members included.
    pub fn parse_at(body: &Value, now: Timestamp, path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let start_at = start_of(body, now, path, &mut violations);
        match violations.take(Self::parse(body, path)) {
            Some(replay) if violations.is_empty() => Ok(Self { start_at, ..replay }),
            _ => Err(violations),
        }
    }
}

impl BatchReplay {
    /// Reads a replay that was requested at `now`.
    ///
    /// # Errors
    /// All its faults, unknown members included.
    pub fn parse_at(body: &Value, now: Timestamp, path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let start_at = start_of(body, now, path, &mut violations);
        match violations.take(Self::parse(body, path)) {
            Some(replay) if violations.is_empty() => Ok(Self { start_at, ..replay }),
            _ => Err(violations),
        }
    }

    /// The replay of the failed executions of `batch`.
    pub fn of(self, batch: BatchId) -> Replay {
        let Self { with, dry_run, pace, start_at, limit, cursor } = self;
        let filter = ReplayFilter {
            task: None,
            batch: Some(batch),
            user: None,
            status: Status::Failed,
            task_type: None,
            error: None,
            config: None,
            from: None,
            to: None,
        };
        Replay { filter, with, dry_run, include_replays: false, pace, start_at, limit, cursor }
    }
}

/// When the first replay of `body` begins, if that is after `now`.
fn start_of(body: &Value, now: Timestamp, path: &Path, violations: &mut Violations) -> Option<Timestamp> {
    let (place, farthest) = (path.key("start_at"), duration::after(now, FARTHEST));
    let start_at = body.get("start_at").and_then(|start_at| time().read(start_at, &place).ok());
    if start_at.is_some_and(|start_at| start_at > farthest) {
        violations.add(place, "time", "lies more than 365 days ahead");
    }
    start_at.filter(|time| *time > now).map(whole_milliseconds)
}

impl Replay {
    /// Whether `execution`, which the filter selects, is among those asked for. A replay is only if that is asked for:
    /// whoever sends the same filter again repeats what failed, not its repeats.
    pub fn selects(&self, execution: &Execution) -> bool {
        self.include_replays || execution.request.trigger.kind != TriggerKind::Replay
    }
}

impl ReplayFilter {
    /// What it selects.
    pub fn selection(&self) -> Selection {
        Selection {
            task: self.task,
            batch: self.batch,
            user: self.user.clone(),
            status: Some(self.status),
            is_unended: false,
            task_type: self.task_type,
            error: self.error,
            config: self.config,
            from: self.from,
            to: self.to,
        }
    }
}
