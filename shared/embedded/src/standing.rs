//! What the store still has to do, for a clock that is moved by hand: it is moved from one thing that is due to the next,
//! once nothing is left to do before.

use std::sync::atomic::Ordering;

use beadle_application::port::StoreError;
use jiff::Timestamp;
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::{Embedded, engine::Engine, error::Error, row};

/// What the writer says about the work of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Work {
    /// Whether nothing runs, nothing is handed out and nothing is due.
    pub(crate) idle: bool,
    /// When something is due next, in milliseconds.
    pub(crate) next: Option<i64>,
    /// The number of groups that had an effect.
    pub(crate) effects: u64,
}

/// A store with nothing to do at the time of its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// When something is due next.
    pub next: Option<Timestamp>,
}

impl Engine {
    /// Answers those who ask what is left to do.
    pub(crate) fn say_work(&self) {
        let asked = self.shared.take_asked_for_work();
        if asked.is_empty() {
            return;
        }
        let (now, sink) = (self.clock.now(), self.shared.sink());
        let present = now.as_millisecond();
        let is_due = self.is_due(sink.as_ref(), now);
        let wake = self.memory.agenda.next_after(present).filter(|_| sink.is_some());
        let tick = self.timers.next().filter(|_| self.shared.ticks().is_some());
        let ticks = tick.is_some_and(|at| at <= present) || self.timers.are_outstanding();
        let runs = sink.is_some_and(|sink| !sink.capacity.is_free());
        let wake = wake.and_then(|agenda| self.first_wake(agenda, present));
        let work = Work {
            idle: !is_due && !ticks && !runs && !self.cleaner.is_under_way(),
            next: wake.into_iter().chain(tick).min(),
            effects: self.effects,
        };
        for reply_to in asked {
            // Whoever asked may have stopped waiting.
            let _ = reply_to.send(work);
        }
    }

    /// When the first execution wakes after `present`. The agenda may say a time that is too early, so the rows are asked; where
    /// they can't be read, or one is due that waits for a write to be tried again, the agenda's counts.
    fn first_wake(&self, agenda: i64, present: i64) -> Option<i64> {
        const FIRST: &str = "SELECT min(wake) FROM executions WHERE wake IS NOT NULL";
        let first = self.sql.prepare_cached(FIRST);
        match first.and_then(|mut first| first.query_row([], |row| row.get::<_, Option<i64>>(0))) {
            Ok(None) => None,
            Ok(Some(wake)) if wake > present => Some(wake),
            Ok(Some(_)) | Err(_) => Some(agenda),
        }
    }
}

impl Embedded {
    /// Whether the store has nothing to do now: no execution runs or is due, no tick is being handled, nothing expected is
    /// overdue, and every change is projected with all that follows from it. `None` while it has.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn quiet(&self) -> Result<Option<Quiet>, StoreError> {
        let before = self.work().await?;
        let watch = self.next_watch().await?;
        let watch_is_due = watch.is_some_and(|due| due <= self.clock.now().as_millisecond());
        if !before.idle || watch_is_due || self.has_changes().await? {
            return Ok(None);
        }
        // What was under way between the two looks had an effect.
        let after = self.work().await?;
        if after != before {
            return Ok(None);
        }
        let next = after.next.into_iter().chain(watch).min().map(row::time).transpose()?;
        Ok(Some(Quiet { next }))
    }

    async fn work(&self) -> Result<Work, StoreError> {
        let (reply_to, answer) = oneshot::channel();
        self.shared.ask_for_work(reply_to);
        self.writer.wake();
        Ok(answer.await.map_err(|_| Error::Closed)?)
    }

    /// When something that is expected by a time has to be looked at, in milliseconds.
    async fn next_watch(&self) -> Result<Option<i64>, StoreError> {
        const NEXT: &str = "SELECT min(due) FROM watches WHERE due IS NOT NULL";
        self.read(|sql: &Connection| Ok(sql.prepare_cached(NEXT)?.query_row([], |row| row.get(0))?)).await
    }

    /// Whether there are changes that are not projected.
    async fn has_changes(&self) -> Result<bool, StoreError> {
        let handled = self.shared.handled.load(Ordering::SeqCst);
        let any = move |sql: &Connection| {
            let mut statement = sql.prepare_cached("SELECT 1 FROM changes WHERE seq > ?1 LIMIT 1")?;
            Ok(statement.exists([handled])?)
        };
        self.read(any).await
    }
}
