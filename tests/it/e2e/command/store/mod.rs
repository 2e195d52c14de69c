//! The store of one machine as its operator handles it: backups, restores, checks, retention and the first API key.

mod backup;
mod damage;
mod key;
mod retention;

use std::{
    path::Path,
    process::{Output, Stdio},
};

use anyhow::ensure;
use tokio::process::Command;

use super::Beadle;
use crate::e2e::setting;

/// Runs a command on the data folder until it ends.
async fn command(data_dir: &Path, arguments: &[&str]) -> anyhow::Result<Output> {
    let mut command = Command::new(setting("BEADLE_BIN")?);
    command.args(arguments).arg("--data-dir").arg(data_dir).env_remove("TASK_DATA_DIR");
    Ok(command.stdin(Stdio::null()).kill_on_drop(true).output().await?)
}

/// What a command that succeeds writes to standard output.
async fn done(data_dir: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let output = command(data_dir, arguments).await?;
    ensure!(output.status.code() == Some(0), "{arguments:?}: {output:?}");
    Ok(String::from_utf8(output.stdout)?)
}

/// That a command fails with one line that contains `reason`, and writes no data.
async fn failed(data_dir: &Path, arguments: &[&str], reason: &str) -> anyhow::Result<()> {
    let output = command(data_dir, arguments).await?;
    let errors = String::from_utf8(output.stderr)?;
    ensure!(output.status.code() == Some(1) && output.stdout.is_empty(), "{arguments:?}: {errors}");
    ensure!(errors.trim_end().lines().count() == 1 && errors.contains(reason), "{arguments:?}: {errors}");
    Ok(())
}

/// A path as an argument.
fn argument(path: &Path) -> anyhow::Result<&str> {
    path.to_str().ok_or_else(|| anyhow::anyhow!("{} is not Unicode", path.display()))
}

/// Everything that a running machine shows of its store, page by page.
async fn shown(beadle: &Beadle) -> anyhow::Result<Vec<serde_json::Value>> {
    let mut pages = Vec::new();
    for (path, items) in [
        ("/api/v1/tasks?limit=100", "tasks"),
        ("/api/v1/executions?limit=100", "executions"),
        ("/api/v1/configs?limit=100", "configs"),
        ("/api/v1/api-keys", "api_keys"),
        ("/api/v1/audit?limit=100", "entries"),
    ] {
        let mut next = path.to_owned();
        loop {
            let mut page = beadle.get(&next).await?;
            pages.push(page[items].take());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            next = format!("{path}&cursor={cursor}");
        }
    }
    Ok(pages)
}
