//! Reports about an owner's tasks and executions.

mod histogram;
mod tally;

use std::{collections::BTreeMap, sync::Arc};

use beadle_domain::{
    access::Principal,
    analytics::{Report, Window},
    execution::Execution,
    projection::{ExecutionFacts, Hour, RollupCounters, TaskCensus, rollup},
};
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    page::Cursor,
};

pub use self::histogram::{Counted, Source, Span};
use self::tally::tally;
use crate::{
    Call, Error, Operation,
    execution::{ExecutionService, ListOf},
    port::{ExecutionQuery, Rollups},
};

/// The most days in a report.
pub const MAX_DAYS: u16 = 366;

/// Reports from the aggregates of the projector.
#[derive(Clone)]
pub struct ReportService {
    /// The aggregates.
    pub rollups: Arc<dyn Rollups>,
    /// The executions, for what the aggregates do not tell apart.
    pub executions: ExecutionService,
}

/// The executions of an owner that a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportOn {
    /// All.
    Owner(OwnerId),
    /// Those of a task.
    Task(TaskId),
    /// Those with a config.
    Config(OwnerId, ConfigId),
}

impl ReportService {
    /// The report about the executions of `on` in `window`. That about all executions of an owner is made of the projector's
    /// hours. Any other counts the executions that were requested in that time, so many a call from `cursor` on; it returns where
    /// the next call goes on.
    ///
    /// # Errors
    /// [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn report(
        &self,
        call: Call<'_>,
        on: &ReportOn,
        window: &Window,
        cursor: Option<Cursor>,
    ) -> Result<(Report, Option<Cursor>), Error> {
        let operation = Operation::ReadAnalytics;
        let (of, config, task) = match on {
            ReportOn::Owner(owner) => {
                operation.check(call.by, owner, Error::Denied(operation))?;
                let hours = self.rollups.hours(owner, window.from_hour, window.to_hour).await?;
                return Ok((Report::of(window, &hours), None));
            }
            ReportOn::Task(task) => (ListOf::Task(*task), None, Some(*task)),
            ReportOn::Config(owner, config) => {
                operation.check(call.by, owner, Error::Denied(operation))?;
                (ListOf::Owner(owner.clone()), Some(*config), None)
            }
        };
        let mut hours: BTreeMap<Hour, RollupCounters> = BTreeMap::new();
        let count = |execution: &Execution| {
            // The list of a task has its notifications too, which are no runs of it.
            if task.is_some() && execution.request.task_id != task {
                return;
            }
            let facts = ExecutionFacts::from(execution);
            for (hour, counters) in rollup::additions(None, &facts) {
                if window.contains(hour) {
                    hours.entry(hour).or_default().merge(&counters);
                }
            }
        };
        let query = |scope| {
            let mut query = ExecutionQuery::newest(scope, 1);
            (query.from, query.to) = (Some(window.from_hour.start()), Some(window.to_hour.start()));
            query.filter.config_id = config;
            ExecutionQuery { cursor: cursor.clone(), ..query }
        };
        let next = tally(&self.executions, call.by, &of, query, count).await?;
        let hours: Vec<_> = hours.into_iter().collect();
        Ok((Report::of(window, &hours), next))
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
