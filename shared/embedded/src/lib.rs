//! The ports over one SQLite file, for one machine; in memory, for fast tests.
//!
//! [`Embedded`] implements every port. All writes go through one writer that commits in groups ([`writer`]);
//! reads use a few connections of their own ([`reader`]). An execution *is* its message: the row's `wake`
//! says when it needs attention next. The writer's thread sleeps until then, claims what is due in one
//! transaction and hands it to [`Deliveries`]. Every write appends to the change table ([`changes`]), which
//! [`Changes`] delivers to the projector. Armed schedules are rows with timers in memory ([`timers`]); their
//! ticks arrive at [`Ticks`].
//!
//! Every acknowledged write is on disk. A process that is killed at any moment leaves leases, unprojected
//! changes and unhandled ticks; the next process redelivers all of them.

mod accounts;
mod agenda;
mod api_keys;
mod audit;
mod batches;
mod calendars;
mod cancels;
mod capacity;
mod change_stream;
mod changes;
mod checkpointer;
mod cleaner;
mod clock_watch;
mod configs;
mod cursor;
mod dead_letters;
mod deliveries;
mod dependents;
mod due;
mod embedded;
mod engine;
mod error;
mod event_bus;
mod executions;
mod faults;
mod feed;
mod figures;
mod functions;
mod gates;
mod group;
mod hand_over;
mod identity;
mod job_queue;
mod lock;
mod loss;
mod maintenance;
mod numbers;
mod open;
mod options;
mod order_lines;
mod permissions;
mod probe;
mod projection;
mod queue;
mod reader;
mod rebase;
mod recovery;
mod releases;
mod resource_keys;
mod retention;
mod rollups;
mod row;
mod scheduler;
mod schema;
mod set_aside;
mod shared;
mod standing;
mod stored;
mod tasks;
mod templates;
#[cfg(test)]
mod tests;
mod ticks;
mod timers;
mod tokens;
mod turns;
mod waiters;
mod watches;
mod writer;

pub use self::{
    change_stream::Changes,
    dead_letters::{DeadLetter, DeadLetters},
    deliveries::{Delivered, Deliveries, MAX_RECEIVES, Slot},
    embedded::Embedded,
    figures::{Figures, FileSize},
    maintenance::{BackedUp, Checkup, Copied, DataFolder, LocalKeys, MaintenanceError, Restored},
    open::OpenError,
    options::Options,
    standing::Quiet,
    ticks::{DeliveredTick, Ticks},
};
