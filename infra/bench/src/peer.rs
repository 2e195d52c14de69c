//! A queue that a team would pick instead: a server that keeps the jobs, a worker that runs them at concurrency
//! 32, and a producer that adds them with 32 in flight.

use std::{net::TcpListener, ops::Range, process::Stdio};

use anyhow::{Context, ensure};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use crate::process;

/// A running queue; killed when dropped.
pub struct Peer {
    server: Child,
    worker: Child,
    producer: Child,
    requests: ChildStdin,
    responses: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    /// Starts the worker and the producer of a server. Both print `ready`; the producer responds to each line of its
    /// input, a range of jobs as `FROM TO`, with `added` once they are.
    pub async fn start(server: Child, worker: Command, producer: Command) -> anyhow::Result<Self> {
        let (worker, ..) = ready(worker).await.context("the worker")?;
        let (producer, requests, responses) = ready(producer).await.context("the producer")?;
        Ok(Self { server, worker, producer, requests, responses })
    }

    /// Adds the jobs with these numbers, 32 at a time, and returns when they are added.
    pub async fn add(&mut self, numbers: Range<u64>) -> anyhow::Result<()> {
        self.requests.write_all(format!("{} {}\n", numbers.start, numbers.end).as_bytes()).await?;
        let response = self.responses.next_line().await?.context("the producer ended")?;
        ensure!(response == "added", "{response}");
        Ok(())
    }

    /// The CPU seconds of the server, with the processes that it started, and of the worker; the producer is the client.
    pub fn cpu_seconds(&self) -> anyhow::Result<f64> {
        self.pids()?.into_iter().map(process::tree_cpu_seconds).sum()
    }

    /// Their memory in MB.
    pub fn pss_mb(&self) -> anyhow::Result<f64> {
        self.pids()?.into_iter().map(process::tree_pss_mb).sum()
    }

    fn pids(&self) -> anyhow::Result<[u32; 2]> {
        let pid = |child: &Child| child.id().context("a process ended");
        Ok([pid(&self.server)?, pid(&self.worker)?])
    }

    /// Stops it.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.producer.kill().await?;
        self.worker.kill().await?;
        // Not killed: PostgreSQL would leave shared memory behind. It ends once its clients have, and Redis at once.
        let server = self.server.id().context("the server ended")?;
        kill(Pid::from_raw(i32::try_from(server)?), Signal::SIGTERM)?;
        self.server.wait().await?;
        Ok(())
    }
}

/// Starts the server of a peer.
pub fn start_server(mut command: Command) -> anyhow::Result<Child> {
    let program = command.as_std().get_program().to_owned();
    let server = command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn();
    server.with_context(|| format!("starting {}", program.display()))
}

/// A port on the loopback interface that is free.
pub fn free_port() -> anyhow::Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port().to_string())
}

/// Starts a program and waits until it says that it is ready.
async fn ready(mut command: Command) -> anyhow::Result<(Child, ChildStdin, Lines<BufReader<ChildStdout>>)> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let requests = child.stdin.take().context("no input")?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let line = lines.next_line().await?.context("it ended before it was ready")?;
    ensure!(line == "ready", "{line}");
    Ok((child, requests, lines))
}
