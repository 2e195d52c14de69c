//! Messages that could not be handled, until the end of their executions is recorded.

use std::{sync::Arc, time::Duration};

use beadle_application::port::StoreError;
use beadle_values::id::ExecutionId;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::{
    Embedded,
    error::Error,
    group::Write,
    set_aside::{self, DEAD_LETTERS},
};

/// How long to wait before a dead letter that could not be handled is redelivered.
const RETRY_PAUSE: Duration = Duration::from_secs(5);

/// A message that could not be handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    seq: i64,
    /// The execution that the message is about.
    pub execution: ExecutionId,
    /// How often it was received.
    pub receives: u32,
    /// Why it could not be handled, for the log.
    pub reason: String,
    /// The message as JSON, or the rest of a row that can't be read.
    pub body: String,
}

/// The stream of dead letters. A letter is redelivered until it is [`handled`](Self::handled), also after a
/// restart; those after it don't wait for that.
pub struct DeadLetters {
    store: Embedded,
    /// The letter that was delivered last in this round.
    after: i64,
}

/// The next letter of a round.
enum Next {
    Letter(DeadLetter),
    Unreadable {
        seq: i64,
        reason: String,
    },
    /// There is none, but some were delivered before and not handled.
    Left,
    None,
}

impl DeadLetters {
    pub(crate) fn new(store: Embedded) -> Self {
        Self { store, after: i64::MIN }
    }

    /// Waits for the next dead letter. Those that were delivered before and not handled are redelivered after
    /// a pause. One that can't be read is set aside.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next(&mut self) -> Result<DeadLetter, StoreError> {
        let shared = Arc::clone(&self.store.shared);
        loop {
            let after = self.after;
            match self.store.read(move |sql| next(sql, after)).await? {
                Next::Letter(letter) => {
                    self.after = letter.seq;
                    return Ok(letter);
                }
                Next::Unreadable { seq, reason } => self.move_out(seq, reason).await?,
                Next::Left => {
                    if tokio::time::timeout(RETRY_PAUSE, shared.dead.notified()).await.is_err() {
                        self.after = i64::MIN;
                    }
                }
                Next::None => {
                    self.after = i64::MIN;
                    shared.dead.notified().await;
                }
            }
        }
    }

    /// Deletes a letter whose execution has ended.
    ///
    /// # Errors
    /// [`StoreError`] when it may be redelivered.
    pub async fn handled(&mut self, letter: DeadLetter) -> Result<(), StoreError> {
        let forget = move |write: &mut Write<'_>| {
            let mut statement = write.sql.prepare_cached("DELETE FROM dead_letters WHERE seq = ?1")?;
            statement.execute([letter.seq])?;
            Ok(())
        };
        self.store.writer.ask(forget).await
    }

    /// Sets aside a letter that can never be handled, for `reason`.
    ///
    /// # Errors
    /// [`StoreError`] when it may be redelivered.
    pub async fn set_aside(&mut self, letter: DeadLetter, reason: String) -> Result<(), StoreError> {
        self.move_out(letter.seq, reason).await
    }

    async fn move_out(&self, seq: i64, reason: String) -> Result<(), StoreError> {
        let move_out =
            move |write: &mut Write<'_>| set_aside::move_out(write, DEAD_LETTERS, &seq.to_string(), &reason);
        self.store.writer.ask(move_out).await
    }
}

fn next(sql: &Connection, after: i64) -> Result<Next, Error> {
    const NEXT: &str =
        "SELECT seq, id, receives, reason, body FROM dead_letters WHERE seq > ?1 ORDER BY seq LIMIT 1";
    let mut statement = sql.prepare_cached(NEXT)?;
    let mut rows = statement.query([after])?;
    let Some(found) = rows.next()? else {
        let left = sql.prepare_cached("SELECT 1 FROM dead_letters LIMIT 1")?.exists([])?;
        return Ok(if left { Next::Left } else { Next::None });
    };
    match letter(found) {
        Ok(letter) => Ok(Next::Letter(letter)),
        Err(error) if error.is_of_a_row() => {
            Ok(Next::Unreadable { seq: found.get(0)?, reason: error.to_string() })
        }
        Err(error) => Err(error),
    }
}

fn letter(row: &Row<'_>) -> Result<DeadLetter, Error> {
    Ok(DeadLetter {
        seq: row.get(0)?,
        execution: ExecutionId::from_uuid(Uuid::from_bytes(row.get(1)?)),
        receives: row.get(2)?,
        reason: row.get(3)?,
        body: row.get(4)?,
    })
}

pub(crate) fn append(
    write: &mut Write<'_>,
    id: ExecutionId,
    receives: u32,
    reason: &str,
    body: &str,
) -> Result<(), Error> {
    const APPEND: &str =
        "INSERT INTO dead_letters (id, at, receives, reason, body) VALUES (?1, ?2, ?3, ?4, ?5)";
    let at = write.now.as_millisecond();
    write.sql.prepare_cached(APPEND)?.execute(params![id.uuid().as_bytes(), at, receives, reason, body])?;
    write.effects.dead = true;
    Ok(())
}
