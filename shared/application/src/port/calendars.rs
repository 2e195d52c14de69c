//! Storage of calendars.

use async_trait::async_trait;
use beadle_domain::{day_calendar::Calendar, projection::AuditEntry};
use beadle_schedule::calendar::CalendarName;
use beadle_values::id::OwnerId;

use super::{Replaced, StoreError};

/// Reads and writes calendars, each by compare-and-swap. `owner` is whose they are; `None` for those shared with everyone.
#[async_trait]
pub trait Calendars: Send + Sync {
    /// The calendar as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, owner: Option<&OwnerId>, name: &CalendarName)
    -> Result<Option<Calendar>, StoreError>;

    /// All calendars of `owner`, ordered by name.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn all(&self, owner: Option<&OwnerId>) -> Result<Vec<Calendar>, StoreError>;

    /// Replaces version `expected` with `calendar`; 0 for one that does not exist.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn write(
        &self,
        calendar: &Calendar,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError>;

    /// Removes the calendar as it was read, permanently; [`Replaced::Done`] if it does not exist.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be removed.
    async fn remove(&self, calendar: &Calendar, audit: Option<&AuditEntry>) -> Result<Replaced, StoreError>;
}
