//! The writer's thread: groups of operations, and what is due by the clock.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use beadle_application::port::Clock;
use beadle_values::cause::Chain;
use jiff::Timestamp;
use rusqlite::{Connection, config::DbConfig};

use crate::{
    agenda::Agenda,
    capacity::DeliverySink,
    checkpointer::Checkpointer,
    cleaner::Cleaner,
    clock_watch::{ClockWatch, Jump},
    due,
    error::Error,
    group::{Effects, Memory, Write},
    identity::OpenFiles,
    job_queue::JobQueue,
    lock::FolderLock,
    rebase::{self, Moved},
    set_aside::Noted,
    shared::Shared,
    timers::Timers,
    writer::Job,
};

/// The most operations in one transaction: bounds how long the first of them waits.
const MAX_GROUP: usize = 512;

/// The longest sleep. Timers count only the time the machine is awake, so this bounds how late a changed
/// clock or a resumed machine is noticed.
const MAX_SLEEP: Duration = Duration::from_secs(60);

/// How long to wait after due executions could not be claimed.
const RETRY_PAUSE_MS: i64 = 1_000;

pub(crate) struct Engine {
    pub(crate) sql: Connection,
    pub(crate) job_queue: Arc<JobQueue<Box<dyn Job>>>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) memory: Memory,
    pub(crate) timers: Timers,
    /// `None` in memory.
    pub(crate) checkpointer: Option<Checkpointer>,
    /// `None` in memory.
    pub(crate) files: Option<OpenFiles>,
    /// `None` for a clock that is moved by hand.
    pub(crate) watch: Option<ClockWatch>,
    pub(crate) cleaner: Cleaner,
    /// The number of groups that had an effect.
    pub(crate) effects: u64,
    /// What was brought back when the clock was set back.
    pub(crate) moved: Vec<Moved>,
    /// Held as long as the file is open.
    pub(crate) lock: Option<FolderLock>,
}

/// How a failing operation is kept from harming the others of its group.
#[derive(Clone, Copy, PartialEq)]
enum Isolation {
    /// Not at all: if one fails, the group is rolled back.
    Group,
    /// Each has a savepoint and can be rolled back alone.
    Savepoints,
}

impl Engine {
    /// Runs until the queue is closed and empty.
    pub(crate) fn run(mut self) {
        let mut jobs = Vec::new();
        while self.job_queue.take(&mut jobs, MAX_GROUP, self.alarm()) {
            self.look_at_clock();
            self.group(&mut jobs);
            self.tick();
            self.cleaner.clean(&self.sql, self.clock.now());
            self.say_work();
            if let Some(checkpointer) = &self.checkpointer {
                checkpointer.checkpoint_if_large(&self.sql);
            }
        }
        let Self { sql, lock, checkpointer, shared, .. } = self;
        drop(checkpointer);
        if shared.loss.has_happened() {
            // SQLite would delete the write-ahead log by its name, which may be that of another store by now.
            sql.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok();
        }
        if let Err((_, error)) = sql.close() {
            tracing::error!(error = %Chain(&error), "the store was not closed cleanly; the next start recovers it");
        }
        drop(lock);
    }

    /// Brings the agenda to the present if the clock was set.
    fn look_at_clock(&mut self) {
        let now = self.clock.now();
        let Some(watch) = &mut self.watch else { return };
        let Some(jump) = watch.look(now, Instant::now()) else { return };
        if let Err(error) = self.follow(jump, now) {
            tracing::error!(error = %Chain(&error), "failed to adjust due times to the clock; the next start does");
        }
    }

    fn follow(&mut self, jump: Jump, now: Timestamp) -> Result<(), Error> {
        match jump {
            Jump::Ahead(by_ms) => {
                tracing::warn!(by_ms, "clock was set ahead, or the machine slept");
                self.timers.restore(now);
                self.moved = rebase::restore(&self.sql, now, &self.moved)?;
            }
            Jump::Back(by_ms) => {
                tracing::warn!(by_ms, "clock was set back; due times follow");
                self.timers.bring_back(now);
                self.moved.extend(rebase::bring_back(&self.sql, now)?);
            }
        }
        self.memory.agenda = Agenda::load(&self.sql)?;
        Ok(())
    }

    fn group(&mut self, jobs: &mut Vec<Box<dyn Job>>) {
        let now = self.clock.now();
        let sink = self.shared.sink();
        if jobs.is_empty() && !self.is_due(sink.as_ref(), now) {
            return;
        }
        // Nearly every group succeeds, so savepoints are only paid for by those that fail.
        let written = self
            .write(jobs, now, sink.as_ref(), Isolation::Group)
            .or_else(|_| self.write(jobs, now, sink.as_ref(), Isolation::Savepoints));
        let written = if self.still_there() { written } else { Err(Error::Lost) };
        match written {
            Ok(effects) => {
                self.release(effects, sink.as_ref());
                jobs.drain(..).for_each(|job| job.answer(None));
            }
            Err(error) => {
                let error = Arc::new(error);
                self.shared.faults.write_failed();
                tracing::error!(error = %Chain(&error), operations = jobs.len(), "failed to write a group of operations");
                self.memory.agenda.pause_until(now.as_millisecond() + RETRY_PAUSE_MS);
                jobs.drain(..).for_each(|job| job.answer(Some(&error)));
            }
        }
    }

