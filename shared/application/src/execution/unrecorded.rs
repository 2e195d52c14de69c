//! Executions whose record is deferred, while they have none: what their ids say is all that is known of them.

use beadle_domain::{
    access::{Principal, Relation},
    execution::{Cancellation, Status},
};
use beadle_values::id::{ExecutionId, OwnerId};
use jiff::Timestamp;

use super::ExecutionService;
use crate::{Call, Error, Operation, port::BeforeRecord};

/// An execution that waits in the queue and has no record yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrecorded {
    /// Its id.
    pub id: ExecutionId,
    /// Its owner, if it is the caller's; otherwise nobody knows yet.
    pub owner: Option<OwnerId>,
    /// When it was requested.
    pub created_at: Timestamp,
    /// [`Status::Pending`], or [`Status::Cancelled`] if that was asked for meanwhile.
    pub status: Status,
}

impl ExecutionService {
    /// What is known of the execution `id`, of which there is no record, if `by` may do `operation` to it. `None` if it was recorded
    /// meanwhile, or was once.
    ///
    /// The id says the list of its owner, which a few owners share. To one of the others an id that it got to know seems to be its own,
    /// but what it asks for has no effect, since the message names the owner.
    ///
    /// # Errors
    /// [`Error::ExecutionNotFound`], [`Error::Denied`], [`Error::Store`].
    pub(super) async fn find_unrecorded(
        &self,
        by: &Principal,
        id: ExecutionId,
        operation: Operation,
    ) -> Result<Option<Unrecorded>, Error> {
        let unknown = || Error::ExecutionNotFound(id);
        let place = id.list_place().filter(|_| id.defers_its_record()).ok_or_else(unknown)?;
        let is_own = place.list == by.owner.list();
        let relation = if is_own { Relation::Owner } else { Relation::Other };
        operation.check_as(by, relation, unknown())?;
        let created_at = Timestamp::from_millisecond(place.milliseconds).map_err(|_| unknown())?;
        let status = match self.executions.before_record(id, self.clock.now()).await? {
            BeforeRecord::Waiting => Status::Pending,
            BeforeRecord::Cancelled => Status::Cancelled,
            BeforeRecord::Over => return Ok(None),
        };
        let owner = is_own.then(|| by.owner.clone());
        Ok(Some(Unrecorded { id, owner, created_at, status }))
    }

    /// Cancels `found`, which is recorded as cancelled when its message comes. `None` if it was recorded meanwhile.
    ///
    /// # Errors
    /// [`Error::Ended`] if it was cancelled before, [`Error::Store`].
    pub(super) async fn cancel_unrecorded(
        &self,
        call: Call<'_>,
        found: Unrecorded,
    ) -> Result<Option<Unrecorded>, Error> {
        let asked = Cancellation::requested_by(call.by.owner.clone());
        let owner = found.owner.as_ref();
        match self.executions.cancel_before_record(found.id, owner, &asked, call.now).await? {
            BeforeRecord::Waiting => Ok(Some(Unrecorded { status: Status::Cancelled, ..found })),
            BeforeRecord::Cancelled => Err(Error::Ended(Status::Cancelled)),
            BeforeRecord::Over => Ok(None),
        }
    }
}
