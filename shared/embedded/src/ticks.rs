//! Delivers ticks of schedules to the tick handler.

use beadle_application::port::StoreError;
use beadle_domain::tick::Tick;
use rusqlite::params;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::{error::Error, group::Write, row, timers::TimerChange, writer::Writer};

/// The stream of ticks.
#[derive(Debug)]
pub struct Ticks {
    receiver: UnboundedReceiver<DeliveredTick>,
}

/// A tick to handle. Dropped unhandled, it is redelivered after a pause; after a restart, at once.
pub struct DeliveredTick {
    tick: Tick,
    writer: Writer,
    handled: bool,
}

/// Where ticks are handed out.
#[derive(Clone)]
pub(crate) struct TickSink {
    sender: UnboundedSender<DeliveredTick>,
    writer: Writer,
}

impl Ticks {
    /// Waits for the next tick; `None` when the store is closed.
    pub async fn next(&mut self) -> Option<DeliveredTick> {
        self.receiver.recv().await
    }
}

impl std::fmt::Debug for DeliveredTick {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("DeliveredTick").field(&self.tick).finish()
    }
}

impl DeliveredTick {
    /// The tick.
    pub fn tick(&self) -> &Tick {
        &self.tick
    }

    /// Marks the tick as handled.
    ///
    /// # Errors
    /// [`StoreError`] when it may be redelivered.
    pub async fn handled(mut self) -> Result<(), StoreError> {
        let tick = self.tick.clone();
        self.writer.ask(move |write| handled(write, &tick)).await?;
        self.handled = true;
        Ok(())
    }
}

impl Drop for DeliveredTick {
    fn drop(&mut self) {
        if !self.handled {
            let tick = self.tick.clone();
            self.writer.submit(move |write| {
                write.effects.timer_changes.push(TimerChange::Failed(tick.clone(), write.now));
                Ok(())
            });
        }
    }
}

impl TickSink {
    pub(crate) fn open(writer: &Writer) -> (Self, Ticks) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self { sender, writer: writer.clone() }, Ticks { receiver })
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    pub(crate) fn send(&self, tick: Tick) {
        let delivered = DeliveredTick { tick, writer: self.writer.clone(), handled: false };
        // A tick without a receiver is dropped, and so redelivered.
        drop(self.sender.send(delivered));
    }
}

fn handled(write: &mut Write<'_>, tick: &Tick) -> Result<(), Error> {
    const SERVED: &str =
        "UPDATE schedules SET served = max(served, ?3) WHERE task_id = ?1 AND schedule_version = ?2";
    // The clock may have been set back since the tick.
    let served = tick.scheduled_time.map(|time| time.min(write.now).as_millisecond());
    write.sql.prepare_cached(SERVED)?.execute(params![
        tick.task_id.uuid().as_bytes(),
        row::number(tick.schedule_version),
        served,
    ])?;
    write.effects.timer_changes.push(TimerChange::Handled(tick.clone()));
    Ok(())
}
