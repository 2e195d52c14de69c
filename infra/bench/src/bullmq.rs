//! BullMQ with Redis.

use std::path::Path;

use tokio::process::Command;

use crate::peer::{Peer, free_port, start_server};

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

/// Starts Redis in `data_dir`, and worker and producer of the folder `programs`, whose jobs call `destination`.
pub async fn start(
    programs: &Path,
    fsync: Fsync,
    data_dir: &Path,
    destination: &str,
) -> anyhow::Result<Peer> {
    let port = free_port()?;
    let mut redis = Command::new("redis-server");
    redis.args(["--bind", "127.0.0.1", "--port", &port, "--save", "", "--appendonly", "yes"]);
    redis.args(["--appendfsync", fsync.value(), "--dir"]).arg(data_dir);
    let node = |program: &str| {
        let mut command = Command::new("node");
        command.arg(programs.join(program)).arg(&port);
        command
    };
    let mut worker = node("worker.js");
    worker.arg(destination);
    Peer::start(start_server(redis)?, worker, node("producer.js")).await
}
