//! Why a message has to come again.

use beadle_application::port::{QueueError, StoreError};
use beadle_domain::execution::IllegalTransition;

/// Why a message is not done with: something of ours failed, not the task. After several times it reaches the dead-letter
/// queue.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// It is no message that this version reads.
    #[error("the message can't be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// The store did not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A message could not be put off or sent again.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// An outcome does not fit the claimed execution: a fault of ours.
    #[error(transparent)]
    Illegal(#[from] IllegalTransition),
    /// Handling it panicked: a fault of ours.
    #[error("handling the message panicked")]
    Panicked,
}

impl HandleError {
    /// A stable word for the log.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable_message",
            Self::Store(_) => "store",
            Self::Queue(_) => "queue",
            Self::Illegal(_) => "illegal_transition",
            Self::Panicked => "panicked",
        }
    }
}
