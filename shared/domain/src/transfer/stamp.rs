//! When something was written, and how often.

use std::time::Duration;

use beadle_values::{
    duration,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The greatest number of changes that a record may state: what JSON keeps exactly.
const MAX_CHANGES: u64 = 1 << 53;

/// How far the clocks of two services may be apart.
const SKEW: Duration = Duration::from_secs(300);

/// When something was written, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The number of changes, starting at 1.
    pub version: u64,
}

impl Stamp {
    /// Refuses what can't be so at `now`.
    ///
    /// # Errors
    /// A violation for each member below `path`.
    pub fn check(&self, now: Timestamp, path: &Path) -> Result<(), Violations> {
        let mut violations = Violations::new();
        past(self.created_at, now, &path.key("created_at"), &mut violations);
        past(self.updated_at, now, &path.key("updated_at"), &mut violations);
        changes(self.version, &path.key("version"), &mut violations);
        violations.into_result(())
    }
}

/// Refuses a time that is not between 1970 and `now`.
pub(super) fn past(time: Timestamp, now: Timestamp, path: &Path, violations: &mut Violations) {
    if time < Timestamp::UNIX_EPOCH || time > duration::after(now, SKEW) {
        violations.push(Violation::new(path.clone(), "out_of_range", "must be a time in the past"));
    }
}

/// Refuses a number of changes that is none.
pub(super) fn changes(number: u64, path: &Path, violations: &mut Violations) {
    if !(1..=MAX_CHANGES).contains(&number) {
        violations.push(Violation::new(path.clone(), "out_of_range", "must be from 1 to 2^53"));
    }
}
