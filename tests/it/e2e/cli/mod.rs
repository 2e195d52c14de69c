//! The commands of `beadle` over the API of a running `beadle dev`.

mod cases;
mod documented;
mod examples;
mod interrupted;
mod mcp;
mod meanwhile;
mod plans;
mod profiles;

use std::{
    path::PathBuf,
    process::{Output, Stdio},
};

use anyhow::{Context, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{io::AsyncWriteExt, process::Command};

use super::{command::Beadle, setting};

/// A server with something in it, and a folder for whoever calls.
struct Desk {
    beadle: Beadle,
    _data: TempDir,
    home: TempDir,
}

impl Desk {
    /// A task, a config, a function's source, a plan, a file of lines; an execution that completed, one that failed, one that is not due.
    async fn set() -> anyhow::Result<Self> {
        let data = tempfile::tempdir()?;
        let beadle = Beadle::start(data.path()).await?;
        let desk = Self { beadle, _data: data, home: tempfile::tempdir()? };
        let health = format!("{}/health", desk.beadle.url);
        desk.post("/api/v1/configs", &json!({"name": "shop", "base_url": desk.beadle.url})).await?;
        let schedule = json!({"expression": "daily at 9:00", "timezone": "Europe/Berlin"});
        let task =
            json!({"name": "Health check", "type": "http", "config": {"url": health}, "schedule": schedule});
        desk.post("/api/v1/tasks", &task).await?;
        let source = "export default (params) => ({ hello: params?.name ?? 'world' })";
        std::fs::write(desk.home.path().join("greet.js"), source)?;
        std::fs::write(
            desk.home.path().join("beadle.toml"),
            "name = \"desk\"\n\n[tasks.kept]\nname = \"Kept\"\ntype = \"simulated\"\nconfig = {}\n",
        )?;
        std::fs::write(
            desk.home.path().join("jobs.csv"),
            "id,email\n1,ada@example.com\n2,bob@example.com\n",
        )?;
        let stamp =
            json!({"created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z", "version": 1});
        let calendar = json!({"kind": "calendar", "version": 1, "id": "closed", "members": {"weekly": ["sunday"]}, "state": stamp});
        let spell = json!({"kind": "spell", "version": 1, "id": "x"});
        std::fs::write(desk.home.path().join("moved.ndjson"), format!("{calendar}\n"))?;
        std::fs::write(desk.home.path().join("spell.ndjson"), format!("{spell}\n{calendar}\n"))?;
        Ok(desk)
    }

    /// Posts to the API; returns its answer.
    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let (status, answer) = self.beadle.post(path, body).await?;
        ensure!(status.is_success(), "{path}: {status} {answer:#}");
        Ok(answer)
    }

    async fn execute(&self, body: &Value) -> anyhow::Result<String> {
        let started = self.post("/api/v1/execute", body).await?;
        Ok(started["id"].as_str().context("no id")?.to_owned())
    }

    /// The id of an execution that has completed.
    async fn completed(&self) -> anyhow::Result<String> {
        let url = format!("{}/health", self.beadle.url);
        let id = self.execute(&json!({"type": "http", "url": url})).await?;
        self.beadle.ended(&id).await?;
        Ok(id)
    }

    /// The id of an execution that has failed: nothing answers there.
    async fn failed(&self) -> anyhow::Result<String> {
        let id = self.execute(&json!({"type": "http", "url": "http://127.0.0.1:1/", "retries": 0})).await?;
        self.beadle.ended(&id).await?;
        Ok(id)
    }

    /// The id of an execution that is due in an hour.
    async fn pending(&self) -> anyhow::Result<String> {
        let url = format!("{}/health", self.beadle.url);
        self.execute(&json!({"type": "http", "url": url, "delay": "1h"})).await
    }

    /// The id of an execution that was cancelled, and would complete.
    async fn cancelled(&self) -> anyhow::Result<String> {
        let id = self.pending().await?;
        let (status, answer) =
            self.beadle.post(&format!("/api/v1/executions/{id}/cancel"), &json!({})).await?;
        ensure!(status == StatusCode::OK, "{answer:#}");
        Ok(id)
    }

    /// The command, in the folder of the caller and with an environment of its own.
    fn command(&self) -> anyhow::Result<Command> {
        let mut command = Command::new(setting("BEADLE_BIN")?);
        self.surround(&mut command);
        Ok(command)
    }

    fn surround(&self, command: &mut Command) {
        command.env_clear().env("HOME", self.home.path()).env("BEADLE_URL", &self.beadle.url);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        // Examples in a help are not wrapped.
        command.env("COLUMNS", "400").env("JWT_SECRET", "a secret of thirty-two bytes or so");
        command.current_dir(self.home.path()).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    }

    async fn run(&self, arguments: &[String], input: &str) -> anyhow::Result<Told> {
        let mut command = self.command()?;
        let mut child = command.args(arguments).stdin(Stdio::piped()).spawn()?;
        let mut stdin = child.stdin.take().context("no input")?;
        // A command that reads nothing may have ended.
        stdin.write_all(input.as_bytes()).await.ok();
        drop(stdin);
        Told::of(child.wait_with_output().await?)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }
}

/// What a command wrote, and its exit code.
#[derive(Debug)]
struct Told {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Told {
    fn of(output: Output) -> anyhow::Result<Self> {
        Ok(Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout)?,
            stderr: String::from_utf8(output.stderr)?,
        })
    }
}

/// The words of each command that runs something, such as `["task", "list"]`.
async fn leaves(desk: &Desk) -> anyhow::Result<Vec<Vec<String>>> {
    let (mut leaves, mut groups) = (Vec::new(), vec![Vec::new()]);
    while let Some(group) = groups.pop() {
        let help = help(desk, &group).await?;
        let Some(list) = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()) else {
            leaves.push(group);
            continue;
        };
        let names = list.lines().filter_map(|line| {
            let name = line.strip_prefix("  ")?;
            name.starts_with(|letter: char| letter.is_ascii_lowercase()).then(|| name.split(' ').next())?
        });
        for name in names.filter(|name| *name != "help") {
            groups.push(group.iter().cloned().chain([name.to_owned()]).collect());
        }
    }
    leaves.sort();
    Ok(leaves)
}

async fn help(desk: &Desk, words: &[String]) -> anyhow::Result<String> {
    let arguments: Vec<String> = words.iter().cloned().chain(["-h".to_owned()]).collect();
    let told = desk.run(&arguments, "").await?;
    ensure!(told.code == Some(0), "{words:?} {told:?}");
    Ok(told.stdout)
}
