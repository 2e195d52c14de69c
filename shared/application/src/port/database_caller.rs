//! Runs statements on databases.

use async_trait::async_trait;
use beadle_domain::call::{DatabaseAnswer, DatabaseError, DatabaseLimits, DatabaseRequest};

/// Runs a statement on a database, reading at most as much of the result as the limits allow.
#[async_trait]
pub trait DatabaseCaller: Send + Sync {
    /// Runs one statement. A statement that changes something has taken effect when this is `Ok`.
    ///
    /// # Errors
    /// [`DatabaseError`] when it did not run to its end within the limits.
    async fn run(
        &self,
        request: DatabaseRequest,
        limits: DatabaseLimits,
    ) -> Result<DatabaseAnswer, DatabaseError>;
}
