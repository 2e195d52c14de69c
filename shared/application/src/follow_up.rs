//! What follows from executions that have ended: batches end, dependent tasks are released, notifications are sent, and
//! permits that their jobs kept are given back.
//! A todo or a calendar event that a person completed is recorded as an execution that has ended, so the same follows from it.
//!
//! It runs after the ends were counted, once per delivery of the changes: the id of each release and of each
//! notification is derived from its cause, so a repeated delivery starts nothing twice.

mod batches;
mod facts;
mod lines;
mod permits;
mod release;

use std::{collections::BTreeSet, sync::Arc};

use beadle_domain::{
    execution::{Execution, Status},
    projection::{Change, ChangeRecord, ExecutionFacts},
};
use beadle_values::{cause::Chain, id::TaskId};
use futures_util::future::try_join_all;

use super::notify::{Notice, NotifyError, occasion, ping, slow};
use crate::{
    PolicyDefaults,
    port::{
        Batches, Clock, Configs, Dependencies, EventBus, Executions, GateStore, StartExecutions, StoreError,
        Tasks,
    },
    watch::WatchService,
};

/// The number of tasks processed at once.
const AT_ONCE: usize = 16;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FollowedUp {
    /// Tasks that were released.
    pub released: usize,
    /// Notifications that were sent, now or for an earlier delivery of the same changes.
    pub notified: usize,
    /// Batches that ended.
    pub batches: usize,
}

/// Does what follows from executions that have ended.
#[derive(Clone)]
pub struct FollowUpService {
    /// Dependencies and releases.
    pub dependencies: Arc<dyn Dependencies>,
    /// The tasks.
    pub tasks: Arc<dyn Tasks>,
    /// Reads the executions whose jobs may have kept permits.
    pub executions: Arc<dyn Executions>,
    /// Reads the limits of those permits.
    pub configs: Arc<dyn Configs>,
    /// Takes them back.
    pub gates: Arc<dyn GateStore>,
    /// The batches that may end.
    pub batches: Arc<dyn Batches>,
    /// Starts executions.
    pub starter: Arc<dyn StartExecutions>,
    /// Keeps the watches of tasks.
    pub watches: WatchService,
    /// Publishes notifications.
    pub bus: Arc<dyn EventBus>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The policies that apply where nothing is stated.
    pub defaults: PolicyDefaults,
}

impl FollowUpService {
    /// Does what follows from `records`, whose ends are counted. Records in which nothing ended and no task
    /// was resumed or completed cost no read; for the others, followers are read once.
    ///
    /// # Errors
    /// [`NotifyError`] when the records must be processed again. What would fail on every attempt is logged
    /// instead.
    pub async fn follow_up(&self, records: &[ChangeRecord]) -> Result<FollowedUp, NotifyError> {
        for completion in records.iter().filter_map(|record| self.completion(record)) {
            if let Some(task) = completion.request.task_id {
                permanent(self.starter.start(&completion).await, task)?;
            }
        }
        for record in records {
            if let Change::Task { after, .. } = &record.change {
                permanent(self.watches.keep(record).await, after.id)?;
            }
        }
        self.take_facts(records).await?;
        self.release_permits(records).await?;
        self.hand_lines_on(records).await?;
        let ended = records.iter().filter_map(ChangeRecord::ended);
        let ends: Vec<(TaskId, &ExecutionFacts)> =
            ended.filter_map(|end| Some((end.task_id?, end))).collect();
        let mut dependents: BTreeSet<TaskId> = records.iter().filter_map(resumed).collect();
        let mut done = FollowedUp { batches: self.end_batches(records).await?, ..FollowedUp::default() };
        if !ends.is_empty() {
            let ended: BTreeSet<TaskId> = ends.iter().map(|(task, _)| *task).collect();
            let ended: Vec<TaskId> = ended.into_iter().collect();
            let followers = self.dependencies.followers(&ended).await?;
            done.notified = self.notify(&ends, &followers.notifying).await?;
            dependents.extend(followers.dependents);
        }
        let dependents: Vec<TaskId> = dependents.into_iter().collect();
        for some in dependents.chunks(AT_ONCE) {
            let released = try_join_all(some.iter().map(|task| self.release(*task))).await?;
            done.released += released.into_iter().filter(|released| *released).count();
        }
        Ok(done)
    }

    /// The execution that records the completion of a todo, if the change is one. What follows from it follows
    /// from the change that it is itself.
    fn completion(&self, record: &ChangeRecord) -> Option<Execution> {
        match &record.change {
            Change::Task { before, after } => after.completion(before.as_deref(), &self.defaults.task),
            _ => None,
        }
    }

    /// Sends the notifications that the tasks `notifying` ask for about the `ends` of their executions;
    /// returns their number.
    async fn notify(
        &self,
        ends: &[(TaskId, &ExecutionFacts)],
        notifying: &BTreeSet<TaskId>,
    ) -> Result<usize, NotifyError> {
        let mut notified = 0;
        for task in notifying {
            let Some(saved) = permanent(self.tasks.get(*task).await, *task)?.flatten() else { continue };
            let Some(wanted) = saved.task.notify.as_ref().filter(|_| saved.task.deleted_at.is_none()) else {
                continue;
            };
            let last = saved.stats.last_end.as_ref();
            let mut before: Option<Status> = None;
            for (_, end) in ends.iter().filter(|(of, _)| of == task) {
                before = before
                    .or_else(|| last.filter(|last| last.execution == end.id).and_then(|last| last.before));
                let reminds = saved.task.reminds_by(end.trigger);
                let (at, now) = (end.ended_at.unwrap_or(end.created_at), self.clock.now());
                let occasion = occasion(wanted, end, before, reminds);
                for occasion in occasion.into_iter().chain(slow(wanted, end, reminds)) {
                    let notice =
                        Notice { task: &saved.task, occasion, at, because: None, execution: Some(end) };
                    let sent = notice.send(&*self.starter, &*self.bus, &self.defaults.ad_hoc, now).await;
                    notified += usize::from(permanent(sent, *task)?.unwrap_or_default());
                }
                if let Some(ping) = ping(&saved.task, end, reminds, &self.defaults.ad_hoc, now) {
                    permanent(self.starter.start(&ping).await, *task)?;
                }
                if end.status != Status::Cancelled && !reminds {
                    before = Some(end.status);
                }
            }
        }
        Ok(notified)
    }
}

/// The task that the change resumed, if it has dependencies: it was not released while it was paused.
fn resumed(record: &ChangeRecord) -> Option<TaskId> {
    match &record.change {
        Change::Task { before: Some(before), after } => {
            let resumed = before.paused && !after.paused && after.deleted_at.is_none();
            (resumed && !after.dependencies.is_empty()).then_some(after.id)
        }
        _ => None,
    }
}

/// The result of some work for `task`; `None`, and a line in the log, if it would fail again on every
/// attempt.
fn permanent<T, E: Into<NotifyError>>(done: Result<T, E>, task: TaskId) -> Result<Option<T>, NotifyError> {
    match done.map_err(Into::into) {
        Ok(done) => Ok(Some(done)),
        Err(NotifyError::Store(error @ (StoreError::TooLarge(_) | StoreError::Corrupt(_)))) => {
            tracing::error!(task.id = %task, error = %Chain(&error), "failed permanently to follow up on an execution");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
