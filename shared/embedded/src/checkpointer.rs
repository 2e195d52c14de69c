//! Moves the write-ahead log into the database file on a thread of its own, so that no commit waits for it.

use std::{
    cell::Cell,
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use beadle_values::cause::Chain;
use rusqlite::{Connection, OpenFlags, hooks::Wal};

use crate::{error::Error, job_queue::JobQueue};

/// The size of the log, in pages of 4 KiB, from which it is moved.
const CHECKPOINT_PAGES: i32 = 1_000;

/// The size from which the writer moves the rest itself: under constant load the log never empties beside it.
const WRITER_CHECKPOINT_PAGES: i32 = 8_000;

thread_local! {
    /// The size of the log after the last commit of this thread.
    static LOG: Cell<i32> = const { Cell::new(0) };
}

/// The thread that moves the log.
pub(crate) struct Checkpointer {
    job_queue: Arc<JobQueue<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts a thread for `file`, whose writer is [`watched`](watch).
    pub(crate) fn start(file: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sql = Connection::open_with_flags(file, flags)?;
        sql.busy_timeout(Duration::from_secs(5))?;
        let job_queue = Arc::new(JobQueue::new());
        let asked = Arc::clone(&job_queue);
        let work = move || {
            while asked.take(&mut Vec::new(), 1, None) {
                checkpoint(&sql);
            }
        };
        let name = "beadle-checkpoint".to_owned();
        let thread = thread::Builder::new().name(name).spawn(work);
        let thread = thread.map_err(|error| Error::unreadable("a thread", error))?;
        Ok(Self { job_queue, thread: Some(thread) })
    }

    /// Requests a checkpoint if the log is large. The writer calls this between two groups.
    pub(crate) fn checkpoint_if_large(&self, writer: &Connection) {
        let size = LOG.take();
        if size >= WRITER_CHECKPOINT_PAGES {
            checkpoint(writer);
        } else if size >= CHECKPOINT_PAGES {
            self.job_queue.wake();
        }
    }
}

impl Drop for Checkpointer {
    /// Waits until this connection is closed, so that the writer's is the last one; SQLite cleans up when
    /// that closes.
    fn drop(&mut self) {
        self.job_queue.close();
        drop(self.thread.take().map(JoinHandle::join));
    }
}

/// Makes `writer` record the size of the log at every commit instead of checkpointing by itself.
///
/// # Errors
/// When SQLite does not accept the hook.
pub(crate) fn watch(writer: &mut Connection) -> Result<(), rusqlite::Error> {
    writer.wal_hook(Some(|_: &mut Wal, pages| {
        LOG.set(pages);
        Ok(())
    }))
}

/// Moves the whole log into the file. Nobody else may have the file open.
pub(crate) fn empty_log(sql: &Connection) -> Result<(), Error> {
    Ok(sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
}

fn checkpoint(sql: &Connection) {
    // A passive checkpoint moves what it can without waiting for readers or writers.
    if let Err(error) = sql.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
        tracing::warn!(error = %Chain(&error), "failed to checkpoint the write-ahead log");
    }
}
