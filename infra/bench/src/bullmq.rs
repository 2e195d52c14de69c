//! BullMQ with Redis, as what a team would pick instead: a queue, a worker at concurrency 32, and a producer with 32 in flight.

use std::{net::TcpListener, ops::Range, path::Path, process::Stdio};

use anyhow::{Context, ensure};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use crate::process;

/// How durable an added job is: Redis's `appendfsync`.
#[derive(Debug, Clone, Copy)]
pub enum Fsync {
    /// Up to a second of jobs is lost with the machine.
    EverySecond,
    /// None is, as with Beadle.
    Always,
}

impl Fsync {
    fn value(self) -> &'static str {
        match self {
            Self::EverySecond => "everysec",
            Self::Always => "always",
        }
    }
}

/// A running queue; killed when dropped.
pub struct BullMq {
    redis: Child,
    worker: Child,
    producer: Child,
    requests: ChildStdin,
    responses: Lines<BufReader<ChildStdout>>,
}

impl BullMq {
    /// Starts Redis in `data_dir`, and worker and producer of the folder `programs`, whose jobs call `destination`.
    pub async fn start(
        programs: &Path,
        fsync: Fsync,
        data_dir: &Path,
        destination: &str,
    ) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port().to_string();
        let mut redis = Command::new("redis-server");
        redis.args(["--bind", "127.0.0.1", "--port", &port, "--save", "", "--appendonly", "yes"]);
        redis.args(["--appendfsync", fsync.value(), "--dir"]).arg(data_dir);
        let redis = redis.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn();
        let redis = redis.context("redis-server can't be started")?;
        let node = |program: &str| {
            let mut command = Command::new("node");
            command.arg(programs.join(program)).arg(&port);
            command
        };
        let mut worker = node("worker.js");
        worker.arg(destination);
        let (worker, ..) = ready(worker).await.context("the worker")?;
        let (producer, requests, responses) = ready(node("producer.js")).await.context("the producer")?;
        Ok(Self { redis, worker, producer, requests, responses })
    }

    /// Adds the jobs with these numbers, 32 at a time, and returns when they are added.
    pub async fn add(&mut self, numbers: Range<u64>) -> anyhow::Result<()> {
        self.requests.write_all(format!("{} {}\n", numbers.start, numbers.end).as_bytes()).await?;
        let response = self.responses.next_line().await?.context("the producer ended")?;
        ensure!(response == "added", "{response}");
        Ok(())
    }

    /// The CPU seconds of Redis and the worker; the producer is the client.
    pub fn cpu_seconds(&self) -> anyhow::Result<f64> {
        self.pids()?.into_iter().map(process::cpu_seconds).sum()
    }

    /// Their memory in MB.
    pub fn pss_mb(&self) -> anyhow::Result<f64> {
        self.pids()?.into_iter().map(process::pss_mb).sum()
    }

    fn pids(&self) -> anyhow::Result<[u32; 2]> {
        let pid = |child: &Child| child.id().context("a process ended");
        Ok([pid(&self.redis)?, pid(&self.worker)?])
    }

    /// Stops it.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        for child in [&mut self.producer, &mut self.worker, &mut self.redis] {
            child.kill().await?;
        }
        Ok(())
    }
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
