//! Handles a tick of the scheduler: its run is written as claimed, without a message.
//!
//! The tick is what drives the execution then. It is delivered again until the execution has ended or is saved with a message of its
//! own, and finds what an earlier delivery began, whatever has become of the task meanwhile.

use std::{ops::ControlFlow, time::Duration};

use beadle_application::tick::{Begun, TickError, TickService};
use beadle_domain::{execution::Message, tick::Tick};
use jiff::Timestamp;

use super::claim::{self, Claimed};
use crate::{HandleError, Ports};

/// How long a task may take to be written after its schedule was armed.
const SETTLING: Duration = Duration::from_secs(2);

/// How a tick was delivered.
#[derive(Debug, Clone, Copy)]
pub struct Delivered {
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// Whether it was delivered before.
    pub again: bool,
}

/// Starts what `tick` asks for, and claims its run if that is due now. Breaks if there is nothing to run.
///
/// # Errors
/// [`HandleError`] if the tick must be delivered again.
pub async fn begin(
    ports: &Ports,
    ticks: &TickService,
    tick: &Tick,
    Delivered { sent_at, again }: Delivered,
) -> Result<ControlFlow<(), Claimed>, HandleError> {
    let received = ports.clock.now();
    let arrived = sent_at.map_or(received, |sent| sent.min(received));
    let begun = match ticks.begin(tick, arrived, received).await {
        Err(TickError::Unsettled) => {
            tokio::time::sleep(SETTLING).await;
            ticks.begin(tick, arrived, ports.clock.now()).await?
        }
        other => other?,
    };
    match begun {
        Begun::Run(execution, task) => {
            let claimed = claim::claim_new(ports, &Message::start(*execution), sent_at).await?;
            Ok(claimed.map_continue(|claimed| claimed.of(task)))
        }
        Begun::Done(_) if again => match ticks.begun_before(tick, arrived).await? {
            Some(message) => claim::claim(ports, &message, sent_at).await,
            None => Ok(ControlFlow::Break(())),
        },
        Begun::Done(_) => Ok(ControlFlow::Break(())),
    }
}
