//! Readers: a few connections that only read, each on its own thread. A reader sees every group that was answered before it
//! was asked, and never waits for the writer.

use std::{
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use beadle_application::port::StoreError;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::oneshot;

use crate::{fault::Fault, inbox::Inbox};

/// One for short reads while another reads a long list.
const READERS: usize = 2;

type Question = Box<dyn FnOnce(&Connection) + Send>;

/// The way to the readers.
pub(crate) struct Readers {
    inbox: Arc<Inbox<Question>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    /// Opens the readers of `file`, which has its schema.
    pub(crate) fn open(file: &Path) -> Result<Self, Fault> {
        let mut readers = Self { inbox: Arc::new(Inbox::new()), threads: Vec::with_capacity(READERS) };
        for number in 0..READERS {
            let sql = connect(file)?;
            let inbox = Arc::clone(&readers.inbox);
            let thread = thread::Builder::new()
                .name(format!("beadle-reader-{number}"))
                .spawn(move || answer(&sql, &inbox))
                .map_err(|error| Fault::unreadable("a thread", error))?;
            readers.threads.push(thread);
        }
        Ok(readers)
    }

    /// Asks the next free reader.
    pub(crate) async fn ask<F, T>(&self, question: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        let (asker, answer) = oneshot::channel();
        let question = Box::new(move |sql: &Connection| {
            // Someone who no longer listens needs no answer.
            drop(asker.send(question(sql)));
        });
        self.inbox.put(question).map_err(|_| Fault::Closed)?;
        Ok(answer.await.map_err(|_| Fault::Panicked)??)
    }
}

impl Drop for Readers {
    /// Ends when the connections are closed, so that the writer's is the last one, which tidies up.
    fn drop(&mut self) {
        self.inbox.close();
        self.threads.drain(..).for_each(|thread| drop(thread.join()));
    }
}

fn connect(file: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(file, flags)?;
    sql.busy_timeout(Duration::from_secs(5))?;
    sql.set_prepared_statement_cache_capacity(32);
    Ok(sql)
}

fn answer(sql: &Connection, inbox: &Inbox<Question>) {
    let mut questions = Vec::with_capacity(1);
    while inbox.take(&mut questions, 1, None) {
        for question in questions.drain(..) {
            let asked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| question(sql)));
            if asked.is_err() {
                tracing::error!("a read panicked");
            }
        }
    }
}
