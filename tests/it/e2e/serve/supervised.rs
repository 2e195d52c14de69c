//! What systemd is told.

use anyhow::ensure;
use tokio::{net::UnixDatagram, time::timeout};

use super::{Data, Server};

/// The longest that a message may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

#[tokio::test]
async fn systemd_learns_when_it_is_ready_lives_reloads_and_stops() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path)?;
    let path = path.display().to_string();
    let data = Data::with_key().await?;
    let variables = [("NOTIFY_SOCKET", path.as_str()), ("WATCHDOG_USEC", "400000")];
    let mut server = Server::start(&data, &[], &variables).await?;

    told(&socket, "READY=1").await?;
    for _ in 0..3 {
        told(&socket, "WATCHDOG=1").await?;
    }
    server.signal("-HUP").await?;
    told(&socket, "RELOADING=1").await?;
    told(&socket, "READY=1").await?;
    ensure!(server.get("/health").await?["status"] == "healthy");
    ensure!(server.stop().await?.success());
    told(&socket, "STOPPING=1").await
}

/// Waits for a message that has this line; others may come before it.
async fn told(socket: &UnixDatagram, line: &str) -> anyhow::Result<()> {
    let receive = async {
        loop {
            let mut bytes = [0; 1024];
            let length = socket.recv(&mut bytes).await?;
            if std::str::from_utf8(&bytes[..length])?.lines().any(|found| found == line) {
                return Ok(());
            }
        }
    };
    timeout(PATIENCE, receive).await?
}
