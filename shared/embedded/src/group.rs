//! What an operation sees while its group is being written, and what follows once the group is durable.

use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    agenda::Planned,
    capacity::{Outlet, Permit},
    deliveries::Delivered,
};

/// The transaction of a group, as one of its operations sees it. An operation may run twice, the first time having been
/// rolled back, so it keeps nothing outside of this.
pub(crate) struct Write<'a> {
    /// The connection, inside the transaction.
    pub(crate) sql: &'a Connection,
    /// The time of the group.
    pub(crate) now: Timestamp,
    /// What the writer knows without asking the file.
    pub(crate) memory: &'a mut Memory,
    /// What follows.
    pub(crate) effects: &'a mut Effects,
    /// Where executions are handed out, if someone takes them.
    pub(crate) outlet: Option<&'a Outlet>,
}

/// What the writer knows without asking the file. Survives a rollback, so it only ever errs on the safe side.
#[derive(Debug)]
pub(crate) struct Memory {
    /// Nothing has to wake before this time.
    pub(crate) next_wake: Option<i64>,
    /// The sequence of the next change: never one that was used before.
    pub(crate) next_change: i64,
    /// How far the executions were last looked through for old ones.
    pub(crate) cleaned_to: i64,
}

/// What follows once the group is durable.
#[derive(Default)]
pub(crate) struct Effects {
    /// Executions to hand out.
    pub(crate) deliveries: Vec<Delivered>,
    /// Executions that ended.
    pub(crate) ended: Vec<ExecutionId>,
    /// What changes in the agenda of ticks.
    pub(crate) planned: Vec<Planned>,
    /// Whether there are changes to project.
    pub(crate) changed: bool,
    /// Whether there is a dead letter.
    pub(crate) dead: bool,
}

/// How much was to follow at some point.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    deliveries: usize,
    ended: usize,
    planned: usize,
}

impl Effects {
    pub(crate) fn mark(&self) -> Mark {
        Mark { deliveries: self.deliveries.len(), ended: self.ended.len(), planned: self.planned.len() }
    }

    /// Forgets what came after `mark`.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        self.deliveries.truncate(mark.deliveries);
        self.ended.truncate(mark.ended);
        self.planned.truncate(mark.planned);
    }
}

impl Write<'_> {
    /// Makes sure that the writer looks again at `wake`.
    pub(crate) fn wake_at(&mut self, wake: Option<i64>) {
        if let Some(wake) = wake {
            self.memory.next_wake = Some(self.memory.next_wake.map_or(wake, |next| next.min(wake)));
        }
    }

    /// Room for one more running execution. Work that waits already goes first, unless this is `express`.
    pub(crate) fn room(&self, express: bool) -> Option<Permit> {
        let waits = self.memory.next_wake.is_some_and(|wake| wake <= self.now.as_millisecond());
        self.outlet.filter(|_| express || !waits)?.take()
    }
}
