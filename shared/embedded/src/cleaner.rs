//! When what is past its [retention](crate::retention) is deleted: a pass every five minutes, in small steps between the groups
//! of the writer, whether or not anything else is written.

use std::time::{Duration, Instant};

use beadle_values::cause::Chain;
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{
    error::Error,
    retention::{Retention, Step},
};

/// The time from one pass to the next.
const PASS_INTERVAL: Duration = Duration::from_secs(300);

/// How many times as long as a step took the writer is left to others before the next one.
const YIELD: u32 = 4;

/// Deletes what is past its retention.
#[derive(Debug)]
pub(crate) struct Cleaner {
    retention: Retention,
    /// When the last pass began, by the clock of the store; `None` before the first one.
    began: Option<Timestamp>,
    /// When the next pass begins, though the clock of the store may not have moved.
    next_pass: Instant,
    /// The next step of the pass that is under way.
    next_step: Option<Instant>,
    /// The last execution that this pass has looked at.
    looked_at: i64,
}

impl Cleaner {
    pub(crate) fn new(retention: Retention) -> Self {
        Self { retention, began: None, next_pass: Instant::now(), next_step: None, looked_at: 0 }
    }

    /// Whether a pass is under way.
    pub(crate) fn is_under_way(&self) -> bool {
        self.next_step.is_some()
    }

    /// When it wants to be called again.
    pub(crate) fn alarm(&self) -> Instant {
        self.next_step.unwrap_or(self.next_pass)
    }

    /// Does the next step, if it is time.
    pub(crate) fn clean(&mut self, sql: &Connection, now: Timestamp) {
        let present = Instant::now();
        let is_due = match self.next_step {
            Some(next) => present >= next,
            None => present >= self.next_pass || self.began.is_none_or(|began| has_passed(began, now)),
        };
        if !is_due {
            return;
        }
        if self.next_step.is_none() {
            self.began = Some(now);
            self.looked_at = 0;
        }
        match in_transaction(sql, |sql| self.retention.step(sql, now, self.looked_at)) {
            Ok(Step { looked_at, has_more }) => {
                self.looked_at = looked_at;
                self.next_step = has_more.then(|| Instant::now() + present.elapsed() * YIELD);
            }
            Err(error) => {
                tracing::error!(error = %Chain(&error), "failed to delete what is past its retention");
                self.next_step = None;
            }
        }
        if self.next_step.is_none() {
            self.next_pass = Instant::now() + PASS_INTERVAL;
        }
    }
}

/// Whether a pass is due again by the clock of the store, which may have been set back.
fn has_passed(began: Timestamp, now: Timestamp) -> bool {
    now.duration_since(began).unsigned_abs() >= PASS_INTERVAL
}

/// Runs `work` in a transaction, so that it costs one sync, and none if nothing is deleted. No other process writes in between,
/// which could make it fail halfway.
fn in_transaction(
    sql: &Connection,
    work: impl FnOnce(&Connection) -> Result<Step, Error>,
) -> Result<Step, Error> {
    let transaction = Transaction::new_unchecked(sql, TransactionBehavior::Immediate)?;
    let step = work(&transaction)?;
    transaction.commit()?;
    Ok(step)
}
