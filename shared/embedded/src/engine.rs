//! The writer's thread: groups of operations, and what is due by the clock.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use beadle_application::port::Clock;
use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    agenda::Agenda,
    capacity::Outlet,
    checkpointer::Checkpointer,
    due,
    fault::Fault,
    group::{Effects, Memory, Write},
    inbox::Inbox,
    lock::FolderLock,
    shared::Shared,
    writer::Job,
};

/// The most operations in one transaction: bounds how long the first of them waits.
const LARGEST_GROUP: usize = 512;

/// The longest sleep. Timers count the machine's waking time; this is how soon a changed clock or a resumed machine is
/// noticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// How long to leave what is due alone after it could not be claimed.
const AFTER_A_FAULT_MS: i64 = 1_000;

pub(crate) struct Engine {
    pub(crate) sql: Connection,
    pub(crate) inbox: Arc<Inbox<Box<dyn Job>>>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) memory: Memory,
    pub(crate) agenda: Agenda,
    /// None in memory.
    pub(crate) checkpointer: Option<Checkpointer>,
    /// Held as long as the file is open.
    pub(crate) lock: Option<FolderLock>,
}

/// How the operations of a group are kept from harming one another.
#[derive(Clone, Copy, PartialEq)]
enum Care {
    /// Not at all: when one fails, the group is rolled back.
    Together,
    /// Each can be rolled back alone.
    Apart,
}

impl Engine {
    /// Works until the inbox is closed and empty.
    pub(crate) fn run(mut self) {
        let mut jobs = Vec::new();
        while self.inbox.take(&mut jobs, LARGEST_GROUP, self.alarm()) {
            self.group(&mut jobs);
            self.tick();
            if let Some(checkpointer) = &self.checkpointer {
                checkpointer.look(&self.sql);
            }
        }
        let Self { sql, lock, checkpointer, .. } = self;
        drop(checkpointer);
        if let Err((_, error)) = sql.close() {
            tracing::error!(%error, "the store was not closed cleanly; the next start recovers it");
        }
        drop(lock);
    }

    fn group(&mut self, jobs: &mut Vec<Box<dyn Job>>) {
        let now = self.clock.now();
        let outlet = self.shared.outlet();
        if jobs.is_empty() && !self.is_due(outlet.as_ref(), now) {
            return;
        }
        // Nearly every group goes well, so the price of savepoints is paid only by those that don't.
        let written = self
            .write(jobs, now, outlet.as_ref(), Care::Together)
            .or_else(|_| self.write(jobs, now, outlet.as_ref(), Care::Apart));
        match written {
            Ok(effects) => {
                self.release(effects, outlet.as_ref());
                jobs.drain(..).for_each(|job| job.answer(None));
            }
            Err(fault) => {
                tracing::error!(error = %fault, operations = jobs.len(), "a group was not written");
                self.memory.next_wake = Some(now.as_millisecond() + AFTER_A_FAULT_MS);
                jobs.drain(..).for_each(|job| job.answer(Some(&fault)));
            }
        }
    }

    fn write(
        &mut self,
        jobs: &mut [Box<dyn Job>],
        now: Timestamp,
        outlet: Option<&Outlet>,
        care: Care,
    ) -> Result<Effects, Fault> {
        let mut effects = Effects::default();
        run(&self.sql, "BEGIN IMMEDIATE")?;
        let due = self.is_due(outlet, now);
        let mut write =
            Write { sql: &self.sql, now, memory: &mut self.memory, effects: &mut effects, outlet };
        let mut written = jobs.iter_mut().try_for_each(|job| match care {
            Care::Together => job.run(&mut write).then_some(()).ok_or(Fault::Aborted),
            Care::Apart => apart(&mut write, |write| job.run(write)),
        });
        if due && written.is_ok() {
            written = match care {
                Care::Together => due::claim(&mut write),
                Care::Apart => apart(&mut write, claim_or_wait),
            };
        }
        let written = written.and_then(|()| run(&self.sql, "COMMIT"));
        if written.is_err() && !self.sql.is_autocommit() {
            run(&self.sql, "ROLLBACK")?;
        }
        written.map(|()| effects)
    }

    fn release(&mut self, effects: Effects, outlet: Option<&Outlet>) {
        for delivered in effects.deliveries {
            // A receiver that is gone leaves it to its lease.
            if let Some(outlet) = outlet {
                drop(outlet.sender.send(delivered));
            }
        }
        self.shared.waiters.ended(&effects.ended);
        for planned in effects.planned {
            self.agenda.apply(planned);
        }
        if effects.changed {
            self.shared.changed.notify_one();
        }
        if effects.dead {
            self.shared.dead.notify_one();
        }
    }

    fn tick(&mut self) {
        if let Some(ticks) = self.shared.ticks() {
            for tick in self.agenda.due(self.clock.now()) {
                ticks.send(tick);
            }
        }
    }

    /// Whether something is due, and there is room for it.
    fn is_due(&self, outlet: Option<&Outlet>, now: Timestamp) -> bool {
        self.memory.next_wake.is_some_and(|wake| wake <= now.as_millisecond())
            && outlet.is_some_and(Outlet::has_room)
    }

    /// When to look around though nothing arrived.
    fn alarm(&self) -> Option<Instant> {
        let now = self.clock.now();
        let outlet = self.shared.outlet();
        let wake = self.memory.next_wake.filter(|wake| {
            // What is due and finds no room is looked for when room is given back.
            outlet.is_some() && (*wake > now.as_millisecond() || self.is_due(outlet.as_ref(), now))
        });
        let tick = self.shared.ticks().and_then(|_| self.agenda.next());
        let next = wake.into_iter().chain(tick).min()?;
        let left = u64::try_from(next.saturating_sub(now.as_millisecond())).unwrap_or_default();
        Instant::now().checked_add(Duration::from_millis(left).min(LONGEST_SLEEP))
    }
}

fn run(sql: &Connection, statement: &str) -> Result<(), Fault> {
    sql.prepare_cached(statement)?.execute([])?;
    Ok(())
}

/// Runs `step` so that it can be taken back alone.
fn apart(write: &mut Write<'_>, step: impl FnOnce(&mut Write<'_>) -> bool) -> Result<(), Fault> {
    let mark = write.effects.mark();
    run(write.sql, "SAVEPOINT operation")?;
    if !step(write) {
        write.effects.back_to(mark);
        // A full disk may have ended the whole transaction.
        if write.sql.is_autocommit() {
            return Err(Fault::Aborted);
        }
        run(write.sql, "ROLLBACK TO operation")?;
    }
    run(write.sql, "RELEASE operation")
}

fn claim_or_wait(write: &mut Write<'_>) -> bool {
    let claimed = due::claim(write);
    if let Err(error) = &claimed {
        tracing::error!(%error, "what is due could not be claimed");
        write.memory.next_wake = Some(write.now.as_millisecond() + AFTER_A_FAULT_MS);
    }
    claimed.is_ok()
}
