//! The whole system in one process: the same router, executor, schedule, projector and deadletter code as on
//! AWS, over one SQLite file.
//!
//! [`settings`] are read from options and variables, [`ports`] are all over one store, [`server`] answers requests, [`workers`] run the
//! functions' code on what the store delivers.

mod callback_key;
mod clock;
mod code;
mod metrics;
mod ports;
mod server;
mod settings;
mod workers;

use std::sync::Arc;

use beadle_api::{Exposition, RequestLimiter, Setup};
use beadle_application::{
    Ports,
    port::{Clock, Secrets},
};
use beadle_domain::callback::{CallbackKeys, Callbacks};
use beadle_embedded::{Embedded, OpenError};
use beadle_runtime::{
    Environment,
    env::EnvError,
    logging::{self, Format},
    secrets::SecretsFileError,
    spans::ExporterError,
    system::SystemClock,
    time_zones,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use self::settings::Options;
use self::{
    clock::{ManualClock, Mover},
    code::{Code, ScriptsFileError},
    metrics::{Metrics, Recorder},
    settings::{ClockKind, Settings},
};

/// The files of the data folder that the store needs beside its own: a backup carries those that are there.
pub const FILES_BESIDE_STORE: [&str; 2] = [callback_key::FILE, clock::FILE];

/// The version of this build.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Why `beadle dev` could not start, or stopped. Each message is one line for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum DevError {
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

/// Runs until SIGINT or SIGTERM.
///
/// # Errors
/// [`DevError`] when it can't start, or when its store is lost.
pub fn run(options: &Options) -> Result<(), DevError> {
    let environment = Environment::process();
    let settings = Settings::read(options, &environment)?;
    time_zones::use_newer(&environment)?;
    logging::init("beadle", settings.log_level, Format::Compact).ok();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(serve(settings))
}

async fn serve(settings: Settings) -> Result<(), DevError> {
    let address = settings.address;
    let listener = TcpListener::bind(address).await.map_err(|source| DevError::Listen { address, source })?;
    let system = Arc::new(SystemClock);
    let manual = match settings.clock {
        ClockKind::System => None,
        ClockKind::Manual => Some(Arc::new(ManualClock::open(&settings.data_dir, system.now())?)),
    };
    let clock: Arc<dyn Clock> = match &manual {
        Some(clock) => clock.clone(),
        None => system,
    };
    let store = Embedded::open(beadle_embedded::Options {
        clock: clock.clone(),
        manual_clock: manual.is_some(),
        event_kinds: settings.events.iter().copied().collect(),
        execution_retention: settings.execution_retention,
        audit_retention: settings.audit_retention,
        ..beadle_embedded::Options::in_folder(&settings.data_dir)
    })?;
    let own_url = format!("http://{}", listener.local_addr()?);
    let callbacks = Callbacks {
        keys: match settings.callback_keys.clone() {
            Some(keys) => keys,
            None => callback_key::open(&settings.data_dir)?,
        },
        public_url: settings.public_url.clone().unwrap_or_else(|| own_url.clone()),
    };
    let callback_keys = callbacks.keys.clone();
    let code = Code::open(&settings).await?;
    let (ports, mut executor) = ports::over(&store, &settings, callbacks, code, clock)?;
    let recorder = Arc::new(Recorder::new(VERSION));
    executor.metrics = recorder.clone();
    let metrics = Arc::new(Metrics::new(recorder, store.clone()));
    let secrets = executor.secrets.clone();
    let services = ports.clone().services(settings.policies());
    let workers = workers::start(&store, services, executor, settings.clock);
    println!("beadle is ready on {own_url}");
    let (stopping, losing) = (CancellationToken::new(), store.clone());
    let lost = async move { losing.lost().await };
    let setup = Setup {
        feeds: Some(Arc::new(store.clone())),
        ..setup(ports, settings, (callback_keys, secrets), metrics, stopping.clone())
    };
    let router = beadle_api::router(setup);
    let router = match manual {
        Some(clock) => clock::with_clock(router, Mover::new(clock, store.clone())),
        None => router,
    };
    let lost = server::serve(listener, router, lost, stopping).await?;
    workers.stop(&store).await;
    lost.map_or(Ok(()), |reason| Err(DevError::Lost(reason)))
}

/// The API over `ports`; callbacks are checked with these keys and secrets.
fn setup(
    ports: Ports,
    settings: Settings,
    (callback_keys, secrets): (CallbackKeys, Arc<dyn Secrets>),
    metrics: Arc<dyn Exposition>,
    stopping: CancellationToken,
) -> Setup {
    Setup {
        ports,
        defaults: settings.defaults(),
        rate_limit: settings.rate_limit,
        callback_keys: Some(callback_keys),
        secrets,
        auth: settings.auth,
        limiter: RequestLimiter::new(settings.request_rate),
        cors: settings.cors,
        service: "beadle".to_owned(),
        version: VERSION,
        metrics: Some(metrics),
        feeds: None,
        stopping,
    }
}
