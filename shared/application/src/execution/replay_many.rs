//! Retrying many failed executions, one page of a list per call.
//!
//! The id of a replay is derived from the execution that it repeats, so a repeated call starts nothing twice.
//! A replay that fails is retried only by a call that asks for replays too.

use std::collections::{BTreeMap, BTreeSet};

use beadle_domain::{
    access::Principal,
    execution::{Execution, Request},
    projection::audit::{Subject, Verb},
    replay::{Replay, ReplayFilter},
    task::SavedTask,
};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    page::Cursor,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use super::{ExecutionService, retry::again};
use crate::{
    Call, Error, IdempotencyKey, Operation,
    account::Allowance,
    audit::{Target, audit},
    port::{ExecutionQuery, ExecutionScope, Started, StoreError},
    task,
};

/// The number of rows read at once.
const AT_ONCE: usize = 8;

/// The most executions that a total counts.
const MAX_TOTAL: usize = 10_000;

/// The most pages that a total reads.
const MAX_PAGES: usize = 100;

/// The executions on a page that a total reads.
const COUNTED_AT_ONCE: usize = 100;

/// The number of executions that a replay selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// How many were counted.
    pub count: usize,
    /// Whether these are all. The count is bounded, so there may be more.
    pub exact: bool,
}

/// What a replay does to a page of executions.
#[derive(Debug)]
pub struct ReplayPlan {
    /// The selected executions of all pages; `None` for a page that is not the first.
    pub total: Option<Total>,
    /// The selected executions, newest first.
    pub items: Vec<Planned>,
    /// The start of the next page.
    pub next: Option<Cursor>,
    /// When the first execution of the next page starts, so that the pace is kept.
    pub next_start_at: Timestamp,
}

/// What a replay does to one execution.
#[derive(Debug)]
pub struct Planned {
    /// The execution to retry.
    pub of: ExecutionId,
    /// Its task.
    pub task_id: Option<TaskId>,
    /// Its owner.
    pub owner: OwnerId,
    /// What to do with it.
    pub verdict: Verdict,
}

/// What to do with an execution to retry.
#[derive(Debug)]
pub enum Verdict {
    /// Start it.
    Start {
        /// The request.
        request: Box<Request>,
        /// When it is due.
        due: Timestamp,
    },
    /// An earlier replay has started it.
    Before(Box<Execution>),
    /// Do not start it.
    Refused(Error),
}

/// Result for one execution to retry.
#[derive(Debug)]
pub enum ReplayOutcome {
    /// This call started it.
    Started(Box<Execution>),
    /// An earlier replay started it.
    Before(Box<Execution>),
}

