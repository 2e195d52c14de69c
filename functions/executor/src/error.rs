//! Errors after which the queue delivers a message again.

use beadle_application::{
    port::{QueueError, StoreError},
    tick::TickError,
};
use beadle_domain::execution::IllegalTransition;

/// Why a message was not handled. The cause is on the server's side, never the task's: a failed task is an
/// outcome. A message that fails several times moves to the dead-letter queue.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// This version can't read the message.
    #[error("the message can't be read")]
    Unreadable(#[from] serde_json::Error),
    /// A tick came to an executor that takes none.
    #[error("this executor takes no ticks")]
    NoTicks,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A tick could not be handled.
    #[error(transparent)]
    Tick(#[from] TickError),
    /// A message could not be delayed or sent again.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The outcome does not fit the state of the claimed execution, which is a bug.
    #[error(transparent)]
    Illegal(#[from] IllegalTransition),
    /// A panic, which is a bug.
    #[error("handling the message panicked")]
    Panicked,
}

impl HandleError {
    /// The stable code that logs carry.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable_message",
            Self::NoTicks => "no_ticks",
            Self::Store(_) => "store",
            Self::Tick(_) => "tick",
            Self::Queue(_) => "queue",
            Self::Illegal(_) => "illegal_transition",
            Self::Panicked => "panicked",
        }
    }
}
