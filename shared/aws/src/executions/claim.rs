//! Claims executions. The first attempt assumes the row is as the message says; if the condition fails,
//! DynamoDB returns the row as it is.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use beadle_application::port::{Claim, MAX_UNENDED, Renewal, Replaced, RunExecutions, Saved, StoreError};
use beadle_domain::execution::{
    Cancellation, Execution, Message, Output, Request, Status,
    claim::{self, ClaimDecision},
};
use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;

use super::{
    ExecutionStore, row,
    write::{Expected, Guard, Placed},
};
use crate::{
    errors::{Conditional, conditional, unreadable},
    keys::{self, Key},
    listing::{Entry, Listing, Range},
    row::{early_cancel::CANCELLED_EARLY, execution::ExecutionRow},
    table::{Item, number},
};

/// How often a claim is decided again because the row changed in between.
const CAS_RETRIES: u32 = 6;

/// The links to executions per read, and the most reads.
const LINKS_PER_READ: usize = 50;
const MAX_LINK_READS: u32 = 4;

/// What a claim is decided on.
enum Basis {
    /// The copy in the message, whose row is most likely not written.
    NoRow,
    /// The copy in the message.
    Snapshot,
    /// The row.
    Row(Box<Execution>),
}

#[async_trait]
impl RunExecutions for ExecutionStore {
    async fn claim(&self, message: &Message, now: Timestamp) -> Result<Claim, StoreError> {
        self.claim_on(Basis::Snapshot, message, now).await
    }

    async fn claim_new(&self, start: &Message, now: Timestamp) -> Result<Claim, StoreError> {
        self.claim_on(Basis::NoRow, start, now).await
    }

    async fn settle(&self, settled: &Execution, claimed: &Execution, hops: u32) -> Result<Saved, StoreError> {
        let claim = claimed.version();
        let expected = match claim::needs_no_claim(&claimed.request) {
            true => Expected::Claim(claim),
            false => Expected::Version(claim),
        };
        self.replace(settled, expected, hops).await
    }

    async fn renew(
        &self,
        id: ExecutionId,
        fence: u64,
        lease_until: Timestamp,
    ) -> Result<Renewal, StoreError> {
        let update = self
            .table
            .update(&Key::execution(id))
            .update_expression("SET lease_until = :lease_until")
            .condition_expression("version = :fence AND #status = :running")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":lease_until", number(lease_until.as_millisecond()))
            .expression_attribute_values(":fence", number(fence))
            .expression_attribute_values(":running", AttributeValue::S(Status::Running.as_str().to_owned()))
            .return_values(ReturnValue::AllNew);
        match conditional("extend a lease", update.send().await)? {
            Conditional::ConditionFailed(_) => Ok(Renewal::Lost),
            Conditional::Done(output) => {
                let cancel =
                    output.attributes.and_then(|item| item.get("cancel_requested")?.as_bool().ok().copied());
                Ok(Renewal::Extended { cancel_requested: cancel == Some(true) })
            }
        }
    }

    async fn note_output(&self, id: ExecutionId, fence: u64, output: &Output) -> Result<(), StoreError> {
        let text = serde_json::to_string(output).map_err(|error| unreadable(id, error))?;
        let update = self
            .table
            .update(&Key::execution(id))
            .update_expression("SET live_output = :output")
            .condition_expression("version = :fence AND #status = :running")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":output", AttributeValue::S(text))
            .expression_attribute_values(":fence", number(fence))
            .expression_attribute_values(":running", AttributeValue::S(Status::Running.as_str().to_owned()));
        conditional("store the output of a run", update.send().await)?;
        Ok(())
    }

    async fn replace_request(&self, execution: &Execution) -> Result<Replaced, StoreError> {
        self.put_request(execution).await
    }

    async fn cancelled(&self, id: ExecutionId) -> Cancellation {
        self.watch_for_cancellation(id).await
    }

    /// Scans the 200 executions that were created last before `execution`.
    async fn unended_before(
        &self,
        task: TaskId,
        execution: &Execution,
    ) -> Result<Vec<Execution>, StoreError> {
        let listing = Listing::Links(keys::links(task));
        let mut position = keys::position(execution.request.created_at, execution.id());
        let range = Range { from: None, to: Some(position.clone()) };
        let mut unended = Vec::new();
        for _ in 0..MAX_LINK_READS {
            let (entries, more) =
                listing.entries(&self.table, &range, Some(&position), LINKS_PER_READ).await?;
            let before = |other: &Execution| other.goes_before(execution);
            unended.extend(self.unended(task, &entries, MAX_UNENDED - unended.len(), before).await?);
            if unended.len() == MAX_UNENDED {
                return Ok(unended);
            }
            match entries.into_iter().next_back() {
                Some(last) if more => position = last.position,
                _ => break,
            }
        }
        Ok(unended)
    }

    async fn next_unended(
        &self,
        task: TaskId,
        execution: &Execution,
    ) -> Result<Option<Execution>, StoreError> {
        let listing = Listing::Links(keys::links(task));
        let mut position = keys::position(execution.request.created_at, execution.id());
        for _ in 0..MAX_LINK_READS {
            let (entries, more) = listing.entries_after(&self.table, &position, LINKS_PER_READ).await?;
            if let Some(next) = self.unended(task, &entries, 1, |_| true).await?.pop() {
                return Ok(Some(next));
            }
            match entries.into_iter().next_back() {
                Some(last) if more => position = last.position,
                _ => break,
            }
        }
        Ok(None)
    }
}