impl ExecutionService {
    /// Plans the replay `asked` at the time of the call; nothing is started yet.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::TaskNotFound`], [`Error::Store`].
    pub async fn plan_replay(&self, call: Call<'_>, asked: &Replay) -> Result<ReplayPlan, Error> {
        let Call { by, key, now, .. } = call;
        let filter = &asked.filter;
        let (scope, owner) = self.replay_scope(by, filter).await?;
        let query = ExecutionQuery {
            status: Some(filter.status),
            task_type: filter.task_type,
            from: filter.from,
            to: filter.to,
            cursor: asked.cursor.clone(),
            ..ExecutionQuery::newest(scope, asked.limit)
        };
        let page = self.executions.list(&query).await?;
        let found: Vec<_> = page.items.into_iter().filter(|execution| asked.selects(execution)).collect();
        let total = match asked.cursor {
            None => Some(self.total(asked, &query, found.len(), page.next.clone()).await?),
            Some(_) => None,
        };
        let earlier = self.earlier_replays(&found).await?;
        let unstarted = || found.iter().zip(&earlier).filter(|(_, earlier)| earlier.is_none());
        let deleted = self.deleted(unstarted().filter_map(|(of, _)| of.request.task_id).collect()).await?;
        let mut allowance = match unstarted().next() {
            Some(_) => Some(Allowance::of(&*self.accounts, call, &owner).await?),
            None => None,
        };
        let (start, mut begun) = (asked.start_at.unwrap_or(now), 0);
        let mut items = Vec::with_capacity(found.len());
        for (of, earlier) in found.iter().zip(earlier) {
            let allowed = match (&earlier, of.request.task_id.filter(|task| deleted.contains(task))) {
                (Some(_), _) => Ok(()),
                (None, Some(task)) => Err(Error::TaskGone(task)),
                (None, None) => allowance.as_mut().map_or(Ok(()), |left| left.take(1, of.request.credits)),
            };
            let verdict = match (earlier, allowed) {
                (Some(earlier), _) => match check_reuse(&earlier, key) {
                    Ok(()) => Verdict::Before(Box::new(earlier)),
                    Err(error) => Verdict::Refused(error),
                },
                (None, Err(error)) => Verdict::Refused(error),
                (None, Ok(())) => {
                    let due = asked.pace.due(start, begun);
                    begun += 1;
                    let request = again(&of.request, ExecutionId::for_replay(of.id()), call);
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
        Ok(ReplayPlan { total, items, next: page.next, next_start_at: asked.pace.due(start, begun) })
    }

    /// The number of executions that `asked` selects: `found` on the first page of `query`, and those from
    /// `next` on.
    async fn total(
        &self,
        asked: &Replay,
        query: &ExecutionQuery,
        found: usize,
        mut next: Option<Cursor>,
    ) -> Result<Total, StoreError> {
        let (mut count, mut pages) = (found, 0);
        while let Some(cursor) = next {
            if count >= MAX_TOTAL || pages == MAX_PAGES {
                return Ok(Total { count: count.min(MAX_TOTAL), exact: false });
            }
            let query = ExecutionQuery { cursor: Some(cursor), limit: COUNTED_AT_ONCE, ..query.clone() };
            let page = self.executions.list(&query).await?;
            count += page.items.iter().filter(|execution| asked.selects(execution)).count();
            pages += 1;
            next = page.next;
        }
        Ok(Total { count, exact: true })
    }

    /// Carries out one item of a plan.
    ///
    /// # Errors
    /// The error of the item, or [`Error::Store`].
    pub async fn carry_out(&self, call: Call<'_>, item: Planned) -> Result<ReplayOutcome, Error> {
        let Planned { of, task_id, owner, verdict } = item;
        let (request, due) = match verdict {
            Verdict::Start { request, due } => (*request, due),
            Verdict::Before(execution) => return Ok(ReplayOutcome::Before(execution)),
            Verdict::Refused(error) => return Err(error),
        };
        let execution = Execution::new(request, due);
        let started = match self.starter.start(&execution).await? {
            Started::Created => execution,
            // The executor claimed the message before the row was written.
            Started::Existing(existing) if existing.request == execution.request => *existing,
            Started::Existing(existing) => return Ok(ReplayOutcome::Before(existing)),
        };
        let target = Target { task: task_id, ..Target::new(Some(&owner), of) };
        audit(&*self.audit, call, (Subject::Execution, Verb::Retried), target).await;
        Ok(ReplayOutcome::Started(Box::new(started)))
    }

    /// The scope of a replay, and its owner.
    async fn replay_scope(
        &self,
        by: &Principal,
        filter: &ReplayFilter,
    ) -> Result<(ExecutionScope, OwnerId), Error> {
        const REPLAY: Operation = Operation::ReplayExecutions;
        if let Some(id) = filter.task {
            let saved = task::find(&*self.tasks, by, id, REPLAY).await?;
            return Ok((ExecutionScope::Task(id), saved.task.owner));
        }
        let owner = filter.user.clone().unwrap_or_else(|| by.owner.clone());
        REPLAY.check(by, &owner, Error::Denied(REPLAY))?;
        Ok((ExecutionScope::Owner(owner.clone()), owner))
    }

    /// The earlier replay of each of `found`, if there is one.
    async fn earlier_replays(&self, found: &[Execution]) -> Result<Vec<Option<Execution>>, StoreError> {
        let replays: Vec<_> = found.iter().map(|of| ExecutionId::for_replay(of.id())).collect();
        let looked_up = stream::iter(replays).map(|replay| self.executions.get(replay));
        looked_up.buffered(AT_ONCE).try_collect().await
    }

    /// The deleted tasks of `named`.
    async fn deleted(&self, named: BTreeSet<TaskId>) -> Result<BTreeSet<TaskId>, StoreError> {
        let looked_up =
            stream::iter(named).map(async |id| Ok::<_, StoreError>((id, self.tasks.get(id).await?)));
        let saved: BTreeMap<_, _> = looked_up.buffered(AT_ONCE).try_collect().await?;
        let is_deleted =
            |saved: &Option<SavedTask>| saved.as_ref().is_none_or(|saved| saved.task.deleted_at.is_some());
        Ok(saved.into_iter().filter(|(_, saved)| is_deleted(saved)).map(|(id, _)| id).collect())
    }
}

/// Rejects a key under which `earlier` was started for another body. Without a key, or under another one, the
/// same replay is requested again.
fn check_reuse(earlier: &Execution, key: Option<&IdempotencyKey>) -> Result<(), Error> {
    let (Some(key), Some(first)) = (key, &earlier.request.idempotency) else { return Ok(()) };
    if first.key == key.stamp.key { key.check(Some(first)) } else { Ok(()) }
}
