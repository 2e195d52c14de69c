//! Leases: tokens or permits that a process holds.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Holder;

/// A lease of one process. Stored as a short array, because a document may have many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Short", into = "Short")]
pub(super) struct Lease {
    /// The process.
    pub(super) holder: Holder,
    /// The number of tokens or permits.
    pub(super) count: u32,
    /// The end of the lease.
    pub(super) until: Timestamp,
}

type Short = (Holder, u32, i64);

impl From<Lease> for Short {
    fn from(lease: Lease) -> Self {
        (lease.holder, lease.count, lease.until.as_millisecond())
    }
}

impl TryFrom<Short> for Lease {
    type Error = jiff::Error;

    fn try_from((holder, count, until): Short) -> Result<Self, jiff::Error> {
        Ok(Self { holder, count, until: Timestamp::from_millisecond(until)? })
    }
}
