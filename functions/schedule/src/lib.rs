//! Turns a tick of the scheduler into an execution: [`payload`] reads what EventBridge Scheduler sends,
//! [`TickHandler`] passes it to the use case and logs the result.

pub mod payload;

use std::sync::Arc;

use beadle_application::{
    port::{Clock, Executions, RunExecutions, Scheduler, StartExecutions, Tasks},
    tick::{RunOutcome, TickError, TickOutcome, TickPorts, tick},
};
use beadle_domain::{policy::RunDefaults, tick::Tick};

/// The tick handler's ports.
#[derive(Clone)]
pub struct Ports {
    /// Reads tasks.
    pub tasks: Arc<dyn Tasks>,
    /// Reads executions.
    pub executions: Arc<dyn Executions>,
    /// Starts executions.
    pub starter: Arc<dyn StartExecutions>,
    /// Lists a task's running executions.
    pub running: Arc<dyn RunExecutions>,
    /// Arms and disarms schedules.
    pub scheduler: Arc<dyn Scheduler>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// Handles ticks.
#[derive(Clone)]
pub struct TickHandler {
    ports: Ports,
    defaults: RunDefaults,
}

impl TickHandler {
    /// A tick handler over these ports; `defaults` apply where a task's policy sets nothing.
    pub fn new(ports: Ports, defaults: RunDefaults) -> Self {
        Self { ports, defaults }
    }

    /// Handles a tick.
    ///
    /// # Errors
    /// [`TickError`] when the tick must be redelivered.
    pub async fn handle(&self, due: &Tick) -> Result<TickOutcome, TickError> {
        let ports = TickPorts {
            tasks: &*self.ports.tasks,
            executions: &*self.ports.executions,
            starter: &*self.ports.starter,
            running: &*self.ports.running,
            scheduler: &*self.ports.scheduler,
        };
        let result = tick(ports, &self.defaults, due, self.ports.clock.now()).await;
        report(due, &result);
        result
    }
}

fn report(tick: &Tick, result: &Result<TickOutcome, TickError>) {
    let (task, version) = (tick.task_id, tick.schedule_version);
    let time = tick.scheduled_time.map(tracing::field::display);
    match result {
        Ok(TickOutcome::Handled(runs)) => {
            for (execution, outcome) in runs {
                let (outcome, unended) = match outcome {
                    RunOutcome::Started => ("started", None),
                    RunOutcome::Repeated => ("repeated", None),
                    RunOutcome::Skipped(other) => ("skipped", Some(tracing::field::display(other))),
                };
                tracing::info!(task.id = %task, execution.id = %execution, unended, outcome, "tick handled");
            }
        }
        Ok(TickOutcome::Missed) => {
            tracing::warn!(task.id = %task, scheduled_time = time, "tick is too late")
        }
        Ok(TickOutcome::Rearmed) => {
            tracing::warn!(task.id = %task, version, "tick of an earlier schedule; armed the current one");
        }
        Ok(TickOutcome::Disarmed) => {
            tracing::warn!(task.id = %task, version, "tick of a task without a schedule; disarmed it");
        }
        Err(error) => {
            tracing::error!(task.id = %task, scheduled_time = time, %error, "tick will be redelivered")
        }
    }
}
