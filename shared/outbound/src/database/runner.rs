//! Runs statements within their limits, on idle connections where there are any.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::DatabaseCaller;
use beadle_domain::{
    call::{DatabaseAnswer, DatabaseError, DatabaseLimits, DatabaseRequest},
    egress::EgressPolicy,
};
use futures_util::future::BoxFuture;
use reqwest::dns::Resolve;
use secrecy::ExposeSecret;
use tokio::time::{self, Instant};

use super::{
    address::{Address, Kind},
    connections::{Connections, Key},
    error::too_slow,
    mysql, postgres,
};
use crate::egress::{Guard, SystemResolver};

/// How long the server is given to cancel a statement that timed out.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(1);

/// Runs statements on databases. Connections stay open for the next statement with the same URL.
pub struct Databases {
    guard: Guard,
    postgres: Connections<postgres::Session>,
    mysql: Connections<mysql::Session>,
}

/// A connection that is ready for statements.
#[async_trait]
pub(super) trait Session: Sized + Send {
    /// Connects to one of `peers`, which are the addresses of the host.
    async fn connect(address: &Address, peers: &[SocketAddr]) -> Result<Self, DatabaseError>;

    /// Begins the next statement and sends the server its limits: its duration and, where supported, its
    /// rows.
    async fn begin(&mut self, timeout: Duration, max_rows: usize) -> Result<(), DatabaseError>;

    /// Runs one statement.
    async fn run(
        &mut self,
        request: &DatabaseRequest,
        max_bytes: usize,
    ) -> Result<DatabaseAnswer, DatabaseError>;

    /// Makes sure that nothing is left of the last statement; `None` if that fails.
    async fn reset(self) -> Option<Self>;

    /// Asks the server, over another connection, to cancel the running statement.
    fn cancel(&self) -> BoxFuture<'static, ()>;
}

impl Databases {
    /// A runner with the system's resolver and the egress policy `policy`.
    pub fn new(policy: EgressPolicy) -> Self {
        Self::with_resolver(policy, Arc::new(SystemResolver))
    }

    /// A runner that resolves names with `resolver`.
    pub fn with_resolver(policy: EgressPolicy, resolver: Arc<dyn Resolve>) -> Self {
        let guard = Guard::new(policy, resolver);
        Self { guard, postgres: Connections::default(), mysql: Connections::default() }
    }

    async fn run_on<S: Session>(
        &self,
        idle: &Connections<S>,
        address: &Address,
        request: &DatabaseRequest,
        limits: DatabaseLimits,
    ) -> Result<DatabaseAnswer, DatabaseError> {
        let end = Instant::now() + limits.timeout;
        let cancel = Mutex::new(None);
        let mut running = Box::pin(async {
            let key = Key::of(request.connection.expose_secret());
            let mut session = self.session(idle, key, address, request, end).await?;
            *cancel.lock().unwrap_or_else(PoisonError::into_inner) = Some(session.cancel());
            let answer = session.run(request, limits.max_bytes).await;
            // A failed connection can't be reused; a failed statement leaves its connection intact.
            if !matches!(answer, Err(DatabaseError::Connect(_) | DatabaseError::InvalidResponse(_)))
                && let Some(session) = session.reset().await
            {
                idle.put(key, session, std::time::Instant::now());
            }
            answer
        });
        // A pooler cancels nothing for a client that is gone, so the connection stays open until then.
        match time::timeout_at(end, &mut running).await {
            Ok(Err(DatabaseError::Timeout(_))) => Err(DatabaseError::Timeout(limits.timeout)),
            Ok(answer) => answer,
            Err(_) => {
                let cancel = cancel.lock().unwrap_or_else(PoisonError::into_inner).take();
                if let Some(cancel) = cancel {
                    time::timeout(CANCEL_TIMEOUT, cancel).await.ok();
                }
                Err(DatabaseError::Timeout(limits.timeout))
            }
        }
    }

    async fn session<S: Session>(
        &self,
        idle: &Connections<S>,
        key: Key,
        address: &Address,
        request: &DatabaseRequest,
        end: Instant,
    ) -> Result<S, DatabaseError> {
        // Names are checked each time, and the addresses they resolve to when a connection is made.
        let peers = || self.guard.addresses(&address.host, address.port, address.scheme(), &request.egress);
        self.guard.check_host(&address.host, address.port, address.scheme(), &request.egress)?;
        if let Some(mut session) = idle.take(key, std::time::Instant::now())
            && session.begin(server_limit(end), request.max_rows).await.is_ok()
        {
            return Ok(session);
        }
        let peers = peers().await?;
        let connecting = S::connect(address, &peers);
        let mut session = match address.connect_timeout {
            Some(limit) => time::timeout(limit, connecting).await.unwrap_or_else(|_| Err(too_slow(limit)))?,
            None => connecting.await?,
        };
        session.begin(server_limit(end), request.max_rows).await?;
        Ok(session)
    }
}

/// The server's limit: slightly less than the time left, so that its own error arrives in time.
fn server_limit(end: Instant) -> Duration {
    end.duration_since(Instant::now()).mul_f32(0.95).max(Duration::from_millis(1))
}

#[async_trait]
impl DatabaseCaller for Databases {
    async fn run(
        &self,
        request: DatabaseRequest,
        limits: DatabaseLimits,
    ) -> Result<DatabaseAnswer, DatabaseError> {
        let address = Address::parse(request.connection.expose_secret())?;
        match address.kind {
            Kind::Postgres => self.run_on(&self.postgres, &address, &request, limits).await,
            Kind::MySql => self.run_on(&self.mysql, &address, &request, limits).await,
        }
    }
}
