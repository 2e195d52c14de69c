//! Cancelling many executions: which ones, and how many at a time.

use beadle_values::{
    body,
    body::{
        Shape, config_id_schema, flag, of, one_of, optional, otherwise, parsed, required, string,
        task_id_schema, time, whole,
    },
    id::{BatchId, ConfigId, OwnerId, TaskId},
    names,
    page::Cursor,
};
use jiff::Timestamp;
use serde_json::json;

use crate::{execution::Status, selection::Selection, spec::TaskType};

/// The most executions that one request looks for.
const MAX_LIMIT: u64 = 100;

/// How many it looks for unless given.
const DEFAULT_LIMIT: usize = 50;

/// What narrows a filter; `status` does not, and `user_id` only says whose they are.
const NARROWING: [&str; 6] = ["task_id", "batch_id", "type", "config_id", "from", "to"];

body! {
    /// Which executions to cancel.
    #[derive(Debug, Clone, PartialEq)]
    pub struct CancelMany as "CancelRequest" {
        /// Which executions; those that have ended are never among them.
        pub filter: CancelFilter =
            required(of()).hint("members: task_id, batch_id, type, config_id, from, to"),
        /// Whether to show only which executions would be cancelled.
        pub dry_run: bool = otherwise(flag(), || false),
        /// How many executions to look for at most.
        pub limit: usize = otherwise(
            whole::<u32>(1, MAX_LIMIT).map(|limit| limit as usize).shown(|| json!({"default": DEFAULT_LIMIT})),
            || DEFAULT_LIMIT,
        ),
        /// The `next_cursor` of the page before.
        pub cursor: Option<Cursor> = optional(string().map(Cursor)),
    }
    example {"filter": {"type": "http", "to": "2027-01-15T08:00:00Z"}, "dry_run": true}
}

body! {
    /// Which executions. At least one member beside `status` and `user_id` has to be there; the executions fit all of them.
    #[derive(Debug, Clone, PartialEq)]
    pub struct CancelFilter as "CancelFilter" {
        /// The executions of this task.
        "task_id" => pub task: Option<TaskId> = optional(parsed("id").described(task_id_schema)),
        /// The executions of this batch.
        "batch_id" => pub batch: Option<BatchId> =
            optional(parsed("id").shown(|| json!({"pattern": "^bat_[0-9a-f]{32}$"}))),
        /// The executions of another user, in place of the caller's; goes without `task_id` and `batch_id`. For admins.
        "user_id" => pub user: Option<OwnerId> =
            optional(parsed("user_id").shown(|| json!({"minLength": 1, "maxLength": 255}))),
        /// Only those with this status; all that have not ended unless given.
        pub status: Option<Status> = optional(one_of::<UnendedStatus>().typed().map(Status::from)),
        /// The executions of this type.
        "type" => pub task_type: Option<TaskType> = optional(one_of().typed()),
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
    }
}

names! {
    /// The status of executions that can be cancelled.
    pub enum UnendedStatus {
        /// See [`Status::Pending`].
        Pending = "pending",
        /// See [`Status::Running`].
        Running = "running",
        /// See [`Status::Retrying`].
        Retrying = "retrying",
        /// See [`Status::Deferred`].
        Deferred = "deferred",
        /// See [`Status::Waiting`].
        Waiting = "waiting",
    }
}

impl From<UnendedStatus> for Status {
    fn from(status: UnendedStatus) -> Self {
        match status {
            UnendedStatus::Pending => Self::Pending,
            UnendedStatus::Running => Self::Running,
            UnendedStatus::Retrying => Self::Retrying,
            UnendedStatus::Deferred => Self::Deferred,
            UnendedStatus::Waiting => Self::Waiting,
        }
    }
}

impl CancelFilter {
    /// What it selects.
    pub fn selection(&self) -> Selection {
        Selection {
            task: self.task,
            batch: self.batch,
            user: self.user.clone(),
            status: self.status,
            is_unended: true,
            task_type: self.task_type,
            error: None,
            config: self.config,
            from: self.from,
            to: self.to,
        }
    }
}

#[cfg(test)]
mod tests {
    use beadle_values::violation::Path;
    use rstest::rstest;
    use serde_json::Value;

    use super::*;
    use crate::{
        execution::Event,
        specimen::{at, claimed, pending},
    };

    const TASK: &str = "tsk_00000000000000000000000000000007";

    #[rstest]
    #[case(json!({}), &["body.filter"])]
    #[case(json!({"filter": {}}), &["body.filter"])]
    #[case(json!({"filter": {"status": "running", "user_id": "ada", "task_id": null}}), &["body.filter"])]
    #[case(json!({"filter": {"type": "http", "status": "completed"}}), &["body.filter.status"])]
    #[case(json!({"filter": {"task_id": TASK, "user_id": "ada"}}), &["body.filter.user_id"])]
    #[case(json!({"filter": {"type": "smoke", "batch_id": TASK, "error_code": "connect"}, "limit": 101, "pace": 1}),
        &["body.pace", "body.filter.error_code", "body.filter.batch_id", "body.filter.type", "body.limit"])]
    #[case(json!({"filter": {"from": "2027-01-02T00:00:00Z", "to": "2027-01-01T00:00:00Z"}}), &["body.filter.to"])]
    fn every_fault_is_named_with_its_place(#[case] body: Value, #[case] places: &[&str]) {
        let faults = CancelMany::parse(&body, &Path::body()).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.path.to_string()).collect::<Vec<_>>(), places);
    }

    #[test]
    fn only_what_has_not_ended_is_selected() {
        let asked = CancelMany::parse(&json!({"filter": {"type": "http"}}), &Path::body()).unwrap();
        let selection = asked.filter.selection();
        let (waits, runs) = (pending(), claimed(&pending(), 1));
        let ended = runs.apply(Event::Succeed { answer: None }, at(2)).unwrap();
        assert_eq!([&waits, &runs, &ended].map(|one| selection.matches(one)), [true, true, false]);
    }
}
