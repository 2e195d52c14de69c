//! The `beadle` command, driven over HTTP.

pub(in crate::e2e) mod calendars;
mod clock;
mod connections;
mod crash;
mod hanging_up;
mod holidays;
mod losing;
mod observed;
mod peers;
mod readme;
mod requests;
mod retries;
mod rules;
mod schedule;
mod start;
mod store;
mod waits;

use std::{
    path::Path,
    process::{Output, Stdio},
};

use anyhow::Context;
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;
use tempfile::NamedTempFile;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use super::setting;

/// A running `beadle dev`; killed when dropped.
pub(super) struct Beadle {
    child: Child,
    pub(super) url: String,
    client: Client,
    log: NamedTempFile,
}

impl Beadle {
    /// Starts it on a free port over the data folder `data_dir`, and waits until it reports that it is ready.
    pub(super) async fn start(data_dir: &Path) -> anyhow::Result<Self> {
        Self::start_with(data_dir, &[]).await
    }

    /// The same with additional variables.
    pub(super) async fn start_with(data_dir: &Path, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        Self::start_as(data_dir, &[], variables).await
    }

    /// The same with additional options.
    async fn start_as(data_dir: &Path, options: &[&str], variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let mut command = dev(data_dir)?;
        let log = NamedTempFile::new()?;
        command.args(["--port", "0"]).args(options).envs(variables.iter().copied()).stderr(log.reopen()?);
        let mut child = command.kill_on_drop(true).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let line = lines.next_line().await?.context("beadle ended before it was ready")?;
        let url = line.strip_prefix("beadle is ready on ").with_context(|| format!("unexpected: {line}"))?;
        Ok(Self { child, url: url.to_owned(), client: Client::builder().no_proxy().build()?, log })
    }

    /// Kills it with SIGKILL, which can't be caught, and waits until it has ended.
    pub(super) async fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill().await?;
        Ok(())
    }

    /// Kills it and returns its log.
    async fn stop_and_read_log(mut self) -> anyhow::Result<String> {
        self.child.kill().await?;
        Ok(std::fs::read_to_string(self.log.path())?)
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        let response = self.client.post(format!("{}{path}", self.url)).json(body).send().await?;
        Ok((response.status(), response.json().await?))
    }

    /// Sends a POST request under an `Idempotency-Key`.
    pub(super) async fn post_with_key(
        &self,
        path: &str,
        key: &str,
        body: &Value,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.client.post(format!("{}{path}", self.url)).header("idempotency-key", key);
        let response = request.json(body).send().await?;
        Ok((response.status(), response.json().await?))
    }

    /// Sends a request without waiting for what it starts; returns the status, and the JSON of the response or null.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let response = request.header("prefer", "respond-async").json(body).send().await?;
        let (status, bytes) = (response.status(), response.bytes().await?);
        let answer = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? };
        Ok((status, answer))
    }

    pub(super) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        Ok(self.client.get(format!("{}{path}", self.url)).send().await?.error_for_status()?.json().await?)
    }

    /// The execution, once it has ended.
    pub(super) async fn ended(&self, id: &str) -> anyhow::Result<Value> {
        super::eventually::eventually(&format!("the end of {id}"), || async {
            let execution = self.get(&format!("/api/v1/executions/{id}")).await?;
            Ok((!execution["completed_at"].is_null()).then_some(execution))
        })
        .await
    }
}

/// Runs `beadle dev` with additional arguments until it ends by itself.
async fn run_to_end(
    data_dir: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> anyhow::Result<Output> {
    let mut command = dev(data_dir)?;
    Ok(command.args(arguments).envs(variables.iter().copied()).kill_on_drop(true).output().await?)
}

fn dev(data_dir: &Path) -> anyhow::Result<Command> {
    let mut command = Command::new(setting("BEADLE_BIN")?);
    command.arg("dev").arg("--data-dir").arg(data_dir);
    command.env_remove("PORT").env_remove("TASK_DATA_DIR").env("LOG_LEVEL", "warn");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Ok(command)
}
