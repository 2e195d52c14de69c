//! A user is gone: nothing of theirs runs any more, and nothing lets anyone in as them.
//!
//! Every step finds what is left to do and does it, so a repeat goes on where the one before stopped, wherever that was.
//! Keys go first, so that nothing new comes in with them; then the tasks, so that nothing new starts; then what was
//! started; then the configs that nobody else may use.

mod pages;

use std::sync::Arc;

use beadle_domain::{
    access::{Principal, Role},
    config::Config,
    execution::{CancelReason, Execution},
    projection::{
        AuditEntry,
        audit::{AuditAction, Subject, Verb},
    },
    task::{SavedTask, Task},
};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::Cursor,
};
use jiff::{SignedDuration, Timestamp};

use self::pages::Pages;
use super::{
    Expected, Refusal, audit,
    execution::{CalledOff, call_off},
    task::{self, TaskPorts},
};
use crate::port::{
    ApiKeys, AuditTrail, Clock, ConfigQuery, Configs, ExecutionQuery, ExecutionScope, Executions, TaskQuery,
};

/// How many are looked at in one read.
const PAGE: usize = 100;

/// How far the clocks of those that start executions may lag behind ours, with the time that lists take to follow.
const LAG: SignedDuration = SignedDuration::from_secs(60);

/// What it takes to close an account.
#[derive(Clone, Copy)]
pub struct CloseAccountPorts<'a> {
    /// Tasks, their schedules and configs.
    pub tasks: TaskPorts<'a>,
    /// Where executions are read.
    pub executions: &'a dyn Executions,
    /// Where they are cancelled.
    pub changer: &'a dyn Executions,
    /// Where configs are removed.
    pub config_writer: &'a dyn Configs,
    /// Where keys are removed.
    pub api_keys: &'a dyn ApiKeys,
    /// Where the removals are entered that no row tells.
    pub audit_log: &'a dyn AuditTrail,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closed {
    /// Keys that were revoked.
    pub api_keys: usize,
    /// Tasks that were deleted.
    pub tasks: usize,
    /// Executions that were cancelled.
    pub executions: usize,
    /// Configs that were removed.
    pub configs: usize,
    /// Whether nothing is left; otherwise the time was up.
    pub finished: bool,
}

/// Closes the account of `owner`, until `until` at the latest. Configs that are shared with everyone stay.
///
/// # Errors
/// [`Refusal::Store`], [`Refusal::Scheduler`], [`Refusal::Contended`]: what is not done yet is left, so ask again.
pub async fn close_account(
    ports: CloseAccountPorts<'_>,
    owner: &OwnerId,
    until: Timestamp,
) -> Result<Closed, Refusal> {
    let mut closed = Closed::default();
    let began = ports.clock.now();
    for key in ports.api_keys.list(owner).await? {
        ports.api_keys.remove(key.id).await?;
        note(ports, (Subject::ApiKey, Verb::Deleted), owner, key.id, None).await;
        closed.api_keys += 1;
    }
    let mut pages = Pages::until(ports.clock, until);
    while let Some(cursor) = pages.next() {
        let page = ports.tasks.reader.list(&tasks_of(owner, cursor)).await?;
        for SavedTask { task, .. } in page.items.into_iter().filter(|saved| saved.task.owner == *owner) {
            // Its schedule goes first: whoever stops in between finds the task once more.
            if task.times().is_some() {
                ports.tasks.scheduler.disarm(task.id).await?;
            }
            closed.tasks += usize::from(delete(ports, &task).await?);
        }
        pages.turn(page.next);
    }
    // The second round finds what was started while the first was under way.
    let late = began.checked_sub(LAG).unwrap_or(began);
    for from in [None, Some(late)] {
        pages.restart();
        while let Some(cursor) = pages.next() {
            let page = ports.executions.list(&executions_of(owner, from, cursor)).await?;
            for execution in page.items {
                closed.executions += usize::from(cancel(ports, execution).await?);
            }
            pages.turn(page.next);
        }
    }
    pages.restart();
    while let Some(cursor) = pages.next() {
        let query = ConfigQuery { owner: owner.clone(), limit: PAGE, cursor };
        let page = ports.tasks.configs.list(&query).await?;
        for Config { id, version, .. } in
            page.items.iter().filter(|config| config.owner == *owner && !config.shared)
        {
            ports.config_writer.remove(*id, *version).await?;
            note(ports, (Subject::Config, Verb::Deleted), owner, id, None).await;
            closed.configs += 1;
        }
        pages.turn(page.next);
    }
    closed.finished = !pages.out_of_time();
    Ok(closed)
}

/// Enters what was done to something of `owner` that no row tells.
async fn note(
    ports: CloseAccountPorts<'_>,
    (kind, verb): (Subject, Verb),
    owner: &OwnerId,
    subject: impl ToString,
    task: Option<TaskId>,
) {
    let action = AuditAction { subject: kind, verb };
    let now = ports.clock.now();
    let entry = AuditEntry::new(action, &OwnerId::user_deleted(), Some(owner), subject, task, now);
    audit::note(ports.audit_log, &entry).await;
}

fn tasks_of(owner: &OwnerId, cursor: Option<Cursor>) -> TaskQuery {
    // Newest first is the same at any time.
    TaskQuery { cursor, ..TaskQuery::newest(owner.clone(), PAGE, Timestamp::UNIX_EPOCH) }
}

fn executions_of(owner: &OwnerId, from: Option<Timestamp>, cursor: Option<Cursor>) -> ExecutionQuery {
    let scope = ExecutionScope::Owner(owner.clone());
    ExecutionQuery { scope, status: None, task_type: None, from, to: None, limit: PAGE, cursor }
}

async fn delete(ports: CloseAccountPorts<'_>, task: &Task) -> Result<bool, Refusal> {
    let by = Principal::in_person(OwnerId::user_deleted(), Role::Admin);
    match task::delete(ports.tasks, &by, task.id, &Expected::Any, ports.clock.now()).await {
        Ok(()) => Ok(true),
        Err(Refusal::TaskNotFound(_)) => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

async fn cancel(ports: CloseAccountPorts<'_>, execution: Execution) -> Result<bool, Refusal> {
    if execution.status().is_final() {
        return Ok(false);
    }
    let (now, request) = (ports.clock.now(), Arc::clone(&execution.request));
    let reason = CancelReason::AccountClosed;
    let done = call_off(ports.executions, ports.changer, execution, reason, now).await?;
    if done == CalledOff::Requested {
        // How it ends does not say why; the row of one that is cancelled at once does.
        let cancelled = (Subject::Execution, Verb::Cancelled);
        note(ports, cancelled, &request.owner, request.id, request.task_id).await;
    }
    Ok(done != CalledOff::Nothing)
}
