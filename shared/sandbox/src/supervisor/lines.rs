//! Splits what a child writes into lines.

use serde::Deserialize;

use crate::protocol::MAX_LINE;

/// Bytes that are not a whole line yet.
#[derive(Debug, Default)]
pub(crate) struct LineBuffer {
    bytes: Vec<u8>,
    searched: usize,
}

/// A line that the protocol does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the child does not keep to the protocol")]
pub(crate) struct Unreadable;

impl LineBuffer {
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        if self.bytes.len() + bytes.len() > MAX_LINE {
            return Err(Unreadable);
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// The next whole line, read.
    pub(crate) fn next<T: for<'de> Deserialize<'de>>(&mut self) -> Result<Option<T>, Unreadable> {
        let unsearched = self.bytes.get(self.searched..).unwrap_or_default();
        let Some(end) = unsearched.iter().position(|byte| *byte == b'\n').map(|end| self.searched + end)
        else {
            self.searched = self.bytes.len();
            return Ok(None);
        };
        let line: Vec<u8> = self.bytes.drain(..=end).collect();
        self.searched = 0;
        serde_json::from_slice(&line).map(Some).map_err(|_| Unreadable)
    }

    /// What is left.
    pub(crate) fn into_rest(self) -> Vec<u8> {
        self.bytes
    }
}
