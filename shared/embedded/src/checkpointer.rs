//! Moving the write-ahead log into the file, beside the writer, so that no commit waits for it.

use std::{
    cell::Cell,
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

use crate::{fault::Fault, inbox::Inbox};

/// The size of the log, in pages of 4 KiB, at which it is moved.
const LARGE: i32 = 1_000;

/// The size at which the writer itself moves what is left: it never rests, so the log never empties beside it.
const TOO_LARGE: i32 = 8_000;

thread_local! {
    /// The size of the log after the last commit of this thread.
    static LOG: Cell<i32> = const { Cell::new(0) };
}

/// The thread that moves the log.
pub(crate) struct Checkpointer {
    inbox: Arc<Inbox<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts a thread for `file`, whose writer is [`watched`](watch).
    pub(crate) fn start(file: &Path) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sql = Connection::open_with_flags(file, flags)?;
        sql.busy_timeout(Duration::from_secs(5))?;
        let inbox = Arc::new(Inbox::new());
        let asked = Arc::clone(&inbox);
        let work = move || {
            while asked.take(&mut Vec::new(), 1, None) {
                move_log(&sql);
            }
        };
        let name = "beadle-checkpoint".to_owned();
        let thread = thread::Builder::new().name(name).spawn(work);
        let thread = thread.map_err(|error| Fault::unreadable("a thread", error))?;
        Ok(Self { inbox, thread: Some(thread) })
    }

    /// Has the log moved if it is large. Called by the writer between two groups.
    pub(crate) fn look(&self, writer: &Connection) {
        let size = LOG.take();
        if size >= TOO_LARGE {
            move_log(writer);
        } else if size >= LARGE {
            self.inbox.poke();
        }
    }
}

impl Drop for Checkpointer {
    /// Ends when its connection is closed, so that the writer's is the last one, which tidies up.
    fn drop(&mut self) {
        self.inbox.close();
        drop(self.thread.take().map(JoinHandle::join));
    }
}

/// Has `writer` note the size of the log with every commit, instead of moving it itself.
pub(crate) fn watch(writer: &Connection) {
    writer.wal_hook(Some(|_, pages| {
        LOG.set(pages);
        Ok(())
    }));
}

fn move_log(sql: &Connection) {
    // Passive: it moves what it can and waits for nobody.
    if let Err(error) = sql.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
        tracing::warn!(%error, "the log can't be moved into the file for now");
    }
}
