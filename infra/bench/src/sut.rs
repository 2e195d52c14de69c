//! A system under test: a process that accepts tasks over HTTP and prints its address.

use std::{path::Path, process::Stdio};

use anyhow::Context;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A running system; killed when dropped.
pub struct System {
    child: Child,
    /// Its address, such as `127.0.0.1:8080`.
    pub address: String,
    /// Its process id.
    pub pid: u32,
}

impl System {
    /// Starts `beadle dev` on a free port.
    pub async fn beadle(binary: &Path, data_dir: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(binary);
        command.args(["dev", "--port", "0", "--data-dir"]).arg(data_dir).env("LOG_LEVEL", "warn");
        Self::start(command).await
    }

    /// Starts the bare probe on a free port.
    pub async fn probe(data_dir: &Path, destination: &str) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["probe", "--destination", destination, "--data-dir"]).arg(data_dir);
        Self::start(command).await
    }

    async fn start(mut command: Command) -> anyhow::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let pid = child.id().context("the system ended at once")?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let address = loop {
            let line = lines.next_line().await?.context("the system ended before it was ready")?;
            if let Some((_, address)) = line.split_once("http://") {
                break address.trim().to_owned();
            }
        };
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, address, pid })
    }

    /// Stops it.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}
