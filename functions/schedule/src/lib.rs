//! Turns a tick of the scheduler into an execution: [`payload`] reads what EventBridge Scheduler sends, [`TickHandler`] hands it
//! to the use case and tells the log what became of it.

pub mod payload;

use std::sync::Arc;

use beadle_application::{
    port::{Clock, Executions, RunExecutions, Scheduler, StartExecutions, Tasks},
    tick::{RunOutcome, TickError, TickOutcome, TickPorts, tick},
};
use beadle_domain::{policy::RunDefaults, tick::Tick};

/// What ticks need of the world.
#[derive(Clone)]
pub struct Ports {
    /// The tasks.
    pub tasks: Arc<dyn Tasks>,
    /// The executions, to look at.
    pub executions: Arc<dyn Executions>,
    /// The way to start one.
    pub starter: Arc<dyn StartExecutions>,
    /// The ones under way.
    pub running: Arc<dyn RunExecutions>,
    /// The scheduler, to be put right.
    pub scheduler: Arc<dyn Scheduler>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Handles ticks.
#[derive(Clone)]
pub struct TickHandler {
    ports: Ports,
    defaults: RunDefaults,
}

impl TickHandler {
    /// Ticks over these ports; `defaults` hold for what a task's policy leaves out.
    pub fn new(ports: Ports, defaults: RunDefaults) -> Self {
        Self { ports, defaults }
    }

    /// Handles a tick.
    ///
    /// # Errors
    /// [`TickError`] when it has to come again.
    pub async fn handle(&self, what: &Tick) -> Result<TickOutcome, TickError> {
        let ports = TickPorts {
            tasks: &*self.ports.tasks,
            executions: &*self.ports.executions,
            starter: &*self.ports.starter,
            running: &*self.ports.running,
            scheduler: &*self.ports.scheduler,
        };
        let result = tick(ports, &self.defaults, what, self.ports.clock.now()).await;
        tell(what, &result);
        result
    }
}

fn tell(tick: &Tick, result: &Result<TickOutcome, TickError>) {
    let (task, version) = (tick.task_id, tick.schedule_version);
    let time = tick.scheduled_time.map(tracing::field::display);
    match result {
        Ok(TickOutcome::Handled(runs)) => {
            for (execution, outcome) in runs {
                let (outcome, going_on) = match outcome {
                    RunOutcome::Started => ("started", None),
                    RunOutcome::Repeated => ("repeated", None),
                    RunOutcome::Skipped(other) => ("skipped", Some(tracing::field::display(other))),
                };
                tracing::info!(task.id = %task, execution.id = %execution, going_on, outcome, "tick handled");
            }
        }
        Ok(TickOutcome::Missed) => {
            tracing::warn!(task.id = %task, scheduled_time = time, "tick came too late")
        }
        Ok(TickOutcome::Rearmed) => {
            tracing::warn!(task.id = %task, version, "tick of an earlier schedule; armed the present one");
        }
        Ok(TickOutcome::Disarmed) => {
            tracing::warn!(task.id = %task, version, "tick of a task that does not run by itself; disarmed it");
        }
        Err(error) => {
            tracing::error!(task.id = %task, scheduled_time = time, %error, "tick has to come again")
        }
    }
}
