//! A system under test: a process that accepts tasks over HTTP and prints its address.

use std::{
    os::unix::process::ExitStatusExt,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
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
    /// The time from its start until it said that it is ready.
    pub ready_after: Duration,
}

/// How a `beadle` runs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conditions<'a> {
    /// The processors that it may use, from the first on; all of them without.
    pub processors: Option<usize>,
    /// `EXECUTION_RETENTION`, if not that of the command.
    pub execution_retention: Option<&'a str>,
}

impl System {
    /// Starts `beadle dev` on a free port.
    pub async fn beadle(binary: &Path, data_dir: &Path) -> anyhow::Result<Self> {
        Self::beadle_under(Conditions::default(), binary, data_dir).await
    }

    /// Starts `beadle dev` on a free port, under `conditions`.
    pub async fn beadle_under(
        conditions: Conditions<'_>,
        binary: &Path,
        data_dir: &Path,
    ) -> anyhow::Result<Self> {
        let mut command = match conditions.processors {
            Some(count) => {
                let last = count.saturating_sub(1);
                let mut pinned = Command::new("taskset");
                pinned.args(["--cpu-list", &format!("0-{last}")]).arg(binary);
                pinned
            }
            None => Command::new(binary),
        };
        command.args(["dev", "--port", "0", "--data-dir"]).arg(data_dir).env("LOG_LEVEL", "warn");
        if let Some(days) = conditions.execution_retention {
            command.env("EXECUTION_RETENTION", days);
        }
        Self::start(command).await
    }

    /// Starts the bare probe on a free port.
    pub async fn probe(data_dir: &Path, destination: &str) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["probe", "--destination", destination, "--data-dir"]).arg(data_dir);
        Self::start(command).await
    }

    async fn start(mut command: Command) -> anyhow::Result<Self> {
        let start = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let pid = child.id().context("the system ended at once")?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let address = loop {
            let line = lines.next_line().await?.context("the system ended before it was ready")?;
            if let Some((_, address)) = line.split_once("http://") {
                break address.trim().to_owned();
            }
        };
        let ready_after = start.elapsed();
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, address, pid, ready_after })
    }

    /// Asks it to stop, and waits until it has. One that has only just begun ends by the signal itself.
    pub async fn finish(mut self) -> anyhow::Result<()> {
        kill(Pid::from_raw(i32::try_from(self.pid)?), Signal::SIGTERM)?;
        let status = self.child.wait().await?;
        let by_signal = status.signal() == Some(Signal::SIGTERM as i32);
        ensure!(status.success() || by_signal, "the system ended with {status}");
        Ok(())
    }

    /// Stops it at once.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}
