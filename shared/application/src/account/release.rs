//! Executions that wait for credits or for a limit ask again at once.

use beadle_domain::execution::{Event, Execution, HoldKind, State, Status};
use beadle_values::id::OwnerId;
use jiff::{SignedDuration, Timestamp};

use super::ReleasePorts;
use crate::port::{ExecutionQuery, ExecutionScope, Saved, StoreError};

/// How many executions are looked at together.
const PAGE: usize = 100;

/// How many pages one call looks at. What lies beyond asks again by itself, within the hour.
const MOST_PAGES: usize = 50;

/// How long ago an execution may have been asked for that still waits for the end of a month.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(62 * 24);

fn waits(execution: &Execution) -> bool {
    matches!(execution.state(), State::Deferred { hold, .. } if matches!(hold.kind, HoldKind::Credits | HoldKind::Limit))
}

/// Lets every execution of `owner` that waits for credits or for a limit ask again at `now`; how many those are. One that
/// begins to wait meanwhile asks again by itself within a minute.
///
/// # Errors
/// [`StoreError`]: ask again; what was released asks once more and nothing else.
pub async fn release(ports: ReleasePorts<'_>, owner: &OwnerId, now: Timestamp) -> Result<usize, StoreError> {
    let (mut released, mut cursor) = (0, None);
    for _ in 0..MOST_PAGES {
        let query = ExecutionQuery {
            scope: ExecutionScope::Owner(owner.clone()),
            status: Some(Status::Deferred),
            task_type: None,
            from: now.checked_sub(LONGEST_WAIT).ok(),
            to: None,
            limit: PAGE,
            cursor,
        };
        let page = ports.executions.list(&query).await?;
        for execution in page.items.iter().filter(|execution| waits(execution)) {
            let Ok(next) = execution.apply(Event::Release { due: now }, now) else { continue };
            if ports.changer.save(&next, execution.version(), 0).await? == Saved::Done {
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
