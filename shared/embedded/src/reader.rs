//! Readers: a few connections that only read, each on its own thread. A reader sees every write that was
//! acknowledged before the read began, and never waits for the writer.

use std::{
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use beadle_application::port::StoreError;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::oneshot;

use crate::{error::Error, job_queue::JobQueue};

/// Two, so that short reads proceed while a long list is read.
const READERS: usize = 2;

type Question = Box<dyn FnOnce(&Connection) + Send>;

/// The handle to the readers.
pub(crate) struct Readers {
    job_queue: Arc<JobQueue<Question>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    /// Opens the readers of `file`, which has its schema.
    pub(crate) fn open(file: &Path) -> Result<Self, Error> {
        let mut readers = Self { job_queue: Arc::new(JobQueue::new()), threads: Vec::with_capacity(READERS) };
        for number in 0..READERS {
            let sql = connect(file)?;
            let job_queue = Arc::clone(&readers.job_queue);
            let thread = thread::Builder::new()
                .name(format!("beadle-reader-{number}"))
                .spawn(move || answer(&sql, &job_queue))
                .map_err(|error| Error::unreadable("a thread", error))?;
            readers.threads.push(thread);
        }
        Ok(readers)
    }

    /// Runs `question` on the next free reader.
    pub(crate) async fn ask<F, T>(&self, question: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (reply_to, answer) = oneshot::channel();
        let question = Box::new(move |sql: &Connection| {
            // The caller may have stopped waiting.
            drop(reply_to.send(question(sql)));
        });
        self.job_queue.put(question).map_err(|_| Error::Closed)?;
        Ok(answer.await.map_err(|_| Error::Panicked)??)
    }
}

impl Drop for Readers {
    /// Waits until the connections are closed, so that the writer's is the last one; SQLite cleans up when
    /// that closes.
    fn drop(&mut self) {
        self.job_queue.close();
        self.threads.drain(..).for_each(|thread| drop(thread.join()));
    }
}

fn connect(file: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(file, flags)?;
    sql.busy_timeout(Duration::from_secs(5))?;
    sql.set_prepared_statement_cache_capacity(32);
    Ok(sql)
}

fn answer(sql: &Connection, job_queue: &JobQueue<Question>) {
    let mut questions = Vec::with_capacity(1);
    while job_queue.take(&mut questions, 1, None) {
        for question in questions.drain(..) {
            let asked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| question(sql)));
            if asked.is_err() {
                tracing::error!("a read panicked");
            }
        }
    }
}
