//! Run executions that failed again, as many at once as a page names.
//!
//! What runs an execution again has an id that follows from the one it runs again, so whoever asks twice starts nothing
//! twice. One that fails again is an execution like any other, and is run again by the next request that names it.

use std::collections::{BTreeMap, BTreeSet};

use beadle_domain::{
    access::Principal,
    execution::{Execution, Request},
    replay::{Replay, ReplayFilter},
};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    page::Cursor,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use super::replay::again;
use crate::{
    GivenKey, Operation, Refusal,
    account::{AccountPorts, Allowance},
    port::{ExecutionQuery, ExecutionScope, Executions, StartExecutions, Started, StoreError, Tasks},
    task,
};

/// How many rows are read at a time.
const AT_ONCE: usize = 8;

/// What it takes to say what a replay starts.
#[derive(Clone, Copy)]
pub struct ReplayPorts<'a> {
    /// Whether the tasks are still there.
    pub tasks: &'a dyn Tasks,
    /// What their owner may start.
    pub accounts: AccountPorts<'a>,
    /// The executions.
    pub executions: &'a dyn Executions,
}

/// What a replay does to a page of executions.
#[derive(Debug)]
pub struct ReplayPlan {
    /// Those that are asked for, newest first.
    pub items: Vec<Planned>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
    /// When the first of the next page begins, so that the pace goes on.
    pub next_start_at: Timestamp,
}

/// What a replay does to one execution.
#[derive(Debug)]
pub struct Planned {
    /// The execution that is to run again.
    pub of: ExecutionId,
    /// Its task.
    pub task_id: Option<TaskId>,
    /// Whose it is.
    pub owner: OwnerId,
    /// What is done.
    pub verdict: Verdict,
}

/// What is done about an execution that is to run again.
#[derive(Debug)]
pub enum Verdict {
    /// It is run again.
    Start {
        /// By this.
        request: Box<Request>,
        /// From then on.
        due: Timestamp,
    },
    /// A replay has run it again, or is about to.
    Before(Box<Execution>),
    /// It is not.
    Refused(Refusal),
}

/// What came of one execution that is to run again.
#[derive(Debug)]
pub enum ReplayOutcome {
    /// It is started by this request.
    Started(Box<Execution>),
    /// It was started before.
    Before(Box<Execution>),
}

/// What `asked` comes to at `now`; nothing is started yet.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::TaskNotFound`], [`Refusal::Store`].
pub async fn plan_replay(
    ports: ReplayPorts<'_>,
    by: &Principal,
    asked: &Replay,
    key: Option<&GivenKey>,
    now: Timestamp,
) -> Result<ReplayPlan, Refusal> {
    let (scope, owner) = scope(ports.tasks, by, &asked.filter).await?;
    let filter = &asked.filter;
    let query = ExecutionQuery {
        scope,
        status: Some(filter.status),
        task_type: filter.task_type,
        from: filter.from,
        to: filter.to,
        limit: asked.limit,
        cursor: asked.cursor.clone(),
    };
    let page = ports.executions.list(&query).await?;
    let found: Vec<_> = page.items.into_iter().filter(|execution| filter.matches(execution)).collect();
    let before = earlier(ports.executions, &found).await?;
    let unstarted = || found.iter().zip(&before).filter(|(_, before)| before.is_none());
    let gone = gone(ports.tasks, unstarted().filter_map(|(of, _)| of.request.task_id).collect()).await?;
    let mut allowance = match unstarted().next() {
        Some(_) => Some(Allowance::of(ports.accounts, by, &owner, now).await?),
        None => None,
    };
    let (start, mut begun) = (asked.start_at.unwrap_or(now), 0);
    let mut items = Vec::with_capacity(found.len());
    for (of, before) in found.iter().zip(before) {
        let allowed = match (&before, of.request.task_id.filter(|task| gone.contains(task))) {
            (Some(_), _) => Ok(()),
            (None, Some(task)) => Err(Refusal::TaskGone(task)),
            (None, None) => allowance.as_mut().map_or(Ok(()), |left| left.take(1, of.request.credits)),
        };
        let verdict = match (before, allowed) {
            (Some(before), _) => match reused(&before, key) {
                Ok(()) => Verdict::Before(Box::new(before)),
                Err(refusal) => Verdict::Refused(refusal),
            },
            (None, Err(refusal)) => Verdict::Refused(refusal),
            (None, Ok(())) => {
                let due = asked.pace.due(start, begun);
                begun += 1;
                let request = again(&of.request, ExecutionId::for_replay(of.id()), key, now);
                Verdict::Start { request: Box::new(request), due }
            }
        };
        items.push(Planned {
            of: of.id(),
            task_id: of.request.task_id,
            owner: of.request.owner.clone(),
            verdict,
        });
    }
    Ok(ReplayPlan { items, next: page.next, next_start_at: asked.pace.due(start, begun) })
}

