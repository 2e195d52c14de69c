//! Jobs that answer later, on one machine and through the deployed template: callbacks at every moment, deadlines,
//! heartbeats and polls, many at once, and processes that are killed.

mod ends;
mod keys;
mod kills;
mod many;
mod polls;
mod reports;
mod retries;

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::{jobs::Jobs, machine::Machine};

/// Where Beadle runs.
#[derive(Debug, Clone, Copy)]
enum On {
    OneMachine,
    Aws,
}

/// Beadle, and a system that runs its jobs.
struct World {
    beadle: Machine,
    jobs: Jobs,
}

impl World {
    async fn start(on: On) -> anyhow::Result<Self> {
        Self::start_as(on, "waits").await
    }

    /// The same with a stack of this name.
    async fn start_as(on: On, stack: &'static str) -> anyhow::Result<Self> {
        let beadle = match on {
            On::OneMachine => Machine::command().await?,
            On::Aws => Machine::stack(stack).await?,
        };
        Ok(Self { beadle, jobs: Jobs::start().await? })
    }

    /// Starts Beadle again with these keys of callbacks.
    async fn restart(&mut self, keys: &str, log_level: &str) -> anyhow::Result<()> {
        if let Some(url) = self.beadle.restart_with_callback_keys(keys, log_level).await? {
            self.jobs.report_to(&url);
        }
        Ok(())
    }

    /// A wait for a job with this number that is run in this manner, with these members in addition.
    fn wait(&self, manner: &str, number: usize, members: &Value) -> Value {
        let body = json!({"number": number, "hook": "${callback.url}", "polls": 1});
        let mut wait = json!({
            "type": "wait", "deadline": "1h",
            "request": {"method": "POST", "url": self.jobs.url(&format!("/jobs/{manner}")), "body": body},
        });
        if let (Some(wait), Some(members)) = (wait.as_object_mut(), members.as_object()) {
            wait.extend(members.clone());
        }
        wait
    }

    /// Starts a wait; returns the id of the execution.
    async fn execute(&self, manner: &str, number: usize, members: &Value) -> anyhow::Result<String> {
        self.beadle.execute("/api/v1/execute", &self.wait(manner, number, members)).await
    }

    /// Starts a wait for a quiet job and returns once it waits: the id of the execution, and the address to call.
    async fn accepted(&self, members: &Value) -> anyhow::Result<(String, String)> {
        let id = self.execute("quiet", 7, members).await?;
        self.beadle.execution(&id, |execution| execution["status"] == "waiting").await?;
        let job = self.jobs.get(&id).context("it waits for a job that was not started")?;
        Ok((id, job.hook()?.to_owned()))
    }

    /// The execution, once it has ended.
    async fn ended(&self, id: &str) -> anyhow::Result<Value> {
        self.beadle.execution(id, |execution| !execution["completed_at"].is_null()).await
    }

    async fn post(&self, hook: &str, body: &Value) -> anyhow::Result<(u16, Value)> {
        self.jobs.post(hook, "", body).await
    }

    /// Checks that a report and a heartbeat to `hook` are answered that nobody waits for them any more.
    async fn is_gone(&self, hook: &str) -> anyhow::Result<()> {
        for path in ["", "/fail", "/heartbeat"] {
            let (status, problem) = self.jobs.post(hook, path, &json!({})).await?;
            ensure!(
                (status, &problem["code"]) == (410, &json!("callback_gone")),
                "{path} {status} {problem:#}"
            );
        }
        Ok(())
    }
}
