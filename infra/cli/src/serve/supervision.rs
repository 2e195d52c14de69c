//! What systemd is told (`sd_notify(3)`), and what it asks for by SIGHUP. Without systemd nothing is told.

use std::{io, sync::Arc, time::Duration};

use beadle_application::port::Probe as _;
use beadle_embedded::Embedded;
use beadle_values::cause::Chain;
use sd_notify::NotifyState;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::{interval, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::machine::server::Certificate;

/// SIGHUP.
pub(super) struct Reloads(Signal);

impl Reloads {
    /// Receives SIGHUP from now on, which would end the process otherwise.
    ///
    /// # Errors
    /// When the system provides no signals.
    pub(super) fn listen() -> io::Result<Self> {
        signal(SignalKind::hangup()).map(Self)
    }

    /// Reads `certificate` again at each SIGHUP. One that can't be used is logged, and the one before stays in use.
    pub(super) async fn handle(mut self, certificate: Option<Arc<Certificate>>) {
        while self.0.recv().await.is_some() {
            let now = NotifyState::monotonic_usec_now().ok();
            notify(&[Some(NotifyState::Reloading), now].into_iter().flatten().collect::<Vec<_>>());
            match certificate.as_deref().map(Certificate::reload) {
                Some(Ok(())) => tracing::info!("the certificate was read again"),
                Some(Err(error)) => {
                    tracing::error!(error = %Chain(&error), "the new certificate can't be used; the one before stays");
                }
                None => tracing::info!("nothing to read again: there is no certificate"),
            }
            report_ready();
        }
    }
}

/// Tells that requests are answered.
pub(super) fn report_ready() {
    notify(&[NotifyState::Ready]);
}

/// Tells, once `stopping` is cancelled, that the process is about to end.
pub(super) async fn report_stopping(stopping: CancellationToken) {
    stopping.cancelled().await;
    notify(&[NotifyState::Stopping]);
}

/// How often the watchdog expects a sign of life (`WATCHDOG_USEC`), if there is one.
pub(super) fn watchdog_interval() -> Option<Duration> {
    sd_notify::watchdog_enabled().filter(|interval| !interval.is_zero())
}

/// Gives a sign of life twice in `watchdog_interval`, as long as the store answers in that time. An answer that says no is one, too:
/// a new start does not mend a full disk.
pub(super) async fn feed_watchdog(watchdog_interval: Duration, store: Embedded) {
    let half = watchdog_interval / 2;
    let mut ticks = interval(half);
    loop {
        ticks.tick().await;
        match timeout(half, store.probe()).await {
            Ok(_) => notify(&[NotifyState::Watchdog]),
            Err(_) => tracing::error!("the store does not answer"),
        }
    }
}

fn notify(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "systemd can't be told");
    }
}
