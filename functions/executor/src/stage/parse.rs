//! Reads a message.

use beadle_domain::execution::Message;

use crate::HandleError;

/// A message that was read.
#[derive(Debug)]
pub struct Parsed(pub(super) Box<Message>);

impl From<Box<Message>> for Parsed {
    fn from(message: Box<Message>) -> Self {
        Self(message)
    }
}

/// Reads the body of a message.
///
/// # Errors
/// [`HandleError::Unreadable`] if this version can't read it.
pub fn parse(body: &str) -> Result<Parsed, HandleError> {
    let message: Message = serde_json::from_str(body)?;
    Ok(Parsed(Box::new(message)))
}
