//! `beadle serve`: a [machine](crate::machine) for a server. It can be reached from any network, so whoever calls needs credentials,
//! and calls of tasks may not reach what is private.
//!
//! [`options`] say where it listens, [`supervision`] tells systemd how it is.

mod options;
mod supervision;

use std::sync::Arc;

use beadle_api::{Auth, RequestLimiter};
use beadle_application::port::StoreError;
use beadle_embedded::{Embedded, OpenError};
use beadle_runtime::{
    Environment,
    env::EnvError,
    logging::{self, Format},
    time_zones,
};

pub use self::options::Options;
use self::options::{Listening, Serving};
use crate::machine::{
    self, Machine, MachineError, Time,
    server::{Certificate, CertificateError, Server},
};

/// Why `beadle serve` could not start, or stopped. Each message is one line for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Nobody could be authenticated.
    #[error(
        "nobody has credentials for this server: make an API key with `beadle key create --local`, or set JWT_SECRET or JWT_JWKS_URL"
    )]
    NoCredentials,
    /// The store can't say whether it has API keys.
    #[error("can't look for API keys: {0}")]
    Keys(#[from] StoreError),
    /// The certificate can't be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// There is no usable version of TLS.
    #[error("can't use TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// The machine could not start, or stopped.
    #[error(transparent)]
    Machine(#[from] MachineError),
}

impl From<EnvError> for ServeError {
    fn from(error: EnvError) -> Self {
        MachineError::from(error).into()
    }
}

impl From<OpenError> for ServeError {
    fn from(error: OpenError) -> Self {
        MachineError::from(error).into()
    }
}

impl From<std::io::Error> for ServeError {
    fn from(error: std::io::Error) -> Self {
        MachineError::from(error).into()
    }
}

/// Runs until SIGINT or SIGTERM, with a thread for each core. SIGHUP reads the certificate again.
///
/// # Errors
/// [`ServeError`] when it can't start, or when its store is lost.
pub fn run(options: &Options) -> Result<(), ServeError> {
    let environment = Environment::process();
    let serving = options.read(&environment)?;
    time_zones::use_newer(&environment)?;
    logging::init("beadle", serving.settings.log_level, Format::Json).ok();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(serving))
}

async fn serve(serving: Serving) -> Result<(), ServeError> {
    let Serving { listening, denied_rate, settings } = serving;
    let (server, certificate) = bind(listening).await?;
    let time = Time::system();
    let store = machine::open_store(&settings, &time)?;
    if matches!(settings.auth, Auth::ApiKeys) && !store.has_api_key(time.clock.now()).await? {
        return Err(ServeError::NoCredentials);
    }
    let public_url = match settings.public_url.clone() {
        None if server.address()?.ip().is_unspecified() => {
            tracing::warn!("there are no callbacks: PUBLIC_URL does not say where they reach this server");
            None
        }
        None => Some(server.url()?),
        stated => stated,
    };
    let limiter = RequestLimiter::new(settings.request_rate).with_denied_rate(denied_rate);
    let machine = Machine::start(store.clone(), settings, &time, public_url, limiter).await?;
    supervise(certificate, store, &machine)?;
    tracing::info!(url = server.url()?, version = env!("CARGO_PKG_VERSION"), "ready");
    Ok(machine.serve(server).await?)
}

/// Listens, encrypted if there is a certificate.
async fn bind(listening: Listening) -> Result<(Server, Option<Arc<Certificate>>), ServeError> {
    let Listening { address, tls, proxies, grace } = listening;
    let certificate = match tls {
        Some((chain_file, key_file)) => Some(Certificate::read(chain_file, key_file)?),
        None => None,
    };
    let mut server = Server::bind(address, grace).await?;
    if let Some(certificate) = &certificate {
        server.tls = Some(Arc::new(certificate.server_config()?));
    } else if proxies.is_empty() && !address.ip().is_loopback() {
        tracing::warn!(
            "credentials are not encrypted: use --tls-cert and --tls-key, or a proxy with --trust-proxy"
        );
    }
    server.proxies = proxies;
    Ok((server, certificate))
}

/// Handles SIGHUP, and keeps systemd informed, as long as the process runs.
fn supervise(
    certificate: Option<Arc<Certificate>>,
    store: Embedded,
    machine: &Machine,
) -> Result<(), MachineError> {
    let reloads = supervision::Reloads::listen()?;
    tokio::spawn(reloads.handle(certificate));
    tokio::spawn(supervision::report_stopping(machine.stopping()));
    if let Some(interval) = supervision::watchdog_interval() {
        tokio::spawn(supervision::feed_watchdog(interval, store));
    }
    supervision::report_ready();
    Ok(())
}
