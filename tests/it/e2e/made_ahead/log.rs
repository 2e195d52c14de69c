//! The log of the destination beside the executions that its calls belong to.

use anyhow::Context;
use jiff::Timestamp;

use crate::e2e::{
    destination::{Call, Destination},
    machine::Machine,
};

/// An execution of a schedule.
#[derive(Debug)]
pub struct Run {
    /// When it is due.
    pub due: Timestamp,
    pub created: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// The calls that it says to have made.
    pub api_calls: u64,
    /// The calls that arrived.
    pub calls: Vec<Call>,
}

impl Run {
    pub fn was_called(&self) -> bool {
        !self.calls.is_empty()
    }

    pub fn is_final(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether it was made before its time. What was not waits in a queue like any other run.
    pub fn was_made_ahead(&self) -> bool {
        self.created < self.due
    }

    pub fn is_missed(&self) -> bool {
        self.reason.as_deref() == Some("missed")
    }
}

/// The log of a destination.
pub struct Log<'a>(&'a Destination);

impl<'a> Log<'a> {
    pub fn of(destination: &'a Destination) -> Self {
        Self(destination)
    }

    /// The runs of the task at `path`, in the order of their times.
    pub async fn runs(&self, machine: &Machine, path: &str) -> anyhow::Result<Vec<Run>> {
        let executions = machine.executions(path).await?;
        let calls = self.0.calls();
        let mut runs = Vec::new();
        for execution in executions {
            let text = |member: &str| execution[member].as_str().map(str::to_owned);
            let due = execution["trigger_data"]["scheduled_for"].as_str();
            let id = text("id").context("no id")?;
            runs.push(Run {
                due: due.with_context(|| format!("not of a schedule: {execution:#}"))?.parse()?,
                created: text("created_at").context("no created_at")?.parse()?,
                ended: text("completed_at").map(|time| time.parse()).transpose()?,
                reason: text("cancel_reason"),
                api_calls: execution["api_calls_made"].as_u64().context("no api_calls_made")?,
                calls: calls.iter().filter(|call| call.key == id).cloned().collect(),
            });
        }
        runs.sort_by_key(|run| run.due);
        Ok(runs)
    }
}
