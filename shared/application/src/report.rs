//! Reports about an owner's tasks and executions.

use std::sync::Arc;

use beadle_domain::{
    access::Principal,
    analytics::{Report, Window},
    projection::TaskCensus,
};
use beadle_values::id::OwnerId;
use jiff::tz::TimeZone;

use crate::{Call, Error, Operation, port::Rollups};

/// The most days in a report.
pub const MAX_DAYS: u16 = 366;

/// Reports from the aggregates of the projector.
#[derive(Clone)]
pub struct ReportService {
    /// The aggregates.
    pub rollups: Arc<dyn Rollups>,
}

impl ReportService {
    /// The report about the executions of `owner` in the last `days` days (1 to [`MAX_DAYS`]) in `zone`.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn report(
        &self,
        call: Call<'_>,
        owner: &OwnerId,
        days: u16,
        zone: TimeZone,
    ) -> Result<(Window, Report), Error> {
        let operation = Operation::ReadAnalytics;
        operation.check(call.by, owner, Error::Denied(operation))?;
        let window = Window::of(days.clamp(1, MAX_DAYS), zone, call.now);
        let hours = self.rollups.hours(owner, window.from_hour, window.to_hour).await?;
        let report = Report::of(&window, &hours);
        Ok((window, report))
    }

    /// The number of tasks of `owner`, by status, type and priority.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn task_census(&self, by: &Principal, owner: &OwnerId) -> Result<TaskCensus, Error> {
        let operation = Operation::ReadAnalytics;
        operation.check(by, owner, Error::Denied(operation))?;
        Ok(self.rollups.tasks(owner).await?)
    }
}
