//! Which executions are run again, and how: the body of a replay.

mod pace;
#[cfg(test)]
mod tests;

use std::{fmt::Display, str::FromStr};

use beadle_values::{
    duration,
    id::{ConfigId, OwnerId, TaskId},
    integer::integer,
    names,
    page::Cursor,
    time::whole_milliseconds,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

pub use self::pace::Pace;
use crate::{
    adhoc::FARTHEST,
    execution::{Execution, FailureCode, Status},
    spec::TaskType,
};

/// The most executions that one replay looks for, and how many where it does not say.
const MOST: usize = 100;
const USUAL: usize = 50;

const MEMBERS: [&str; 6] = ["filter", "dry_run", "pace", "start_at", "limit", "cursor"];

/// What narrows a filter; `status` has a default, and `user_id` only says whose they are.
const NARROWING: [&str; 6] = ["task_id", "type", "error_code", "config_id", "from", "to"];

/// A replay as it was asked for, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// Which executions.
    pub filter: ReplayFilter,
    /// Whether it only tells what it would start.
    pub dry_run: bool,
    /// How fast they begin.
    pub pace: Pace,
    /// When the first of them begins; `None` for at once.
    pub start_at: Option<Timestamp>,
    /// How many executions to look for at most, 1 to 100.
    pub limit: usize,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

/// Which executions are run again; at least one member beside `status` and `user` is there.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplayFilter {
    /// Those of this task.
    pub task: Option<TaskId>,
    /// Those of another user; never together with `task`, which has one owner.
    pub user: Option<OwnerId>,
    /// How they ended: [`Status::Failed`] or [`Status::Cancelled`].
    pub status: Status,
    /// Those of this type.
    pub task_type: Option<TaskType>,
    /// Those that failed for this.
    pub error: Option<FailureCode>,
    /// Those that name this config.
    pub config: Option<ConfigId>,
    /// Those created at this time or later.
    pub from: Option<Timestamp>,
    /// Those created before this time.
    pub to: Option<Timestamp>,
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
    /// Reads a replay that was asked for at `now`.
    ///
    /// # Errors
    /// Every fault of it, unknown members included.
    pub fn parse(body: &Value, now: Timestamp, path: &Path) -> Result<Self, Violations> {
        let mut read = Reader::of(body, path, &MEMBERS)?;
        let filter = match read.present("filter") {
            Some(filter) => read.faults.take(ReplayFilter::parse(filter, &path.key("filter"))),
            None => {
                read.faults.push(nothing_narrows(path.key("filter")));
                None
            }
        };
        let dry_run = match read.present("dry_run") {
            None => false,
            Some(Value::Bool(dry_run)) => *dry_run,
            Some(_) => {
                read.faults.add(path.key("dry_run"), "type_error", "must be true or false");
                false
            }
        };
        let pace = read.present("pace").map(|pace| Pace::parse(pace, &path.key("pace")));
        let pace = pace.and_then(|pace| read.faults.take(pace)).unwrap_or_default();
        let start_at = read.time("start_at");
        if start_at.is_some_and(|time| time > duration::after(now, FARTHEST)) {
            read.faults.add(path.key("start_at"), "time", "lies more than 365 days ahead");
        }
        let limit = match read.present("limit").map(integer) {
            None => USUAL,
            Some(limit) => limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or_default(),
        };
        if !(1..=MOST).contains(&limit) {
            let message = format!("must be a whole number from 1 to {MOST}");
            read.faults.add(path.key("limit"), "out_of_range", message);
        }
        let cursor = read.text("cursor").map(|cursor| Cursor(cursor.to_owned()));
        match filter {
            Some(filter) if read.faults.is_empty() => {
                let start_at = start_at.filter(|time| *time > now).map(whole_milliseconds);
                Ok(Self { filter, dry_run, pace, start_at, limit, cursor })
            }
            _ => Err(read.faults),
        }
    }
}

impl ReplayFilter {
    fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let members: Vec<&str> = NARROWING.into_iter().chain(["status", "user_id"]).collect();
        let mut read = Reader::of(value, path, &members)?;
        if NARROWING.iter().all(|name| read.present(name).is_none()) {
            read.faults.push(nothing_narrows(path.clone()));
        }
        let filter = Self {
            task: read.parsed("task_id", "id"),
            user: read.parsed("user_id", "user_id"),
            status: read.parsed::<ReplayedStatus>("status", "enum").map_or(Status::Failed, Status::from),
            task_type: read.parsed("type", "enum"),
            error: read.parsed("error_code", "enum"),
            config: read.parsed("config_id", "id"),
            from: read.time("from"),
            to: read.time("to"),
        };
        if filter.status == Status::Cancelled && filter.error.is_some() {
            read.faults.add(path.key("error_code"), "conflict", "what was cancelled has no error");
        }
        if filter.task.is_some() && filter.user.is_some() {
            read.faults.add(path.key("user_id"), "conflict", "goes without `task_id`: a task has one owner");
        }
        if filter.from.zip(filter.to).is_some_and(|(from, to)| to <= from) {
            read.faults.add(path.key("to"), "out_of_range", "must lie after `from`");
        }
        read.faults.into_result(filter)
    }

    /// Whether `execution`, which a list of those of this owner or task, status, type and time names, is among those asked
    /// for.
    pub fn matches(&self, execution: &Execution) -> bool {
        let failed_for = |code| execution.progress.failure().is_some_and(|failure| failure.code == code);
        self.error.is_none_or(failed_for)
            && self.config.is_none_or(|config| execution.request.config_id == Some(config))
    }
}

fn nothing_narrows(path: Path) -> Violation {
    Violation::new(path, "missing", "must say which executions, by at least one member")
        .hint(format!("members: {}", NARROWING.join(", ")))
}

/// The members of an object, and the faults found so far.
struct Reader<'b> {
    members: &'b Map<String, Value>,
    path: &'b Path,
    faults: Violations,
}

impl<'b> Reader<'b> {
    fn of(value: &'b Value, path: &'b Path, known: &[&str]) -> Result<Self, Violations> {
        let Value::Object(members) = value else {
            return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
        };
        let mut faults = Violations::new();
        for name in members.keys().filter(|name| !known.contains(&name.as_str())) {
            faults.add(path.key(name), "unknown_field", "is not known here");
        }
        Ok(Self { members, path, faults })
    }

    fn present(&self, name: &str) -> Option<&'b Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    fn text(&mut self, name: &str) -> Option<&'b str> {
        let value = self.present(name)?;
        if value.as_str().is_none() {
            self.faults.add(self.path.key(name), "type_error", "must be a text");
        }
        value.as_str()
    }

    fn parsed<T: FromStr<Err: Display>>(&mut self, name: &str, kind: &'static str) -> Option<T> {
        let parsed = self.text(name)?.parse();
        parsed.map_err(|error: T::Err| self.faults.add(self.path.key(name), kind, error.to_string())).ok()
    }

    fn time(&mut self, name: &str) -> Option<Timestamp> {
        let parsed = self.text(name)?.parse();
        if parsed.is_err() {
            let refused = Violation::new(self.path.key(name), "time", "is not a time");
            self.faults.push(refused.hint("RFC 3339, such as 2027-01-01T09:00:00Z"));
        }
        parsed.ok()
    }
}
