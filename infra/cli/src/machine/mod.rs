//! The whole system in one process, over one SQLite file: the router, executor, schedule, projector and deadletter code that also
//! runs on AWS.
//!
//! [`settings`] are read from environment variables, [`ports`] are all over one store, [`server`] answers requests, [`workers`] run
//! the functions' code on what the store delivers. The subcommands decide who may connect, and which clock it goes by.

pub mod callback_key;
mod code;
mod metrics;
mod ports;
pub mod server;
mod settings;
mod time;
mod workers;

use std::sync::Arc;

use axum::Router;
use beadle_api::{RequestLimiter, Setup};
use beadle_domain::callback::Callbacks;
use beadle_embedded::{Embedded, OpenError};
use beadle_runtime::{env::EnvError, secrets::SecretsFileError, spans::ExporterError};
use tokio_util::sync::CancellationToken;

pub use self::{
    callback_key::FILE as CALLBACK_KEY_FILE,
    settings::{Preset, Settings},
    time::Time,
};
use self::{
    code::{Code, ScriptsFileError},
    metrics::{Metrics, Recorder},
    server::Server,
    workers::Workers,
};

/// The version of this build.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Why a machine could not start, or stopped. Each message is one line for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum MachineError {
    /// A variable has an invalid value.
    #[error(transparent)]
    Settings(#[from] EnvError),
    /// The store can't be opened.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The HTTP client can't be built.
    #[error("can't call out: {0}")]
    Caller(#[from] beadle_outbound::BuildError),
    /// Spans can't be sent.
    #[error(transparent)]
    Spans(#[from] ExporterError),
    /// The file of secrets can't be used.
    #[error(transparent)]
    Secrets(#[from] SecretsFileError),
    /// The list of commands can't be used.
    #[error(transparent)]
    Scripts(#[from] ScriptsFileError),
    /// The address can't be bound.
    #[error("can't listen on {address}: {source}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// The system's error.
        source: std::io::Error,
    },
    /// The files of the store were removed or replaced.
    #[error("{0}")]
    Lost(String),
    /// The system provides no threads, signals or sockets.
    #[error("system error: {0}")]
    System(#[from] std::io::Error),
}

/// A machine whose workers run.
pub struct Machine {
    /// Its API.
    pub router: Router,
    store: Embedded,
    workers: Workers,
    stopping: CancellationToken,
}

/// Opens the store of the data folder.
///
/// # Errors
/// [`OpenError`], such as when another process has it open.
pub fn open_store(settings: &Settings, time: &Time) -> Result<Embedded, OpenError> {
    Embedded::open(beadle_embedded::Options {
        clock: time.clock.clone(),
        manual_clock: time.by_hand,
        event_kinds: settings.events.iter().copied().collect(),
        execution_retention: settings.execution_retention,
        audit_retention: settings.audit_retention,
        ..beadle_embedded::Options::in_folder(&settings.data_dir)
    })
}

impl Machine {
    /// Starts the workers over `store`. Callbacks reach the machine at `public_url`; without one there are none.
    ///
    /// # Errors
    /// [`MachineError`].
    pub async fn start(
        store: Embedded,
        settings: Settings,
        time: &Time,
        public_url: Option<String>,
        limiter: RequestLimiter,
    ) -> Result<Self, MachineError> {
        let keys = match settings.callback_keys.clone() {
            Some(keys) => keys,
            None => callback_key::open(&settings.data_dir)?,
        };
        let callback_keys = public_url.is_some().then(|| keys.clone());
        let callbacks = public_url.map(|public_url| Callbacks { keys, public_url });
        let code = Code::open(&settings).await?;
        let (ports, mut executor) = ports::over(&store, &settings, callbacks, code, time)?;
        let recorder = Arc::new(Recorder::new(VERSION));
        executor.metrics = recorder.clone();
        let secrets = executor.secrets.clone();
        let services = ports.clone().services(settings.policies());
        let stopping = CancellationToken::new();
        let setup = Setup {
            ports,
            defaults: settings.defaults(),
            rate_limit: settings.rate_limit,
            callback_keys,
            secrets,
            auth: settings.auth,
            limiter,
            cors: settings.cors,
            service: "beadle".to_owned(),
            version: VERSION,
            metrics: Some(Arc::new(Metrics::new(recorder, store.clone()))),
            feeds: Some(Arc::new(store.clone())),
            stopping: stopping.clone(),
        };
        let workers = workers::start(&store, services, executor, time.watch_interval);
        Ok(Self { router: beadle_api::router(setup), store, workers, stopping })
    }

    /// Cancelled once the process was asked to stop.
    pub fn stopping(&self) -> CancellationToken {
        self.stopping.clone()
    }

    /// Answers requests until SIGINT or SIGTERM. Then requests and executions that run have the server's grace to end; what has not
    /// ended by then is redelivered at the next start.
    ///
    /// # Errors
    /// [`MachineError`] when the system provides no signals, or when the store is lost.
    pub async fn serve(self, server: Server) -> Result<(), MachineError> {
        let Self { router, store, mut workers, stopping } = self;
        let grace = server.grace;
        let losing = store.clone();
        let lost = async move { losing.lost().await };
        let serving = server.serve(router, lost, stopping.clone());
        let finishing = async {
            stopping.cancelled().await;
            workers.finish(&store, grace).await;
            Ok(())
        };
        let (lost, ()) = tokio::try_join!(serving, finishing)?;
        workers.end();
        lost.map_or(Ok(()), |reason| Err(MachineError::Lost(reason)))
    }
}
