//! What an operation sees while its group is written, and what follows once the group is durable.

use beadle_domain::execution::Cancellation;
use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    agenda::{Agenda, Lane},
    capacity::{DeliverySink, Permit},
    deliveries::Delivered,
    set_aside::Noted,
    timers::TimerChange,
};

/// The transaction of a group, as one of its operations sees it. An operation may run twice, after its first
/// run was rolled back, so it must keep no state elsewhere.
pub(crate) struct Write<'a> {
    /// The connection, inside the transaction.
    pub(crate) sql: &'a Connection,
    /// The time of the group.
    pub(crate) now: Timestamp,
    /// What the writer remembers between groups.
    pub(crate) memory: &'a mut Memory,
    /// What follows once the group is durable.
    pub(crate) effects: &'a mut Effects,
    /// Where executions are handed out, if there is a receiver.
    pub(crate) sink: Option<&'a DeliverySink>,
}

/// What the writer remembers between groups. It survives a rollback, so its values only ever err on the safe
/// side.
#[derive(Debug)]
pub(crate) struct Memory {
    /// When executions have to wake.
    pub(crate) agenda: Agenda,
    /// The sequence of the next change: never one that was used before.
    pub(crate) next_change: i64,
}

impl Memory {
    /// Whether an execution is due that may get a permit, of those that go first or of the others.
    pub(crate) fn has_work(&self, sink: &DeliverySink, express: bool, now: Timestamp) -> bool {
        let mut due = self.agenda.due(express, now.as_millisecond()).map(|due| due.owner).peekable();
        due.peek().is_some() && sink.has_room(express, due)
    }
}

/// What follows once the group is durable.
#[derive(Default)]
pub(crate) struct Effects {
    /// Executions to hand out.
    pub(crate) deliveries: Vec<Delivered>,
    /// When lanes wake next, those that had a turn.
    pub(crate) wakes: Vec<(Lane, Option<i64>)>,
    /// Executions that were written, and their versions then.
    pub(crate) written: Vec<(ExecutionId, u64)>,
    /// Executions that ended.
    pub(crate) ended: Vec<ExecutionId>,
    /// Running executions that are to be cancelled.
    pub(crate) cancelled: Vec<(ExecutionId, Cancellation)>,
    /// Changes of the timers of schedules.
    pub(crate) timer_changes: Vec<TimerChange>,
    /// Rows that were set aside.
    pub(crate) set_aside: Vec<Noted>,
    /// Whether there are changes to project.
    pub(crate) changed: bool,
    /// Whether there is a dead letter.
    pub(crate) dead: bool,
}

/// The lengths of [`Effects`] at some point.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    deliveries: usize,
    wakes: usize,
    written: usize,
    ended: usize,
    cancelled: usize,
    timer_changes: usize,
    set_aside: usize,
}

impl Effects {
    /// Whether there is one that others notice.
    pub(crate) fn any(&self) -> bool {
        let Self { deliveries, wakes, written, ended, cancelled, timer_changes, set_aside, changed, dead } =
            self;
        *changed
            || *dead
            || !(deliveries.is_empty() && wakes.is_empty() && written.is_empty() && ended.is_empty())
            || !(cancelled.is_empty() && timer_changes.is_empty() && set_aside.is_empty())
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark {
            deliveries: self.deliveries.len(),
            wakes: self.wakes.len(),
            written: self.written.len(),
            ended: self.ended.len(),
            cancelled: self.cancelled.len(),
            timer_changes: self.timer_changes.len(),
            set_aside: self.set_aside.len(),
        }
    }

    /// Discards what was added after `mark`.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        self.deliveries.truncate(mark.deliveries);
        self.wakes.truncate(mark.wakes);
        self.written.truncate(mark.written);
        self.ended.truncate(mark.ended);
        self.cancelled.truncate(mark.cancelled);
        self.timer_changes.truncate(mark.timer_changes);
        self.set_aside.truncate(mark.set_aside);
    }
}

impl Write<'_> {
    /// Makes sure that the writer wakes for `lane` by `wake`.
    pub(crate) fn wake_at(&mut self, lane: &Lane, wake: Option<i64>) {
        if let Some(wake) = wake {
            self.memory.agenda.wake_by(lane, wake);
        }
    }

    /// A permit to run one more execution. Due executions that may run go first; of those, only express ones go before
    /// an express one.
    pub(crate) fn room(&self, lane: &Lane) -> Option<Permit> {
        let sink = self.sink?;
        let first = if lane.express { &[true][..] } else { &[true, false] };
        let waits = first.iter().any(|express| self.memory.has_work(sink, *express, self.now));
        if waits { None } else { sink.take(lane) }
    }
}
