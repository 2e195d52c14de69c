//! Beadle as a whole: the command on one machine, or a deployed stack.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{command::Beadle, deployed::Deployed, eventually::eventually, setting};
use crate::repository::root;

/// The command on its data folder, or a stack.
pub enum Machine {
    /// `beadle dev`; `None` while it is down.
    Command(TempDir, Option<Box<Beadle>>),
    /// The template, deployed under this name.
    Stack(&'static str, Box<Deployed>),
}

impl Machine {
    pub async fn command() -> anyhow::Result<Self> {
        Self::command_with(&[]).await
    }

    /// The command with these variables in addition.
    pub async fn command_with(variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let data = tempfile::tempdir()?;
        let beadle = Beadle::start_with(data.path(), variables).await?;
        Ok(Self::Command(data, Some(Box::new(beadle))))
    }

    pub async fn stack(name: &'static str) -> anyhow::Result<Self> {
        Ok(Self::Stack(name, Box::new(Deployed::start_as(name).await?)))
    }

    /// Starts it again with these keys of callbacks, the first of which makes new tokens. Returns its URL if that is
    /// another one now.
    pub async fn restart_with_callback_keys(
        &mut self,
        keys: &str,
        log_level: &str,
    ) -> anyhow::Result<Option<String>> {
        match self {
            Self::Command(data, beadle) => {
                beadle.take().context("down")?.kill().await?;
                std::fs::write(data.path().join("callback.keys"), keys)?;
                let started = Beadle::start(data.path()).await?;
                let url = started.url.clone();
                *beadle = Some(Box::new(started));
                Ok(Some(url))
            }
            Self::Stack(name, stack) => {
                **stack = Deployed::start_with_callback_keys(name, keys, log_level).await?;
                Ok(None)
            }
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Command(..) => "one machine",
            Self::Stack(..) => "the deployed template",
        }
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> anyhow::Result<String> {
        match self {
            Self::Command(_, beadle) => Ok(format!("{}{path}", beadle.as_ref().context("down")?.url)),
            Self::Stack(_, stack) => stack.url(path),
        }
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        match self {
            Self::Command(_, beadle) => beadle.as_ref().context("down")?.send(method, path, body).await,
            Self::Stack(_, stack) => stack.send(method, path, body).await,
        }
    }

    /// Sends a POST request without waiting for what it starts.
    pub async fn post(&self, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        self.send(Method::POST, path, body).await
    }

    /// The same under an `Idempotency-Key`.
    pub async fn post_with_key(
        &self,
        path: &str,
        key: &str,
        body: &Value,
    ) -> anyhow::Result<(StatusCode, Value)> {
        match self {
            Self::Command(_, beadle) => beadle.as_ref().context("down")?.post_with_key(path, key, body).await,
            Self::Stack(_, stack) => stack.post_with_key(path, key, body).await,
        }
    }

    /// Sends a POST request of an admin. The only caller of the command is one.
    pub async fn post_as_admin(&self, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        match self {
            Self::Command(..) => self.post(path, body).await,
            Self::Stack(_, stack) => stack.by_admin()?.send(Method::POST, path, body).await,
        }
    }

    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        match self {
            Self::Command(_, beadle) => beadle.as_ref().context("down")?.get(path).await,
            Self::Stack(_, stack) => stack.get(path).await,
        }
    }

    /// Saves a task; returns its path.
    pub async fn task(&self, body: &Value) -> anyhow::Result<String> {
        let (status, task) = self.post("/api/v1/tasks", body).await?;
        ensure!(status == StatusCode::CREATED, "{task:#}");
        Ok(format!("/api/v1/tasks/{}", task["id"].as_str().context("no id")?))
    }

    pub async fn patch(&self, path: &str, body: &Value) -> anyhow::Result<()> {
        let (status, answer) = self.send(Method::PATCH, path, body).await?;
        ensure!(status == StatusCode::OK, "{answer:#}");
        Ok(())
    }

    pub async fn put(&self, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        self.send(Method::PUT, path, body).await
    }

    pub async fn pause(&self, path: &str) -> anyhow::Result<()> {
        let (status, answer) = self.post(&format!("{path}/pause"), &json!({})).await?;
        ensure!(status == StatusCode::OK, "{answer:#}");
        Ok(())
    }

    /// Starts an execution by a POST request to `path`; returns its id.
    pub async fn execute(&self, path: &str, body: &Value) -> anyhow::Result<String> {
        let (status, started) = self.post(path, body).await?;
        ensure!(status == StatusCode::ACCEPTED, "{status} {started:#}");
        Ok(started["execution_id"].as_str().context("no id")?.to_owned())
    }

    /// The execution, once `wanted` holds.
    pub async fn execution(&self, id: &str, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        let path = format!("/api/v1/executions/{id}");
        eventually(&format!("{id} on {} as it is wanted", self.name()), || async {
            Ok(Some(self.get(&path).await?).filter(|execution| wanted(execution)))
        })
        .await
    }

    /// All executions of the task at `path`.
    pub async fn executions(&self, path: &str) -> anyhow::Result<Vec<Value>> {
        let mut all = Vec::new();
        let mut page = format!("{path}/executions?limit=100");
        loop {
            let answer = self.get(&page).await?;
            all.extend(answer["executions"].as_array().into_iter().flatten().cloned());
            let Some(cursor) = answer["next_cursor"].as_str() else { return Ok(all) };
            page = format!("{path}/executions?limit=100&cursor={cursor}");
        }
    }

    /// From here on nothing that is due runs: the process is killed, or the executor gets no messages.
    pub async fn down(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Command(_, beadle) => beadle.take().context("down already")?.kill().await,
            Self::Stack(name, _) => queues(name, "off"),
        }
    }

    /// What is due runs again.
    pub async fn up(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Command(data, beadle) => *beadle = Some(Box::new(Beadle::start(data.path()).await?)),
            Self::Stack(name, _) => queues(name, "on")?,
        }
        Ok(())
    }
}

fn queues(stack: &str, state: &str) -> anyhow::Result<()> {
    let mut command = Command::new(PathBuf::from(setting("BEADLE_VENV")?).join("bin/python"));
    command.arg(root().join("infra/emulator/queues")).arg(state);
    command.args(["--stack", stack, "--endpoint", &setting("BEADLE_EMULATOR_URL")?]);
    let output = command.output().context("infra/emulator/queues did not start")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
