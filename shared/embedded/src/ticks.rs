//! Ticks on their way to whoever starts executions for them.

use beadle_application::port::StoreError;
use beadle_domain::tick::Tick;
use rusqlite::params;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::{agenda::Planned, fault::Fault, group::Write, row, writer::Writer};

/// The stream of ticks.
#[derive(Debug)]
pub struct Ticks {
    receiver: UnboundedReceiver<TickInHand>,
}

/// A tick that is to be handled. Dropped unhandled, it comes again after a while; after a restart, at once.
pub struct TickInHand {
    tick: Tick,
    writer: Writer,
    handled: bool,
}

/// Where ticks are handed out.
#[derive(Clone)]
pub(crate) struct TickOutlet {
    sender: UnboundedSender<TickInHand>,
    writer: Writer,
}

impl Ticks {
    /// The next tick, when it is time; `None` when the store is closed.
    pub async fn next(&mut self) -> Option<TickInHand> {
        self.receiver.recv().await
    }
}

impl std::fmt::Debug for TickInHand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TickInHand").field(&self.tick).finish()
    }
}

impl TickInHand {
    /// The tick.
    pub fn tick(&self) -> &Tick {
        &self.tick
    }

    /// Remembers that the tick is handled.
    ///
    /// # Errors
    /// [`StoreError`] when it may come again.
    pub async fn handled(mut self) -> Result<(), StoreError> {
        let tick = self.tick.clone();
        self.writer.ask(move |write| handled(write, &tick)).await?;
        self.handled = true;
        Ok(())
    }
}

impl Drop for TickInHand {
    fn drop(&mut self) {
        if !self.handled {
            let tick = self.tick.clone();
            self.writer.tell(move |write| {
                write.effects.planned.push(Planned::Refused(tick.clone(), write.now));
                Ok(())
            });
        }
    }
}

impl TickOutlet {
    pub(crate) fn open(writer: &Writer) -> (Self, Ticks) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self { sender, writer: writer.clone() }, Ticks { receiver })
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    pub(crate) fn send(&self, tick: Tick) {
        let in_hand = TickInHand { tick, writer: self.writer.clone(), handled: false };
        // What nobody takes is dropped, and so comes again.
        drop(self.sender.send(in_hand));
    }
}

fn handled(write: &mut Write<'_>, tick: &Tick) -> Result<(), Fault> {
    const SERVED: &str =
        "UPDATE schedules SET served = max(served, ?3) WHERE task_id = ?1 AND schedule_version = ?2";
    let served = tick.scheduled_time.map(|time| time.as_millisecond());
    write.sql.prepare_cached(SERVED)?.execute(params![
        tick.task_id.uuid().as_bytes(),
        row::number(tick.schedule_version),
        served,
    ])?;
    write.effects.planned.push(Planned::Handled(tick.clone()));
    Ok(())
}
