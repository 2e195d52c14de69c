//! Reads a message.

use beadle_domain::{execution::Message, tick::Tick};
use serde_json::Value;

use crate::HandleError;

/// What a body says.
#[derive(Debug)]
pub enum Parsed {
    /// A message.
    Message(Box<Message>),
    /// A tick of the scheduler.
    Tick(Tick),
}

/// Reads the body of a message, or of a tick.
///
/// # Errors
/// [`HandleError::Unreadable`] if this version can't read it.
pub fn parse(body: &str) -> Result<Parsed, HandleError> {
    // Most are messages. What is neither is reported as a message that can't be read.
    serde_json::from_str(body).map(Parsed::Message).or_else(|unreadable| {
        let tick = serde_json::from_str::<Value>(body).ok().and_then(|body| Tick::try_from(body).ok());
        tick.map(Parsed::Tick).ok_or_else(|| unreadable.into())
    })
}