/// Whose executions are asked for, and their owner.
async fn scope(
    tasks: &dyn Tasks,
    by: &Principal,
    filter: &ReplayFilter,
) -> Result<(ExecutionScope, OwnerId), Refusal> {
    const ASKED: Operation = Operation::ReplayExecutions;
    if let Some(id) = filter.task {
        let saved = task::find(tasks, by, id, ASKED).await?;
        return Ok((ExecutionScope::Task(id), saved.task.owner));
    }
    let owner = filter.user.clone().unwrap_or_else(|| by.owner.clone());
    ASKED.check(by, &owner, Refusal::Denied(ASKED))?;
    Ok((ExecutionScope::Owner(owner.clone()), owner))
}

/// What a replay has run each of `found` again by, if one has.
async fn earlier(
    executions: &dyn Executions,
    found: &[Execution],
) -> Result<Vec<Option<Execution>>, StoreError> {
    let replays: Vec<_> = found.iter().map(|of| ExecutionId::for_replay(of.id())).collect();
    stream::iter(replays).map(|replay| executions.get(replay)).buffered(AT_ONCE).try_collect().await
}

/// Those of `named` that were deleted.
async fn gone(tasks: &dyn Tasks, named: BTreeSet<TaskId>) -> Result<BTreeSet<TaskId>, StoreError> {
    let looked_up = stream::iter(named).map(async |id| Ok::<_, StoreError>((id, tasks.get(id).await?)));
    let saved: BTreeMap<_, _> = looked_up.buffered(AT_ONCE).try_collect().await?;
    let is_gone = |saved: &Option<_>| {
        saved.as_ref().is_none_or(|saved: &beadle_domain::task::SavedTask| saved.task.deleted_at.is_some())
    };
    Ok(saved.into_iter().filter(|(_, saved)| is_gone(saved)).map(|(id, _)| id).collect())
}

/// Refuses a key under which `before` was started for another body. Under another key, or none, the same is asked again.
fn reused(before: &Execution, key: Option<&GivenKey>) -> Result<(), Refusal> {
    let (Some(key), Some(first)) = (key, &before.request.idempotency) else { return Ok(()) };
    if first.key == key.stamp.key { key.check(Some(first)) } else { Ok(()) }
}

impl Planned {
    /// Does it.
    ///
    /// # Errors
    /// Why it is refused, or [`Refusal::Store`].
    pub async fn carry_out(self, starter: &dyn StartExecutions) -> Result<ReplayOutcome, Refusal> {
        let (request, due) = match self.verdict {
            Verdict::Start { request, due } => (*request, due),
            Verdict::Before(execution) => return Ok(ReplayOutcome::Before(execution)),
            Verdict::Refused(refusal) => return Err(refusal),
        };
        let execution = Execution::new(request, due);
        Ok(match starter.start(&execution).await? {
            Started::Created => ReplayOutcome::Started(Box::new(execution)),
            // The executor was faster than the row.
            Started::Existing(existing) if existing.request == execution.request => {
                ReplayOutcome::Started(existing)
            }
            Started::Existing(existing) => ReplayOutcome::Before(existing),
        })
    }
}
