//! A system that W1 is run on.

use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;

use crate::{
    client::Connection,
    destination::{Seen, task_body},
    figures::Figures,
    latencies::percentiles,
    peer::Peer,
    process,
    sut::System,
};

/// How many submissions are in flight at once.
pub const IN_FLIGHT: u64 = 32;

/// Tasks before those that are measured.
pub const WARM_UP: u64 = 500;

/// A started subject.
pub enum Started {
    /// It takes requests with the additional members of each.
    Http(Box<System>, String),
    /// A queue of others.
    Peer(Box<Peer>),
}

impl Started {
    /// W1: `tasks` after a warm-up, then `paced` at 50 a second.
    pub async fn w1(
        &mut self,
        destination: &str,
        seen: &Seen,
        tasks: u64,
        paced: u64,
    ) -> anyhow::Result<Figures> {
        self.submit(destination, 0..WARM_UP).await?;
        seen.succeeded(WARM_UP).await;

        let cpu_before = self.cpu_seconds()?;
        let start = Instant::now();
        let end = WARM_UP + tasks;
        self.submit(destination, WARM_UP..end).await?;
        seen.succeeded(end).await;
        let elapsed = start.elapsed();
        let cpu = self.cpu_seconds()? - cpu_before;
        let pss_mb = self.pss_mb()?;

        seen.take_latencies();
        self.pace(destination, end..end + paced, seen).await?;
        seen.succeeded(end + paced).await;
        let latency = percentiles(&seen.take_latencies())?;
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let tasks = tasks as f64;
        Ok(Figures {
            per_second: tasks / elapsed.as_secs_f64(),
            cpu_per_1000: cpu * 1_000.0 / tasks,
            pss_mb,
            latency,
        })
    }

    /// Submits the tasks of `numbers`.
    pub async fn submit(&mut self, destination: &str, numbers: Range<u64>) -> anyhow::Result<()> {
        match self {
            Self::Http(system, members) => submit(&system.address, destination, numbers, members).await,
            Self::Peer(peer) => peer.add(numbers).await,
        }
    }

    /// Submits the tasks of `numbers` one by one, 50 a second.
    pub async fn pace(&mut self, destination: &str, numbers: Range<u64>, seen: &Seen) -> anyhow::Result<()> {
        let mut connection = match self {
            Self::Http(system, _) => Some(Connection::open(&system.address).await?),
            Self::Peer(_) => None,
        };
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        for number in numbers {
            pace.tick().await;
            seen.submitted(number);
            match (&mut *self, &mut connection) {
                (Self::Http(_, members), Some(connection)) => {
                    send(connection, destination, number, members).await?
                }
                (started, _) => started.submit(destination, number..number + 1).await?,
            }
        }
        Ok(())
    }

    fn cpu_seconds(&self) -> anyhow::Result<f64> {
        match self {
            Self::Http(system, _) => process::cpu_seconds(system.pid),
            Self::Peer(peer) => peer.cpu_seconds(),
        }
    }

    fn pss_mb(&self) -> anyhow::Result<f64> {
        match self {
            Self::Http(system, _) => process::pss_mb(system.pid),
            Self::Peer(peer) => peer.pss_mb(),
        }
    }

    /// Asks it to stop, and waits until it has.
    pub async fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Http(system, _) => system.finish().await,
            Self::Peer(peer) => peer.stop().await,
        }
    }

    /// Stops it at once.
    pub async fn stop(self) -> anyhow::Result<()> {
        match self {
            Self::Http(system, _) => system.stop().await,
            Self::Peer(peer) => peer.stop().await,
        }
    }
}

/// Submits the tasks of `numbers`, with the additional `members`, 32 at a time.
pub async fn submit(
    address: &str,
    destination: &str,
    numbers: Range<u64>,
    members: &str,
) -> anyhow::Result<()> {
    let next = Arc::new(AtomicU64::new(numbers.start));
    let clients = (0..IN_FLIGHT).map(|_| {
        let (next, end) = (Arc::clone(&next), numbers.end);
        let (address, destination, members) =
            (address.to_owned(), destination.to_owned(), members.to_owned());
        tokio::spawn(async move {
            let mut connection = Connection::open(&address).await?;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= end {
                    return anyhow::Ok(());
                }
                send(&mut connection, &destination, number, &members).await?;
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await??;
    }
    Ok(())
}

/// Submits one task, with the additional `members`.
pub async fn send(
    connection: &mut Connection,
    destination: &str,
    number: u64,
    members: &str,
) -> anyhow::Result<()> {
    let body = task_body(number);
    let request =
        format!(r#"{{"type":"http","method":"POST","url":"http://{destination}/","body":{body}{members}}}"#);
    let response = connection.request("POST", "/api/v1/execute", &request).await?;
    ensure!(response.status == 202, "{} {}", response.status, String::from_utf8_lossy(&response.body));
    Ok(())
}
