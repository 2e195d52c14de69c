//! Answers requests until the process is told to stop.

use std::{
    future::Future,
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    serve::ListenerExt,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};

/// How long running requests may take once the process is told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Serves until SIGINT or SIGTERM, or until `lost` says why it has to end, then waits for running requests.
/// Returns that reason.
///
/// # Errors
/// When the system provides no signals or sockets.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    lost: impl Future<Output = String> + Send + 'static,
) -> Result<Option<String>, std::io::Error> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    // Without Nagle's algorithm, a small response does not wait for the previous one's acknowledgement.
    let listener = listener.tap_io(|stream| {
        stream.set_nodelay(true).ok();
    });
    let (stopping, stopped) = oneshot::channel();
    let reason = Arc::new(OnceLock::new());
    let (told, why) = (Arc::clone(&reason), reason);
    let told_to_stop = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            lost = lost => drop(told.set(lost)),
        }
        stopping.send(()).ok();
    };
    let router = router.layer(from_fn(run_to_end));
    let serving = axum::serve(listener, router).with_graceful_shutdown(told_to_stop);
    let out_of_patience = async {
        stopped.await.ok();
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serving => served?,
        () = out_of_patience => {}
    }
    Ok(why.get().cloned())
}

/// Runs a request to its end, whether or not its client waits for the response: one that hangs up would stop
/// an action between its steps, such as a change and its audit entry.
async fn run_to_end(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "request failed unexpectedly");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
