//! Runs a statement within its limits, on a connection that is open already if there is one.

use std::{net::SocketAddr, sync::Arc, time::Duration};

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
    mysql, postgres,
};
use crate::egress::{Guard, SystemResolver};

/// How long a server is asked to give up a statement whose time is over.
const CANCELLING: Duration = Duration::from_secs(1);

/// Runs statements on databases; connections stay open for the next statement to the same place.
pub struct Databases {
    guard: Guard,
    postgres: Connections<postgres::Session>,
    mysql: Connections<mysql::Session>,
}

/// A connection that is ready for statements.
#[async_trait]
pub(super) trait Session: Sized + Send {
    /// Connects to one of `peers`, each of them an address of the host.
    async fn connect(address: &Address, peers: &[SocketAddr]) -> Result<Self, DatabaseError>;

    /// Tells the server how long the next statement may take and how many rows are read of it.
    async fn begin(&mut self, timeout: Duration, max_rows: usize) -> Result<(), DatabaseError>;

    /// Runs one statement.
    async fn run(
        &mut self,
        request: &DatabaseRequest,
        max_bytes: usize,
    ) -> Result<DatabaseAnswer, DatabaseError>;

    /// Makes it as good as new; `None` when that is impossible.
    async fn reset(self) -> Option<Self>;

    /// Asks the server, over another connection, to give up what this one is at.
    fn cancel(&self) -> BoxFuture<'static, ()>;
}

impl Databases {
    /// A runner with the system's resolver that goes where `policy` lets it.
    pub fn new(policy: EgressPolicy) -> Self {
        Self::with_resolver(policy, Arc::new(SystemResolver))
    }

    /// A runner that takes the addresses of names from `resolver`.
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
        let mut cancel = None;
        let running = async {
            let key = Key::of(request.connection.expose_secret());
            let mut session = self.session(idle, key, address, request, end).await?;
            cancel = Some(session.cancel());
            let answer = session.run(request, limits.max_bytes).await;
            // After an error of the connection there is nothing to be had of it; one of the statement leaves it in order.
            if !matches!(answer, Err(DatabaseError::Connect(_) | DatabaseError::InvalidResponse(_)))
                && let Some(session) = session.reset().await
            {
                idle.put(key, session, std::time::Instant::now());
            }
            answer
        };
        match time::timeout_at(end, running).await {
            Ok(Err(DatabaseError::Timeout(_))) => Err(DatabaseError::Timeout(limits.timeout)),
            Ok(answer) => answer,
            Err(_) => {
                if let Some(cancel) = cancel {
                    time::timeout(CANCELLING, cancel).await.ok();
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
        // Names are judged each time, and by their addresses when they are connected to.
        let peers = || self.guard.addresses(&address.host, address.port, address.scheme(), &request.egress);
        self.guard.check_host(&address.host, address.port, address.scheme(), &request.egress)?;
        if let Some(mut session) = idle.take(key, std::time::Instant::now())
            && session.begin(for_server(end), request.max_rows).await.is_ok()
        {
            return Ok(session);
        }
        let mut session = S::connect(address, &peers().await?).await?;
        session.begin(for_server(end), request.max_rows).await?;
        Ok(session)
    }
}

/// What the server is told: a little less than is left, so that its own answer arrives in time.
fn for_server(end: Instant) -> Duration {
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
