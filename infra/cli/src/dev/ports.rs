//! The ports on one machine: the store is all of them, but for calls to destinations.

use std::sync::Arc;

use beadle_application::{
    Ports,
    port::{Clock, Ids as _, Jitter, Probe},
};
use beadle_domain::callback::Callbacks;
use beadle_embedded::Embedded;
use beadle_executor::gate::Gates;
use beadle_outbound::{Authorization, Databases, Mails, ReqwestCaller};
use beadle_runtime::{
    Environment,
    metrics::Silent,
    secrets::LocalSecrets,
    spans,
    system::{SystemIds, SystemJitter},
};

use super::{
    DevError,
    clock::EvenJitter,
    code::Code,
    settings::{ClockKind, Settings},
};

/// The ports of the services, and those of the executor.
///
/// # Errors
/// [`DevError`] when the system has no usable TLS, or the file of secrets can't be used.
pub fn over(
    store: &Embedded,
    settings: &Settings,
    callbacks: Callbacks,
    code: Code,
    clock: Arc<dyn Clock>,
) -> Result<(Ports, beadle_executor::Ports), DevError> {
    let store = Arc::new(store.clone());
    let ids = Arc::new(SystemIds::default());
    let jitter: Arc<dyn Jitter> = match settings.clock {
        ClockKind::System => Arc::new(SystemJitter),
        ClockKind::Manual => Arc::new(EvenJitter),
    };
    let mut ports = Ports::over(&store, clock.clone(), ids.clone());
    ports.probes.extend([store.clone() as Arc<dyn Probe>, code.probe]);
    (ports.sandbox, ports.scripts) = (code.sandbox, code.scripts);
    let caller = Arc::new(ReqwestCaller::new(settings.egress.clone())?);
    let secrets = LocalSecrets::open(settings.secrets_file.clone(), Environment::process())?;
    let process = ids.fresh(clock.now());
    let executor = beadle_executor::Ports {
        runs: store.clone(),
        queue: store.clone(),
        tasks: ports.tasks.clone(),
        accounts: store.clone(),
        configs: store.clone(),
        defaults: settings.tasks,
        rate_limit: settings.rate_limit.clone(),
        gates: Arc::new(Gates::new(store.clone(), clock.clone(), jitter.clone(), process)),
        secrets: Arc::new(secrets),
        authorizer: Arc::new(Authorization::new(caller.clone(), store, clock.clone(), ids)),
        caller,
        databases: Arc::new(Databases::new(settings.egress.clone())),
        mails: Arc::new(Mails::new(settings.egress.clone())),
        callbacks: Some(Arc::new(callbacks)),
        code: beadle_executor::Code::new(
            ports.sandbox.clone(),
            ports.functions.clone(),
            ports.scripts.clone(),
        ),
        clock,
        jitter,
        metrics: Arc::new(Silent),
        spans: spans::exporter(settings.collector.as_ref(), "beadle")?,
    };
    Ok((ports, executor))
}
