//! What an owner's tasks and executions came to.

use beadle_domain::{
    access::Principal,
    analytics::{Report, Window},
    projection::TaskCensus,
};
use beadle_values::id::OwnerId;
use jiff::{Timestamp, tz::TimeZone};

use crate::{Operation, Refusal, port::Rollups};

/// The most days that a report is about.
pub const MOST_DAYS: u16 = 366;

/// The report about the executions of `owner` in the last `days` days (1 to [`MOST_DAYS`]) of `zone`.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Store`].
pub async fn report(
    rollups: &dyn Rollups,
    by: &Principal,
    owner: &OwnerId,
    days: u16,
    zone: TimeZone,
    now: Timestamp,
) -> Result<(Window, Report), Refusal> {
    let operation = Operation::ReadAnalytics;
    operation.check(by, owner, Refusal::Denied(operation))?;
    let window = Window::of(days.clamp(1, MOST_DAYS), zone, now);
    let hours = rollups.hours(owner, window.from_hour, window.to_hour).await?;
    let report = Report::of(&window, &hours);
    Ok((window, report))
}

/// How many tasks `owner` has: by status, type and priority.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Store`].
pub async fn stats(rollups: &dyn Rollups, by: &Principal, owner: &OwnerId) -> Result<TaskCensus, Refusal> {
    let operation = Operation::ReadAnalytics;
    operation.check(by, owner, Refusal::Denied(operation))?;
    Ok(rollups.tasks(owner).await?)
}
