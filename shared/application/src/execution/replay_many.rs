//! Retrying many failed executions, one page of a list per call.
//!
//! The id of a replay is derived from the execution that it repeats, so a repeated call starts nothing twice.
//! A replay that fails is retried only by a call that asks for replays too.

use std::collections::{BTreeMap, BTreeSet};

use beadle_domain::{
    execution::{Execution, Request, RetryWith},
    projection::audit::{Subject, Verb},
    replay::Replay,
    task::Task,
};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    page::Cursor,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use super::{
    ExecutionService,
    retry::{self, again},
    select::Selected,
};
use crate::{
    Call, Error, IdempotencyKey, Operation,
    account::Allowance,
    audit::{Target, audit},
    many::Total,
    port::{Started, StoreError},
};

/// The number of rows read at once.
const AT_ONCE: usize = 8;

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
    /// [`Error::Denied`], [`Error::TaskNotFound`], [`Error::BatchNotFound`], [`Error::Store`].
    pub async fn plan_replay(&self, call: Call<'_>, asked: &Replay) -> Result<ReplayPlan, Error> {
        let Call { by, key, now, .. } = call;
        let page = (asked.limit, asked.cursor.clone());
        let by = (by, Operation::ReplayExecutions);
        let selects = |execution: &Execution| asked.selects(execution);
        let Selected { total, found, next, owner } =
            self.select(by, &asked.filter.selection(), page, selects).await?;
        let earlier = self.earlier_replays(&found).await?;
        let unstarted = || found.iter().zip(&earlier).filter(|(_, earlier)| earlier.is_none());
        let tasks = self.existing(unstarted().filter_map(|(of, _)| of.request.task_id).collect()).await?;
        let mut allowance = match unstarted().next() {
            Some(_) => Some(Allowance::of(&*self.accounts, call, &owner).await?),
            None => None,
        };
        let (start, mut begun) = (asked.start_at.unwrap_or(now), 0);
        let mut items = Vec::with_capacity(found.len());
        for (of, earlier) in found.iter().zip(earlier) {
            let task = of.request.task_id.and_then(|task| tasks.get(&task));
            let allowed = match (&earlier, of.request.task_id.filter(|_| task.is_none())) {
                (Some(_), _) => Ok(()),
                (None, Some(task)) => Err(Error::TaskGone(task)),
                (None, None) if asked.with == RetryWith::Current && task.is_none() => {
                    Err(retry::without_task())
                }
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
                    let request = match task.filter(|_| asked.with == RetryWith::Current) {
                        Some(task) => self.current(request, &of.request, task),
                        None => request,
                    };
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
        Ok(ReplayPlan { total, items, next, next_start_at: asked.pace.due(start, begun) })
    }

    /// Carries out the items of a plan; a result for each, in order.
    pub async fn carry_out(&self, call: Call<'_>, items: Vec<Planned>) -> Vec<Result<ReplayOutcome, Error>> {
        let starts = items.iter().filter_map(|item| match &item.verdict {
            Verdict::Start { request, due } => Some(Execution::new((**request).clone(), *due)),
            Verdict::Before(_) | Verdict::Refused(_) => None,
        });
        let starts: Vec<Execution> = starts.collect();
        let mut started = starts.iter().zip(self.starter.start_all(&starts).await);
        let mut outcomes = Vec::with_capacity(items.len());
        for Planned { of, task_id, owner, verdict } in items {
            outcomes.push(match verdict {
                Verdict::Before(execution) => Ok(ReplayOutcome::Before(execution)),
                Verdict::Refused(error) => Err(error),
                Verdict::Start { .. } => match started.next() {
                    Some((execution, started)) => {
                        let target = Target { task: task_id, ..Target::new(Some(&owner), of) };
                        self.replayed(call, execution, started, target).await
                    }
                    None => Err(StoreError::Corrupt("a start has no result".into()).into()),
                },
            });
        }
        outcomes
    }

    /// The outcome of the start of a replay; a new one is written to the audit trail.
    async fn replayed(
        &self,
        call: Call<'_>,
        execution: &Execution,
        started: Result<Started, StoreError>,
        target: Target<'_>,
    ) -> Result<ReplayOutcome, Error> {
        let started = match started? {
            Started::Created => execution.clone(),
            // The executor claimed the message before the row was written.
            Started::Existing(existing) if existing.request == execution.request => *existing,
            Started::Existing(existing) => return Ok(ReplayOutcome::Before(existing)),
        };
        audit(&*self.audit, call, (Subject::Execution, Verb::Retried), target).await;
        Ok(ReplayOutcome::Started(Box::new(started)))
    }

    /// The earlier replay of each of `found`, if there is one.
    async fn earlier_replays(&self, found: &[Execution]) -> Result<Vec<Option<Execution>>, StoreError> {
        let replays: Vec<_> = found.iter().map(|of| ExecutionId::for_replay(of.id())).collect();
        let looked_up = stream::iter(replays).map(|replay| self.executions.get(replay));
        looked_up.buffered(AT_ONCE).try_collect().await
    }

    /// The tasks of `named` that are not deleted.
    async fn existing(&self, named: BTreeSet<TaskId>) -> Result<BTreeMap<TaskId, Task>, StoreError> {
        let looked_up =
            stream::iter(named).map(async |id| Ok::<_, StoreError>((id, self.tasks.get(id).await?)));
        let saved: Vec<_> = looked_up.buffered(AT_ONCE).try_collect().await?;
        let tasks = saved.into_iter().filter_map(|(id, saved)| Some((id, saved?.task)));
        Ok(tasks.filter(|(_, task)| task.deleted_at.is_none()).collect())
    }
}

/// Rejects a key under which `earlier` was started for another body. Without a key, or under another one, the
/// same replay is requested again.
fn check_reuse(earlier: &Execution, key: Option<&IdempotencyKey>) -> Result<(), Error> {
    let (Some(key), Some(first)) = (key, &earlier.request.idempotency) else { return Ok(()) };
    if first.key == key.stamp.key { key.check(Some(first)) } else { Ok(()) }
}
