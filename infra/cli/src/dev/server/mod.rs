//! Answers requests until the process is asked to stop.
//!
//! [`door`] accepts connections and limits their number, [`request`] runs each request to its end.

mod door;
mod request;
#[cfg(test)]
mod tests;

use std::{io, pin::pin, time::Duration};

use axum::{Router, middleware::from_fn_with_state};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::door::Door;

/// How long running requests may take once the process is asked to stop.
const GRACE: Duration = Duration::from_secs(5);

/// How long a client may take for the head of a request, and how long a connection may be idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);

/// The most bytes of a head, and what a connection holds at once of a body.
const BUFFER_BYTES: usize = 64 * 1024;

/// Serves until SIGINT or SIGTERM, or until `lost` says why it has to end; then cancels `stopping` and waits for running
/// requests. Returns that reason.
///
/// # Errors
/// When the system provides no signals or sockets.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    lost: impl Future<Output = String>,
    stopping: CancellationToken,
) -> io::Result<Option<String>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let door = Door::new(listener)?;
    let stop_requested = async move {
        let reason = tokio::select! {
            _ = interrupt.recv() => None,
            _ = terminate.recv() => None,
            reason = lost => Some(reason),
        };
        stopping.cancel();
        reason
    };
    Ok(serve_until(stop_requested, door, router).await)
}

/// Serves until `stop_requested` is done, then waits for running requests. Returns why, if the store is lost.
async fn serve_until<T>(stop_requested: impl Future<Output = T>, mut door: Door, router: Router) -> T {
    let running = TaskTracker::new();
    let router = router.layer(from_fn_with_state(running.clone(), request::run_to_end));
    let service = TowerToHyperService::new(router);
    let mut http = http1::Builder::new();
    // A client that sends its request and hangs up at once has sent it: without half-closed connections, hyper would drop it unread.
    http.half_close(true);
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(BUFFER_BYTES);

    let connections = GracefulShutdown::new();
    let mut stop_requested = pin!(stop_requested);
    let reason = loop {
        let (stream, place) = tokio::select! {
            admitted = door.next() => admitted,
            reason = &mut stop_requested => break reason,
        };
        let connection = http.serve_connection(TokioIo::new(stream), service.clone());
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended");
            }
            drop(place);
        });
    };
    drop(door);
    running.close();
    let ended = async {
        connections.shutdown().await;
        running.wait().await;
    };
    if timeout(GRACE, ended).await.is_err() {
        tracing::warn!("requests that still run are cut off");
    }
    reason
}
