//! The store: every port at once.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};

use beadle_application::port::{Clock, StoreError};
use rusqlite::Connection;
use tokio::sync::mpsc;

use crate::{
    Changes, DeadLetters, Deliveries, Options, Ticks,
    capacity::{Capacity, Outlet},
    fault::Fault,
    reader::Readers,
    shared::Shared,
    ticks::TickOutlet,
    writer::Writer,
};

/// A store: every port of the domain over one SQLite file. A clone is the same store; the last one that is dropped closes it.
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

    /// The executions to run, at most `capacity` out at a time. Until this is called they wait; a second call takes the
    /// place of the first.
    pub fn deliveries(&self, capacity: usize) -> Deliveries {
        let (sender, receiver) = mpsc::unbounded_channel();
        let capacity = Capacity::new(capacity);
        self.shared.set_outlet(Some(Outlet { sender, capacity, writer: self.writer.clone() }));
        self.writer.poke();
        Deliveries::new(receiver)
    }

    /// The ticks of the armed schedules. Until this is called they wait; a second call takes the place of the first.
    pub fn ticks(&self) -> Ticks {
        let (outlet, ticks) = TickOutlet::open(&self.writer);
        self.shared.set_ticks(Some(outlet));
        self.writer.poke();
        ticks
    }

    /// The changes to project, for one projector.
    pub fn changes(&self) -> Changes {
        Changes::new(self.clone())
    }

    /// The messages that could not be handled, for one reader.
    pub fn dead_letters(&self) -> DeadLetters {
        DeadLetters::new(self.clone())
    }

    /// Looks for what is due now. Only needed where the clock is set by hand: time that passes wakes the store by itself.
    pub fn look_around(&self) {
        self.writer.poke();
    }

    /// Hands nothing out any more, neither executions nor ticks; what is out may still be saved. The way to stop in good order.
    pub fn pause(&self) {
        self.shared.set_outlet(None);
        self.shared.set_ticks(None);
    }

    /// Reads on a connection of its own; in memory there is only one, so the writer reads for us.
    pub(crate) async fn read<F, T>(&self, question: F) -> Result<T, StoreError>
    where
        F: Fn(&Connection) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        match &self.readers {
            Some(readers) => readers.ask(question).await,
            None => self.writer.ask(move |write| question(write.sql)).await,
        }
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
