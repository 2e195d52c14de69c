//! `beadle serve`: who gets in, how, and what becomes of what runs when it is told to stop.

mod encrypted;
mod network;
mod proxied;
mod start;
mod stopping;
mod supervised;

use std::{
    path::Path,
    process::{ExitStatus, Stdio},
};

use anyhow::{Context, ensure};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tokio::process::{Child, Command};

use super::{command::Beadle, eventually::eventually, setting};

/// A running `beadle serve`; killed when dropped.
struct Server {
    child: Child,
    url: String,
    /// An API key that it knows.
    key: String,
    client: Client,
    log: NamedTempFile,
}

/// A data folder whose store has an API key.
struct Data {
    folder: tempfile::TempDir,
    key: String,
}

impl Data {
    /// Makes the key as a developer, whom `beadle dev` asks for no credentials.
    async fn with_key() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let beadle = Beadle::start(folder.path()).await?;
        let body = json!({"name": "server", "scopes": ["read", "execute", "write"]});
        let (status, made) = beadle.post("/api/v1/api-keys", &body).await?;
        ensure!(status == StatusCode::CREATED, "{made}");
        beadle.kill().await?;
        let key = made["key"].as_str().context("a key")?.to_owned();
        Ok(Self { folder, key })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Server {
    /// Starts it on a free port of loopback.
    async fn start(data: &Data, options: &[&str], variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let mut command = serve(data.path())?;
        command.args(["--listen", "127.0.0.1:0"]).args(options).envs(variables.iter().copied());
        Self::spawn(command, data).await
    }

    /// Runs a command that becomes `beadle serve`, and waits until it is ready.
    async fn spawn(mut command: Command, data: &Data) -> anyhow::Result<Self> {
        let log = NamedTempFile::new()?;
        command.stdout(log.reopen()?);
        let child = command.kill_on_drop(true).spawn()?;
        let client = Client::builder().no_proxy().build()?;
        let mut server = Self { child, url: String::new(), key: data.key.clone(), client, log };
        server.url = eventually("the line that it is ready", async || {
            let ready = server.logged(|line| line["message"] == "ready")?;
            Ok(ready.first().and_then(|line| line["url"].as_str()).map(str::to_owned))
        })
        .await?;
        Ok(server)
    }

    /// The lines of the log that `wanted` is true for.
    fn logged(&self, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Vec<Value>> {
        let text = std::fs::read_to_string(self.log.path())?;
        // The last line may not have been written to its end.
        let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        let lines = lines.map(|line| serde_json::from_str(line).with_context(|| format!("no JSON: {line}")));
        Ok(lines.collect::<anyhow::Result<Vec<Value>>>()?.into_iter().filter(wanted).collect())
    }

    fn with_key(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("x-api-key", &self.key)
    }

    async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let request = self.with_key(self.client.get(format!("{}{path}", self.url)));
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// Starts an execution, and returns its id.
    async fn execute(&self, request: &Value) -> anyhow::Result<String> {
        let post = self.client.post(format!("{}/api/v1/execute", self.url)).header("prefer", "respond-async");
        let response = self.with_key(post).json(request).send().await?;
        let (status, answer) = (response.status(), response.json::<Value>().await?);
        ensure!(status == StatusCode::ACCEPTED, "{status} {answer}");
        Ok(answer["execution_id"].as_str().context("an id")?.to_owned())
    }

    /// The execution, once it has ended.
    async fn ended(&self, id: &str) -> anyhow::Result<Value> {
        eventually(&format!("the end of {id}"), || async {
            let execution = self.get(&format!("/api/v1/executions/{id}")).await?;
            Ok((!execution["completed_at"].is_null()).then_some(execution))
        })
        .await
    }

    async fn signal(&self, signal: &str) -> anyhow::Result<()> {
        let id = self.child.id().context("it runs")?.to_string();
        ensure!(Command::new("kill").args([signal, &id]).status().await?.success());
        Ok(())
    }

    /// Sends SIGTERM and waits until it has ended.
    async fn stop(&mut self) -> anyhow::Result<ExitStatus> {
        self.signal("-TERM").await?;
        Ok(self.child.wait().await?)
    }
}

fn serve(data_dir: &Path) -> anyhow::Result<Command> {
    let mut command = Command::new(setting("BEADLE_BIN")?);
    command.arg("serve").arg("--data-dir").arg(data_dir).env("LOG_LEVEL", "info");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    Ok(command)
}
