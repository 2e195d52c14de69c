//! Messages that could not be handled, until the end of their executions is recorded.

use std::{sync::Arc, time::Duration};

use beadle_application::port::StoreError;
use beadle_values::id::ExecutionId;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::{Embedded, error::Error, group::Write};

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
/// restart.
pub struct DeadLetters {
    store: Embedded,
    last: Option<i64>,
}

impl DeadLetters {
    pub(crate) fn new(store: Embedded) -> Self {
        Self { store, last: None }
    }

    /// Waits for the oldest dead letter. One that was delivered before and not handled is redelivered after a
    /// pause.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next(&mut self) -> Result<DeadLetter, StoreError> {
        let shared = Arc::clone(&self.store.shared);
        loop {
            match self.store.read(oldest).await? {
                Some(letter) => {
                    if self.last == Some(letter.seq) {
                        tokio::time::sleep(RETRY_PAUSE).await;
                    }
                    self.last = Some(letter.seq);
                    return Ok(letter);
                }
                None => shared.dead.notified().await,
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
}

fn oldest(sql: &rusqlite::Connection) -> Result<Option<DeadLetter>, Error> {
    const OLDEST: &str = "SELECT seq, id, receives, reason, body FROM dead_letters ORDER BY seq LIMIT 1";
    let mut statement = sql.prepare_cached(OLDEST)?;
    let letter = statement.query_row([], |row| {
        Ok(DeadLetter {
            seq: row.get(0)?,
            execution: ExecutionId::from_uuid(Uuid::from_bytes(row.get(1)?)),
            receives: row.get(2)?,
            reason: row.get(3)?,
            body: row.get(4)?,
        })
    });
    Ok(letter.optional()?)
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
