//! Writing the document of a pause.

use beadle_domain::gate::{GateState, Pause, PauseState, PauseTarget, StoredGate, pause::MAX_REASON};
use beadle_values::{
    body,
    body::{optional, required, text, time},
    id::OwnerId,
    violation::{Path, Violation},
};
use jiff::Timestamp;

use crate::{
    Call, Error, Operation,
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{GateStore, VersionedWrite},
};

body! {
    /// A pause.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PauseDraft as "PauseRequest" {
        /// Why, for everybody who wonders; 1 to 200 characters.
        pub reason: String = required(text(1, MAX_REASON).trimmed()),
        /// When it ends by itself; without it, somebody has to resume.
        pub until: Option<Timestamp> = optional(time()),
    }
    example {"reason": "the destination moves to another data centre", "until": "2027-01-16T06:00:00Z"}
}

/// Whose pauses a caller may replace or end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// Only its own.
    Own,
    /// Those of anybody.
    Any,
}

/// What is paused or resumed.
pub(super) struct Paused<'o> {
    pub(super) target: PauseTarget,
    pub(super) owner: &'o OwnerId,
    pub(super) rank: Rank,
}

impl<'o> Paused<'o> {
    /// The whole service, for an admin.
    pub(super) fn service(admin: &'o OwnerId) -> Self {
        Self { target: PauseTarget::Service, owner: admin, rank: Rank::Any }
    }
}

/// Writes the pause that `draft` describes. One that says the same keeps who began it, and when.
pub(super) async fn pause(
    gates: &dyn GateStore,
    call: Call<'_>,
    paused: &Paused<'_>,
    draft: &PauseDraft,
    operation: Operation,
) -> Result<(), Error> {
    if draft.until.is_some_and(|until| until <= call.now) {
        let until = Path::body().key("until");
        return Err(Violation::new(until, "value_error", "must be in the future").into());
    }
    replace(gates, call, paused, operation, |current| match current {
        Some(pause) if pause.reason == draft.reason && pause.until == draft.until => Some(pause.clone()),
        _ => Some(Pause {
            reason: draft.reason.clone(),
            by: call.by.owner.clone(),
            since: current.map_or(call.now, |pause| pause.since),
            until: draft.until,
        }),
    })
    .await
}

/// Ends the pause, if there is one.
pub(super) async fn resume(
    gates: &dyn GateStore,
    call: Call<'_>,
    paused: &Paused<'_>,
    operation: Operation,
) -> Result<(), Error> {
    replace(gates, call, paused, operation, |_| None).await
}

/// Replaces the pause by what `decide` makes of it. It is written also if it stays as it was read: the read may be stale, and
/// only the write is decided on the current version.
async fn replace(
    gates: &dyn GateStore,
    call: Call<'_>,
    paused: &Paused<'_>,
    operation: Operation,
    decide: impl Fn(Option<&Pause>) -> Option<Pause> + Send + Sync,
) -> Result<(), Error> {
    let (key, decide) = (&paused.target.key(), &decide);
    let stored = gates.read(key).await?;
    retry_on_conflict(CAS_RETRIES, stored, |stored: StoredGate| async move {
        let state = stored.state.and_then(GateState::pause);
        let current = state.as_ref().and_then(|state| state.in_force(call.now));
        if current.is_some_and(|pause| paused.rank == Rank::Own && pause.by != call.by.owner) {
            return Err(Error::Denied(operation));
        }
        let next = PauseState {
            target: paused.target.clone(),
            owner: paused.owner.clone(),
            pause: decide(current),
            by: call.by.owner.clone(),
            seen: call.now,
        };
        Ok(match gates.write(key, &GateState::Pause(next), stored.version).await? {
            VersionedWrite::Done => Attempt::Done(()),
            VersionedWrite::Conflict(current) => Attempt::Conflict(*current),
        })
    })
    .await
}
