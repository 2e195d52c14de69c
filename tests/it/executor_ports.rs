//! What the executor asks of the world, over one SQLite store.

use std::sync::Arc;

use beadle_application::port::{Clock, Functions, HttpCaller, Jitter, NoSandbox};
use beadle_domain::{policy::RunDefaults, script::Scripts};
use beadle_embedded::Embedded;
use beadle_executor::{Code, Ports, gate::Gates};
use beadle_runtime::{NoSpans, Silent};
use uuid::Uuid;

use crate::conformance::adapters::nothing::Nothing;

/// The functions of a store without anything that could run them.
pub fn without_sandbox(functions: Arc<dyn Functions>) -> Code {
    Code::new(Arc::new(NoSandbox), functions, Arc::new(Scripts::none("the settings of the test")))
}

/// The ports over `store`; there are no secrets, no credentials and no databases.
pub fn over(
    store: &Embedded,
    caller: Arc<dyn HttpCaller>,
    clock: Arc<dyn Clock>,
    jitter: Arc<dyn Jitter>,
) -> Ports {
    let store = Arc::new(store.clone());
    Ports {
        runs: store.clone(),
        queue: store.clone(),
        tasks: store.clone(),
        accounts: store.clone(),
        configs: store.clone(),
        defaults: RunDefaults::TASK,
        rate_limit: None,
        gates: Arc::new(Gates::new(store.clone(), clock.clone(), jitter.clone(), Uuid::now_v7())),
        secrets: Arc::new(Nothing),
        authorizer: Arc::new(Nothing),
        caller,
        databases: Arc::new(Nothing),
        mails: Arc::new(Nothing),
        code: without_sandbox(store),
        clock,
        jitter,
        callbacks: None,
        metrics: Arc::new(Silent),
        spans: Arc::new(NoSpans),
    }
}
