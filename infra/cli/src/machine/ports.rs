//! The ports on one machine: the store is all of them, but for calls to destinations.

use std::sync::Arc;

use beadle_application::{
    Ports,
    port::{Ids as _, Probe},
};
use beadle_domain::callback::Callbacks;
use beadle_embedded::Embedded;
use beadle_executor::gate::Gates;
use beadle_outbound::{Authorization, Databases, Mails, ReqwestCaller};
use beadle_runtime::{Environment, metrics::Silent, secrets::LocalSecrets, spans, system::SystemIds};

use super::{MachineError, Settings, Time, code::Code};

/// The ports of the services, and those of the executor.
///
/// # Errors
/// [`MachineError`] when the system has no usable TLS, or the file of secrets can't be used.
pub fn over(
    store: &Embedded,
    settings: &Settings,
    callbacks: Option<Callbacks>,
    code: Code,
    time: &Time,
) -> Result<(Ports, beadle_executor::Ports), MachineError> {
    let store = Arc::new(store.clone());
    let ids = Arc::new(SystemIds::default());
    let Time { clock, jitter, .. } = time.clone();
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
        callbacks: callbacks.map(Arc::new),
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
