//! `beadle dev`: a [machine](crate::machine) for its developer, who needs no credentials since only this machine can connect, and may
//! move its [`clock`] by hand.

mod clock;
mod options;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use beadle_api::RequestLimiter;
use beadle_application::port::Clock as _;
use beadle_runtime::{
    Environment,
    logging::{self, Format},
    system::SystemClock,
    time_zones,
};

use self::clock::{EvenJitter, ManualClock, Mover};
pub use self::{clock::FILE as CLOCK_FILE, options::Options};
use crate::{
    dev::options::ClockKind,
    machine::{self, Machine, MachineError, Settings, Time, server::Server},
};

/// How many threads run tasks, however many cores there are: a developer's machine has other things to do.
const THREADS: usize = 2;

/// How long running requests and executions may take once the process is asked to stop.
const GRACE: Duration = Duration::from_secs(5);

/// How often the watchdog looks where the clock is moved by hand: whoever moves it waits for what it finds.
const MANUAL_WATCH_INTERVAL: Duration = Duration::from_millis(5);

/// Runs until SIGINT or SIGTERM.
///
/// # Errors
/// [`MachineError`] when it can't start, or when its store is lost.
pub fn run(options: &Options) -> Result<(), MachineError> {
    let environment = Environment::process();
    let (address, settings) = options.settings(&environment)?;
    time_zones::use_newer(&environment)?;
    logging::init("beadle", settings.log_level, Format::Compact).ok();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build()?;
    runtime.block_on(serve(address, settings, options.clock))
}

async fn serve(address: SocketAddr, settings: Settings, clock: ClockKind) -> Result<(), MachineError> {
    let server = Server::bind(address, GRACE).await?;
    let manual = match clock {
        ClockKind::System => None,
        ClockKind::Manual => Some(Arc::new(ManualClock::open(&settings.data_dir, SystemClock.now())?)),
    };
    let time = match &manual {
        None => Time::system(),
        Some(clock) => Time {
            clock: clock.clone(),
            jitter: Arc::new(EvenJitter),
            watch_interval: MANUAL_WATCH_INTERVAL,
            by_hand: true,
        },
    };
    let store = machine::open_store(&settings, &time)?;
    let own_url = server.url()?;
    let public_url = settings.public_url.clone().unwrap_or_else(|| own_url.clone());
    let limiter = RequestLimiter::new(settings.request_rate);
    let mut machine = Machine::start(store.clone(), settings, &time, Some(public_url), limiter).await?;
    if let Some(clock) = manual {
        machine.router = clock::with_clock(machine.router, Mover::new(clock, store));
    }
    println!("beadle is ready on {own_url}");
    machine.serve(server).await
}
