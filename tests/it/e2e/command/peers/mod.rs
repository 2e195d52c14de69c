//! Each type of task against a server written by others.

mod database;
mod graphql;
mod mail;
mod oauth2;
mod webhook;
mod xml;

use std::{path::PathBuf, process::Stdio};

use anyhow::{Context, ensure};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use super::Beadle;
use crate::{e2e::setting, repository::root};

/// A server of `tests/peers`; killed when dropped.
struct Peer {
    /// Where it listens.
    url: String,
    _child: Child,
}

impl Peer {
    async fn start(script: &str, arguments: &[&str]) -> anyhow::Result<Self> {
        let mut child = Command::new(PathBuf::from(setting("BEADLE_VENV")?).join("bin/python"))
            .arg(root().join("tests/peers").join(script))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let url = lines.next_line().await?.with_context(|| format!("{script} ended before it was ready"))?;
        Ok(Self { url, _child: child })
    }
}

/// Runs an ad-hoc request and returns the ended execution.
async fn execute(beadle: &Beadle, body: &Value) -> anyhow::Result<Value> {
    let (status, started) = beadle.post("/api/v1/execute", body).await?;
    ensure!(status == 202, "{status}: {started:#}");
    beadle.ended(started["id"].as_str().context("no id")?).await
}

/// Runs a request that must succeed; returns its result.
async fn result(beadle: &Beadle, body: &Value) -> anyhow::Result<Value> {
    let execution = execute(beadle, body).await?;
    ensure!(execution["status"] == "completed", "{execution:#}");
    Ok(execution["result"].clone())
}

/// Saves a config and returns its id.
async fn config(beadle: &Beadle, body: &Value) -> anyhow::Result<String> {
    let (status, config) = beadle.post("/api/v1/configs", body).await?;
    ensure!(status == 201, "{status}: {config:#}");
    Ok(config["id"].as_str().context("no id")?.to_owned())
}
