//! Executions whose record is deferred: their row is written by the claim. Until then a request to cancel one takes the place of the
//! row, where the claim finds it at no cost.

use beadle_application::port::{BeforeRecord, Claim, StoreError};
use beadle_domain::execution::{Cancellation, Event, Execution, Message};
use beadle_values::{
    duration,
    id::{ExecutionId, OwnerId},
};
use jiff::Timestamp;

use super::{
    ExecutionStore, MESSAGES_KEPT, Retention,
    write::{NO_ITEM, Placed},
};
use crate::{
    errors::{Conditional, conditional, unreadable},
    keys::Key,
    row::early_cancel::{CANCELLED_EARLY, EarlyCancel},
    table::Item,
};

impl ExecutionStore {
    /// What there is of `id` in place of a row.
    pub(super) async fn in_place_of_row(
        &self,
        id: ExecutionId,
        now: Timestamp,
    ) -> Result<BeforeRecord, StoreError> {
        if !may_wait(id, now) {
            return Ok(BeforeRecord::Over);
        }
        Ok(match self.table.get(&Key::execution(id)).await? {
            None => BeforeRecord::Waiting,
            Some(item) => cancelled_or_over(&item),
        })
    }

    pub(super) async fn cancel_early(
        &self,
        id: ExecutionId,
        owner: Option<&OwnerId>,
        cancellation: &Cancellation,
        now: Timestamp,
    ) -> Result<BeforeRecord, StoreError> {
        if !may_wait(id, now) {
            return Ok(BeforeRecord::Over);
        }
        let ttl = Retention::After(Retention::MIN).ttl(now);
        let early = EarlyCancel::new(id, owner, cancellation, now, ttl)?;
        let put = self.table.put(&early)?.condition_expression(NO_ITEM).send().await;
        Ok(match conditional("cancel an execution before it begins", put)? {
            Conditional::Done(_) => BeforeRecord::Waiting,
            Conditional::ConditionFailed(Some(item)) => cancelled_or_over(&item),
            Conditional::ConditionFailed(None) => BeforeRecord::Over,
        })
    }

    /// Writes the row of the execution of `message` over the request to cancel it that `item` is: as cancelled, or as `claimed` if the
    /// request is not about an execution of this owner. `None` if the item has changed meanwhile.
    pub(super) async fn claim_over_early_cancel(
        &self,
        item: Item,
        message: &Message,
        claimed: &Execution,
    ) -> Result<Option<Claim>, StoreError> {
        let request = &message.execution().request;
        let early: EarlyCancel =
            serde_dynamo::from_item(item).map_err(|error| unreadable("an early cancellation", error))?;
        let cancelled = match early.of(request)? {
            None => None,
            Some((cancellation, at)) => {
                let mut asked = message.execution().clone();
                let reason = cancellation.reason;
                asked.progress.cancellation = Some(cancellation);
                // A message that is not of a start finds the row.
                Some(asked.apply(Event::Cancel { reason }, at.max(request.created_at)).map_err(|error| {
                    StoreError::Corrupt(format!("{} can't be cancelled: {error}", request.id).into())
                })?)
            }
        };
        match self.put_over_early_cancel(cancelled.as_ref().unwrap_or(claimed)).await? {
            Placed::Done if cancelled.is_some() => Ok(Some(Claim::Done)),
            Placed::Done => Ok(Some(Claim::Taken(Box::new(claimed.clone())))),
            Placed::Exists(_) | Placed::BatchClosed => Ok(None),
        }
    }
}

/// Whether a message of the execution `id` may be in a queue at `now`.
fn may_wait(id: ExecutionId, now: Timestamp) -> bool {
    let requested_at = id.list_place().and_then(|place| Timestamp::from_millisecond(place.milliseconds).ok());
    id.defers_its_record() && requested_at.is_some_and(|at| now < duration::after(at, MESSAGES_KEPT))
}

fn cancelled_or_over(item: &Item) -> BeforeRecord {
    if item.contains_key(CANCELLED_EARLY) { BeforeRecord::Cancelled } else { BeforeRecord::Over }
}
