//! The store, which implements every port.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};

use beadle_application::port::{Clock, StoreError};
use rusqlite::Connection;
use tokio::sync::mpsc;

use crate::{
    Changes, DeadLetters, Deliveries, Options, Ticks,
    capacity::{Capacity, DeliverySink},
    error::Error,
    reader::Readers,
    set_aside::SetAside,
    shared::Shared,
    ticks::TickSink,
    writer::Writer,
};

/// Every port over one SQLite file. Clones share the store; dropping the last one closes it.
#[derive(Clone)]
pub struct Embedded {
    pub(crate) writer: Writer,
    pub(crate) shared: Arc<Shared>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) options: Arc<Options>,
    readers: Option<Arc<Readers>>,
    _closing: Arc<Closing>,
}

/// Closes the store when it is dropped.
struct Closing {
    writer: Writer,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Embedded {
    pub(crate) fn new(
        writer: Writer,
        readers: Option<Readers>,
        shared: Arc<Shared>,
        options: Options,
        thread: JoinHandle<()>,
    ) -> Self {
        let closing = Closing { writer: writer.clone(), thread: Mutex::new(Some(thread)) };
        Self {
            writer,
            shared,
            clock: Arc::clone(&options.clock),
            options: Arc::new(options),
            readers: readers.map(Arc::new),
            _closing: Arc::new(closing),
        }
    }

    /// The executions to run, at most `capacity` at a time. They wait until this is called; a second call
    /// replaces the first receiver.
    pub fn deliveries(&self, capacity: usize) -> Deliveries {
        let (sender, receiver) = mpsc::unbounded_channel();
        let capacity = Capacity::new(capacity);
        self.shared.set_sink(Some(DeliverySink { sender, capacity, writer: self.writer.clone() }));
        self.writer.wake();
        Deliveries::new(receiver)
    }

    /// The ticks of armed schedules. They wait until this is called; a second call replaces the first
    /// receiver.
    pub fn ticks(&self) -> Ticks {
        let (sink, ticks) = TickSink::open(&self.writer);
        self.shared.set_ticks(Some(sink));
        self.writer.wake();
        ticks
    }

    /// The changes to project, for one projector.
    pub fn changes(&self) -> Changes {
        Changes::new(self.clone())
    }

    /// The dead letters, for one reader.
    pub fn dead_letters(&self) -> DeadLetters {
        DeadLetters::new(self.clone())
    }

    /// Makes the writer look for due work now. Only needed where the clock is set by hand: otherwise a timer
    /// wakes it.
    pub fn poll_now(&self) {
        self.writer.wake();
    }

    /// Waits until the files of the store are lost, such as by the removal of its folder; says what happened
    /// in one line. From then on every write fails. It is noticed with the next write.
    pub async fn lost(&self) -> String {
        self.shared.loss.wait().await
    }

    /// Stops handing out executions and ticks; running executions can still be saved. For a graceful
    /// shutdown.
    pub fn pause(&self) {
        self.shared.set_sink(None);
        self.shared.set_ticks(None);
    }

    /// Reads on a connection of its own. A store in memory has only one connection, so there the writer's
    /// thread reads.
    pub(crate) async fn read<F, T>(&self, question: F) -> Result<T, StoreError>
    where
        F: Fn(&Connection) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let shared = Arc::clone(&self.shared);
        let question = move |sql: &Connection| {
            question(sql).inspect_err(|error| {
                if error.is_of_the_file() {
                    shared.faults.read_failed();
                }
            })
        };
        match &self.readers {
            Some(readers) => readers.ask(question).await,
            None => self.writer.ask(move |write| question(write.sql)).await,
        }
    }

    /// Sets aside the unreadable rows that a read comes across.
    pub(crate) fn set_aside(&self) -> SetAside {
        SetAside::new(self.writer.clone())
    }
}

impl std::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Embedded").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.writer.close();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the writer panicked");
        }
    }
}
