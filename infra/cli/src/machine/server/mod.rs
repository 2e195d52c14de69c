//! Answers requests until the process is asked to stop.
//!
//! [`door`] accepts connections and limits their number, [`tls`] encrypts them, [`client`] says where a request comes from,
//! [`request`] runs each request to its end.

mod client;
mod door;
mod request;
#[cfg(test)]
mod tests;
mod tls;

use std::{
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use axum::{Router, middleware::from_fn_with_state};
use beadle_api::Scheme;
use hyper::{body::Incoming, server::conn::http1, service::Service as _};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
    service::TowerToHyperService,
};
use rustls::ServerConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::door::{Accepted, Door};
pub use self::{
    client::TrustedProxies,
    tls::{Certificate, CertificateError},
};
use super::MachineError;

/// How long a client may take for the head of a request, and how long a connection may be idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);

/// The most bytes of a head, and what a connection holds at once of a body.
const BUFFER_BYTES: usize = 64 * 1024;

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    stop: StopSignals,
    /// How long running requests and executions may take once the process is asked to stop.
    pub grace: Duration,
    /// What connections are encrypted with, if they are.
    pub tls: Option<Arc<ServerConfig>>,
    /// The proxies that are believed.
    pub proxies: TrustedProxies,
}

/// SIGINT and SIGTERM. From here on they no longer end the process by themselves, so one that comes before anything is served is
/// a stop too.
struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    fn heeded() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn recv(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

impl Server {
    /// Listens on `address`, without TLS and without a proxy that is believed. SIGINT and SIGTERM are heeded from here on.
    ///
    /// # Errors
    /// [`MachineError::Listen`] when it can't be bound, [`MachineError::System`] when the system provides no signals.
    pub async fn bind(address: SocketAddr, grace: Duration) -> Result<Self, MachineError> {
        let bound = TcpListener::bind(address).await;
        let listener = bound.map_err(|source| MachineError::Listen { address, source })?;
        let stop = StopSignals::heeded()?;
        Ok(Self { listener, stop, grace, tls: None, proxies: TrustedProxies::default() })
    }

    /// The address it listens on.
    ///
    /// # Errors
    /// When the system does not say it.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// The URL of that address.
    ///
    /// # Errors
    /// When the system does not say it.
    pub fn url(&self) -> io::Result<String> {
        let scheme = if self.tls.is_some() { Scheme::Https } else { Scheme::Http };
        Ok(format!("{scheme}://{}", self.address()?))
    }

    /// Serves until SIGINT or SIGTERM, or until `lost` says why it has to end; then cancels `stopping` and waits for running
    /// requests. Returns that reason.
    ///
    /// # Errors
    /// When the system provides no sockets.
    pub(super) async fn serve(
        self,
        router: Router,
        lost: impl Future<Output = String>,
        stopping: CancellationToken,
    ) -> io::Result<Option<String>> {
        let mut stop = self.stop;
        let door = Door::new(self.listener, self.tls.is_none())?;
        let stop_requested = async move {
            let reason = tokio::select! {
                () = stop.recv() => None,
                reason = lost => Some(reason),
            };
            stopping.cancel();
            reason
        };
        let transport = Transport { tls: self.tls, proxies: self.proxies, grace: self.grace };
        Ok(transport.serve_until(stop_requested, door, router).await)
    }
}

/// How connections are served.
struct Transport {
    tls: Option<Arc<ServerConfig>>,
    proxies: TrustedProxies,
    grace: Duration,
}

impl Transport {
    /// Serves until `stop_requested` is done, then waits for running requests. Returns why, if the store is lost.
    async fn serve_until<T>(
        self,
        stop_requested: impl Future<Output = T>,
        mut door: Door,
        router: Router,
    ) -> T {
        let running = TaskTracker::new();
        let router = router.layer(from_fn_with_state(running.clone(), request::run_to_end));
        let proxies = Arc::new(self.proxies);
        let connections = GracefulShutdown::new();
        let closing = CancellationToken::new();
        let mut stop_requested = pin!(stop_requested);
        let reason = loop {
            let Accepted { stream, peer, place } = tokio::select! {
                accepted = door.next() => accepted,
                reason = &mut stop_requested => break reason,
            };
            let served = Served { router: router.clone(), peer: peer.ip(), proxies: Arc::clone(&proxies) };
            let (watcher, closing) = (connections.watcher(), closing.clone());
            let tls = self.tls.clone();
            tokio::spawn(async move {
                match tls {
                    None => served.over(stream, Scheme::Http, watcher).await,
                    // Before its handshake has ended, a connection has sent no request.
                    Some(tls) => tokio::select! {
                        encrypted = tls::accept(tls, stream) => match encrypted {
                            Ok(stream) => served.over(stream, Scheme::Https, watcher).await,
                            Err(error) => tracing::debug!(%error, "TLS handshake failed"),
                        },
                        () = closing.cancelled() => {}
                    },
                }
                drop(place);
            });
        };
        drop(door);
        closing.cancel();
        running.close();
        let ended = async {
            connections.shutdown().await;
            running.wait().await;
        };
        if timeout(self.grace, ended).await.is_err() {
            tracing::warn!("requests that still run are cut off");
        }
        reason
    }
}

/// What serves one connection.
struct Served {
    router: Router,
    peer: IpAddr,
    proxies: Arc<TrustedProxies>,
}

impl Served {
    async fn over<S>(self, stream: S, scheme: Scheme, watcher: Watcher)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Self { router, peer, proxies } = self;
        let routes = TowerToHyperService::new(router);
        let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
            let client = proxies.client(peer, scheme, request.headers());
            request.extensions_mut().insert(client);
            routes.call(request)
        });
        let mut http = http1::Builder::new();
        // A client that sends its request and hangs up at once has sent it: without half-closed connections, hyper would drop it unread.
        http.half_close(true);
        http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(BUFFER_BYTES);
        let connection = http.serve_connection(TokioIo::new(stream), service);
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "connection ended");
        }
    }
}