impl ExecutionStore {
    async fn claim_on(
        &self,
        mut basis: Basis,
        message: &Message,
        now: Timestamp,
    ) -> Result<Claim, StoreError> {
        let needs_no_claim = claim::needs_no_claim(&message.execution().request);
        if message.execution().id().defers_its_record() && message.execution().version() == 1 {
            basis = Basis::NoRow;
        } else if needs_no_claim {
            basis = match self.table.get(&Key::execution(message.execution().id())).await? {
                Some(item) => {
                    Basis::Row(Box::new(self.read_reusing_spec(row(item)?, message.execution()).await?))
                }
                None => Basis::NoRow,
            };
        }
        for _ in 0..CAS_RETRIES {
            let known = match &basis {
                Basis::NoRow | Basis::Snapshot => message.execution(),
                Basis::Row(row) => row,
            };
            let (next, runs) = match claim::decide(known, message, now) {
                ClaimDecision::Take(mut next)
                    if needs_no_claim
                        && matches!(basis, Basis::Row(_))
                        && known.status() != Status::Running =>
                {
                    next.progress.unclaimed = next.progress.unclaimed.saturating_add(1);
                    return Ok(Claim::Taken(Box::new(next)));
                }
                ClaimDecision::Take(next) => (next, true),
                ClaimDecision::GiveUp(next) => (next, false),
                ClaimDecision::Early { due } => return Ok(Claim::Later(due)),
                ClaimDecision::Busy { until } => return Ok(Claim::Later(until)),
                ClaimDecision::Reissue(message) => return Ok(Claim::Reissue(Box::new(message))),
                ClaimDecision::Forget => return Ok(Claim::Done),
            };
            let found = match basis {
                Basis::NoRow => None,
                Basis::Snapshot | Basis::Row(_) => {
                    let mutable = self.mutable(&next).await?;
                    let guard = guard(&basis, known);
                    match self.update(&next, mutable, guard, ReturnValue::AllNew).await? {
                        Conditional::Done(output) if runs => {
                            let taken = self.taken(&basis, next, message, output.attributes).await?;
                            return Ok(Claim::Taken(Box::new(taken)));
                        }
                        Conditional::Done(_) => return Ok(Claim::Done),
                        Conditional::ConditionFailed(item) => item,
                    }
                }
            };
            let item = match found {
                Some(item) => item,
                // Only a start may find no row yet. A later message whose row is missing concerns an
                // execution that ended and was removed after its retention.
                None if message.execution().version() > 1 => return Ok(Claim::Done),
                None => match self.put(&next).await? {
                    Placed::Done if runs => return Ok(Claim::Taken(Box::new(next))),
                    // Nobody was told that it was added.
                    Placed::Done | Placed::BatchClosed => return Ok(Claim::Done),
                    Placed::Exists(Some(item)) => item,
                    Placed::Exists(None) => continue,
                },
            };
            if item.contains_key(CANCELLED_EARLY) {
                match self.claim_over_early_cancel(item, message, &next).await? {
                    Some(_) if !runs => return Ok(Claim::Done),
                    Some(claim) => return Ok(claim),
                    None => continue,
                }
            }
            basis = Basis::Row(Box::new(self.read_reusing_spec(row(item)?, message.execution()).await?));
        }
        Err(StoreError::Unavailable(
            format!("{} changed too often to be claimed", message.execution().id()).into(),
        ))
    }

    /// Those of `entries` that run `task`, have not ended and are `wanted`, at most `most`.
    async fn unended(
        &self,
        task: TaskId,
        entries: &[Entry],
        most: usize,
        wanted: impl Fn(&Execution) -> bool + Send,
    ) -> Result<Vec<Execution>, StoreError> {
        let keys: Vec<Key> = entries.iter().map(|entry| entry.key.clone()).collect();
        let mut items = self.table.get_all(&keys, true).await?;
        let mut unended = Vec::new();
        for key in &keys {
            let Some(item) = items.remove(key) else { continue };
            let Some(row) = self.table.or_skip("executions", key, row(item))? else { continue };
            if !row.status.is_final() {
                // The notifications about a task are listed with it, but do not run it.
                let execution = self.execution(&row).await;
                let execution = self.table.or_skip("executions", key, execution)?;
                unended.extend(execution.filter(|one| one.request.task_id == Some(task) && wanted(one)));
            }
            if unended.len() == most {
                break;
            }
        }
        Ok(unended)
    }

    /// The claimed execution. If the claim was based on the message, the row decides what to run: under a
    /// deterministic id it may hold a different request.
    async fn taken(
        &self,
        basis: &Basis,
        next: Execution,
        message: &Message,
        written: Option<Item>,
    ) -> Result<Execution, StoreError> {
        match (basis, written) {
            (Basis::Snapshot, Some(item)) => self.read_reusing_spec(row(item)?, message.execution()).await,
            _ => Ok(next),
        }
    }

    /// The execution of `row`. Reuses the large spec of `known` if it is the same, to save a read.
    async fn read_reusing_spec(&self, row: ExecutionRow, known: &Execution) -> Result<Execution, StoreError> {
        if row.large_spec.is_some() {
            let (same, spec) = ExecutionRow::new(known, self.table.list_parts())?;
            if let Some(spec) = spec.filter(|_| same.large_spec == row.large_spec) {
                return row.execution(Some(spec.text()));
            }
        }
        self.execution(&row).await
    }
}

fn guard(basis: &Basis, known: &Execution) -> Guard {
    let Request { id, owner, created_at, .. } = &*known.request;
    let position = match basis {
        Basis::NoRow | Basis::Snapshot if !id.lists_itself(owner, *created_at) => {
            Some(keys::position(*created_at, id))
        }
        Basis::NoRow | Basis::Snapshot | Basis::Row(_) => None,
    };
    Guard {
        version: Expected::Version(known.version()),
        position,
        cancel_not_requested: !known.progress.cancel_requested,
    }
}
