//! The version that a caller expects: `If-Match`.

use crate::Refusal;

/// The version that the caller expects something to have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Expected {
    /// Any: the change is made to it as it stands.
    #[default]
    Any,
    /// One of these.
    OneOf(Vec<u64>),
}

impl Expected {
    /// Refuses any other version.
    pub(super) fn check(&self, current: u64) -> Result<(), Refusal> {
        match self {
            Self::OneOf(versions) if !versions.contains(&current) => Err(Refusal::Stale { current }),
            Self::Any | Self::OneOf(_) => Ok(()),
        }
    }
}
