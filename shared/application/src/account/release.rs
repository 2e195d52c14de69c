//! Releasing executions that wait for something that has changed: credits, a limit, the end of a pause.

use beadle_domain::execution::{Event, Execution, Hold, HoldKind, State, Status};
use beadle_values::id::OwnerId;
use jiff::{SignedDuration, Timestamp};

use crate::port::{ExecutionQuery, ExecutionScope, Executions, Saved, StoreError};

/// The page size.
const PAGE: usize = 100;

/// The most pages that one call reads. Executions beyond ask again by themselves, within the hour.
const MAX_PAGES: usize = 50;

/// The greatest age of an execution that still waits for the end of a month.
const MAX_AGE: SignedDuration = SignedDuration::from_hours(62 * 24);

/// What holds a deferred execution back.
pub(crate) fn held(execution: &Execution) -> Option<&Hold> {
    if let State::Deferred { hold, .. } = execution.state() { Some(hold) } else { None }
}

fn waits(execution: &Execution) -> bool {
    held(execution).is_some_and(|hold| matches!(hold.kind, HoldKind::Credits | HoldKind::Limit))
}

/// Makes every execution of `owner` that waits for credits or for a limit ask again at `now`; returns their
/// number. One that starts to wait meanwhile asks again by itself within a minute.
///
/// # Errors
/// [`StoreError`]: call again; releasing an execution twice only makes it ask once more.
pub async fn release(
    executions: &dyn Executions,
    owner: &OwnerId,
    now: Timestamp,
) -> Result<usize, StoreError> {
    release_where(executions, owner, now, waits).await
}

/// The same for the deferred executions of `owner` that `waits` is true of.
///
/// # Errors
/// As [`release`].
pub(crate) async fn release_where(
    executions: &dyn Executions,
    owner: &OwnerId,
    now: Timestamp,
    waits: impl Fn(&Execution) -> bool + Send,
) -> Result<usize, StoreError> {
    let (mut released, mut cursor) = (0, None);
    for _ in 0..MAX_PAGES {
        let query = ExecutionQuery {
            status: Some(Status::Deferred),
            from: now.checked_sub(MAX_AGE).ok(),
            cursor,
            ..ExecutionQuery::newest(ExecutionScope::Owner(owner.clone()), PAGE)
        };
        let page = executions.list(&query).await?;
        for execution in page.items.iter().filter(|execution| waits(execution)) {
            let Ok(next) = execution.apply(Event::Release { due: now }, now) else { continue };
            if executions.save(&next, execution.version(), 0).await? == Saved::Done {
                released += 1;
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(released)
}
