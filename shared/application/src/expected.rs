//! The version that a caller expects: `If-Match`.

use crate::Error;

/// The version that the caller expects the resource to have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Expected {
    /// Any version.
    #[default]
    Any,
    /// One of these.
    OneOf(Vec<u64>),
}

impl Expected {
    /// Rejects any other version.
    pub(super) fn check(&self, current: u64) -> Result<(), Error> {
        match self {
            Self::OneOf(versions) if !versions.contains(&current) => Err(Error::Stale { current }),
            Self::Any | Self::OneOf(_) => Ok(()),
        }
    }
}
