//! Reports of what did not happen: the event `task.missed`, and the notifications that the task asks for.

use beadle_domain::{
    event::DomainEvent,
    execution::Execution,
    projection::ExecutionFacts,
    task::{Occasion, Task},
    watch::{MissedBecause, Turn},
};
use beadle_values::cause::Chain;
use jiff::Timestamp;

use super::WatchService;
use crate::{
    notify::{Notice, NotifyError},
    port::StoreError,
};

/// What is reported of a task.
pub(super) struct Report {
    occasion: Occasion,
    /// The time of the run, or when the condition of the monitor changed.
    at: Timestamp,
    because: Option<MissedBecause>,
    execution: Option<ExecutionFacts>,
}

impl Report {
    /// The run for `time` was late or missed.
    pub fn of_run(
        occasion: Occasion,
        time: Timestamp,
        because: MissedBecause,
        execution: Option<&Execution>,
    ) -> Self {
        let execution = execution.map(ExecutionFacts::from);
        Self { occasion, at: time, because: Some(because), execution }
    }

    /// The condition of a monitor changed.
    pub fn of_monitor(turn: &Turn) -> Self {
        Self { occasion: turn.occasion, at: turn.at, because: None, execution: None }
    }
}

impl WatchService {
    /// Makes a report. Making it again does no harm.
    pub(super) async fn report(
        &self,
        task: &Task,
        report: &Report,
        now: Timestamp,
    ) -> Result<(), NotifyError> {
        let Report { occasion, at, because, execution } = report;
        let (occasion, at) = (*occasion, *at);
        tracing::warn!(
            task.id = %task.id, occasion = occasion.as_str(), scheduled_time = %at,
            because = because.map(MissedBecause::sentence), "reporting what did not happen"
        );
        if occasion == Occasion::Missed && self.publishes {
            let execution = execution.as_ref().map(|execution| execution.id);
            self.bus.publish(&[DomainEvent::missed(task, at, *because, execution)]).await?;
        }
        let notice = Notice { task, occasion, at, because: *because, execution: execution.as_ref() };
        match notice.send(&*self.starter, &*self.bus, &self.defaults.ad_hoc, now).await {
            Err(NotifyError::Store(error @ (StoreError::TooLarge(_) | StoreError::Corrupt(_)))) => {
                tracing::error!(task.id = %task.id, error = %Chain(&error), "failed permanently to notify");
                Ok(())
            }
            sent => sent.map(|_| ()),
        }
    }
}
