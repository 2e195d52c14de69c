//! Fresh ids and jitter.

use jiff::Timestamp;
use uuid::Uuid;

/// Generates unique ids.
pub trait Ids: Send + Sync {
    /// A fresh UUIDv7 of `now`: later ones sort after earlier ones, also within one millisecond of one
    /// process.
    fn fresh(&self, now: Timestamp) -> Uuid;
}

/// Randomness for spreading retries.
pub trait Jitter: Send + Sync {
    /// A random fraction, `0.0 <= f < 1.0`.
    fn fraction(&self) -> f64;
}