    fn write(
        &mut self,
        jobs: &mut [Box<dyn Job>],
        now: Timestamp,
        sink: Option<&DeliverySink>,
        isolation: Isolation,
    ) -> Result<Effects, Error> {
        let mut effects = Effects::default();
        run(&self.sql, "BEGIN IMMEDIATE")?;
        let mut write = Write { sql: &self.sql, now, memory: &mut self.memory, effects: &mut effects, sink };
        let mut written = jobs.iter_mut().try_for_each(|job| match isolation {
            Isolation::Group => job.run(&mut write).then_some(()).ok_or(Error::Aborted),
            Isolation::Savepoints => in_savepoint(&mut write, |write| job.run(write)),
        });
        if written.is_ok() && has_work(write.memory, sink, now) {
            written = match isolation {
                Isolation::Group => due::claim(&mut write),
                Isolation::Savepoints => in_savepoint(&mut write, claim_or_wait),
            };
        }
        let written = written.and_then(|()| run(&self.sql, "COMMIT"));
        if written.is_err() && !self.sql.is_autocommit() {
            run(&self.sql, "ROLLBACK")?;
        }
        written.map(|()| effects)
    }

    /// Whether what was written is in the files that the folder has. Asked after each commit, before it is
    /// acknowledged.
    fn still_there(&mut self) -> bool {
        let Some(files) = &mut self.files else { return true };
        if !self.shared.loss.has_happened() {
            let Some(reason) = files.lost() else { return true };
            self.shared.loss.happened(format!("the store {} is lost: {reason}", files.file().display()));
        }
        false
    }

    fn release(&mut self, effects: Effects, sink: Option<&DeliverySink>) {
        self.effects += u64::from(effects.any());
        for delivered in effects.deliveries {
            // If the receiver is gone, the execution is redelivered when its lease ends.
            if let Some(sink) = sink {
                drop(sink.sender.send(delivered));
            }
        }
        for (id, cancellation) in effects.cancelled {
            self.shared.cancels.request(id, cancellation);
        }
        self.shared.cancels.ended(&effects.ended);
        for (lane, wake) in effects.wakes {
            self.memory.agenda.set(&lane, wake);
        }
        self.shared.waiters.ended(&effects.ended);
        self.shared.followers.written(effects.written);
        for Noted { table, key, reason } in effects.set_aside {
            tracing::error!(table, key, reason, "row can't be read and is set aside");
        }
        for change in effects.timer_changes {
            self.timers.apply(change);
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
            for tick in self.timers.due(self.clock.now()) {
                ticks.send(tick);
            }
        }
    }

    /// Whether an execution is due and a permit is free.
    pub(crate) fn is_due(&self, sink: Option<&DeliverySink>, now: Timestamp) -> bool {
        has_work(&self.memory, sink, now)
    }

    /// When to wake although no operation arrived.
    fn alarm(&self) -> Option<Instant> {
        let alarms = self.next_due().into_iter().chain([self.cleaner.alarm()]);
        alarms.min()
    }

    /// When something is due next.
    fn next_due(&self) -> Option<Instant> {
        let now = self.clock.now();
        let sink = self.shared.sink();
        // Due work that finds no free permit is looked for when a permit is returned.
        let wake = if self.is_due(sink.as_ref(), now) {
            Some(now.as_millisecond())
        } else {
            sink.and_then(|_| self.memory.agenda.next_after(now.as_millisecond()))
        };
        let tick = self.shared.ticks().and_then(|_| self.timers.next());
        let next = wake.into_iter().chain(tick).min()?;
        let left = u64::try_from(next.saturating_sub(now.as_millisecond())).unwrap_or_default();
        if self.watch.is_none() && left > 0 {
            return None;
        }
        Instant::now().checked_add(Duration::from_millis(left).min(MAX_SLEEP))
    }
}

fn has_work(memory: &Memory, sink: Option<&DeliverySink>, now: Timestamp) -> bool {
    sink.is_some_and(|sink| [true, false].into_iter().any(|express| memory.has_work(sink, express, now)))
}

fn run(sql: &Connection, statement: &str) -> Result<(), Error> {
    sql.prepare_cached(statement)?.execute([])?;
    Ok(())
}

/// Runs `step` in a savepoint.
fn in_savepoint(write: &mut Write<'_>, step: impl FnOnce(&mut Write<'_>) -> bool) -> Result<(), Error> {
    let mark = write.effects.mark();
    run(write.sql, "SAVEPOINT operation")?;
    if !step(write) {
        write.effects.back_to(mark);
        // A full disk may have ended the whole transaction.
        if write.sql.is_autocommit() {
            return Err(Error::Aborted);
        }
        run(write.sql, "ROLLBACK TO operation")?;
    }
    run(write.sql, "RELEASE operation")
}

fn claim_or_wait(write: &mut Write<'_>) -> bool {
    let claimed = due::claim(write);
    if let Err(error) = &claimed {
        tracing::error!(error = %Chain(error), "failed to claim due executions");
        write.memory.agenda.pause_until(write.now.as_millisecond() + RETRY_PAUSE_MS);
    }
    claimed.is_ok()
}
