//! What runs the schedules: the command on one machine, or a deployed stack.

use anyhow::{Context, bail, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::e2e::{command::Beadle, deployed::Deployed};

/// The command on its data folder, or a stack.
pub enum Machine {
    /// `beadle dev`; `None` while it is down.
    Command(TempDir, Option<Box<Beadle>>),
    /// The template, deployed.
    Stack(Box<Deployed>),
}

impl Machine {
    pub async fn command() -> anyhow::Result<Self> {
        let data = tempfile::tempdir()?;
        let beadle = Beadle::start(data.path()).await?;
        Ok(Self::Command(data, Some(Box::new(beadle))))
    }

    pub async fn stack(name: &str) -> anyhow::Result<Self> {
        Ok(Self::Stack(Box::new(Deployed::start_as(name).await?)))
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Command(..) => "one machine",
            Self::Stack(_) => "the deployed template",
        }
    }

    /// Saves a task; returns its path.
    pub async fn task(&self, body: &Value) -> anyhow::Result<String> {
        let (status, task) = match self {
            Self::Command(_, beadle) => beadle.as_ref().context("down")?.post("/api/v1/tasks", body).await?,
            Self::Stack(stack) => stack.post("/api/v1/tasks", body).await?,
        };
        ensure!(status == StatusCode::CREATED, "{task:#}");
        Ok(format!("/api/v1/tasks/{}", task["id"].as_str().context("no id")?))
    }

    pub async fn patch(&self, path: &str, body: &Value) -> anyhow::Result<()> {
        let (status, answer) = match self {
            Self::Command(_, beadle) => beadle.as_ref().context("down")?.patch(path, body).await?,
            Self::Stack(stack) => stack.send(reqwest::Method::PATCH, path, body).await?,
        };
        ensure!(status == StatusCode::OK, "{answer:#}");
        Ok(())
    }

    pub async fn pause(&self, path: &str) -> anyhow::Result<()> {
        let path = format!("{path}/pause");
        let (status, answer) = match self {
            Self::Command(_, beadle) => beadle.as_ref().context("down")?.post(&path, &json!({})).await?,
            Self::Stack(stack) => stack.post(&path, &json!({})).await?,
        };
        ensure!(status == StatusCode::OK, "{answer:#}");
        Ok(())
    }

    async fn get(&self, path: &str) -> anyhow::Result<Value> {
        match self {
            Self::Command(_, beadle) => beadle.as_ref().context("down")?.get(path).await,
            Self::Stack(stack) => stack.get(path).await,
        }
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

    /// From here on nothing that is due runs.
    pub async fn down(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Command(_, beadle) => beadle.take().context("down already")?.kill().await,
            Self::Stack(_) => bail!("a stack is not switched off"),
        }
    }

    /// What is due runs again.
    pub async fn up(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Command(data, beadle) => *beadle = Some(Box::new(Beadle::start(data.path()).await?)),
            Self::Stack(_) => bail!("a stack is not switched off"),
        }
        Ok(())
    }
}
