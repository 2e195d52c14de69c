//! The whole service in this process: its routes, an executor and a projector over one store in memory, a
//! clock that is set by hand, and one server in place of every destination.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::Context;
use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, to_bytes},
};
use beadle_api::{
    Auth,
    auth::{Expected, JwtVerifier},
    router,
};
use beadle_application::{
    PolicyDefaults, Ports as ServicePorts,
    port::{DatabaseCaller, Executions, HttpCaller},
};
use beadle_domain::{
    call::{
        CallError, CallLimits, DatabaseAnswer, DatabaseError, DatabaseLimits, DatabaseRequest, HttpRequest,
        HttpResponse,
    },
    egress::EgressPolicy,
    execution::{Execution, Status},
    policy::RunDefaults,
    spec::SimulatedDefaults,
};
use beadle_embedded::{Embedded, Options};
use beadle_executor::{Code, Executor, Ports};
use beadle_outbound::ReqwestCaller;
use beadle_testing::HalfJitter;
use beadle_values::id::ExecutionId;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use serde_json::{Value, json};
use tokio::task::AbortHandle;
use tower::ServiceExt;

use super::sandbox::{Machine, scripts};
use crate::{
    conformance::{
        adapters::stepped_clock::SteppedClock,
        http_caller::destination::{Destination, Reply, Seen, whole},
        specimen::PATIENCE,
    },
    e2e::eventually,
    executor_ports, handlers,
};

const SECRET: &[u8] = b"a secret of at least thirty-two bytes";

/// The service and its surroundings.
pub struct World {
    router: Router,
    store: Embedded,
    clock: Arc<SteppedClock>,
    destination: Arc<Destination>,
    /// The statements that were run.
    pub statements: Arc<Statements>,
    /// Where scripts and functions run.
    pub sandbox: Arc<Machine>,
    workers: [AbortHandle; 2],
}

/// A response.
pub struct Answer {
    pub status: u16,
    pub json: Value,
}

impl World {
    /// A service without any data, in which no simulated task fails; its destinations answer as the documents
    /// show.
    pub async fn start() -> anyhow::Result<Self> {
        Self::answering(reply).await
    }

    /// The same with destinations that answer with `reply`, and a database that only records its statements.
    pub async fn answering(reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> anyhow::Result<Self> {
        let statements = Arc::new(Statements::default());
        Self::with(reply, statements.clone(), statements).await
    }

    /// The same with real databases.
    pub async fn with_databases(databases: Arc<dyn DatabaseCaller>) -> anyhow::Result<Self> {
        Self::with(reply, databases, Arc::default()).await
    }

    async fn with(
        reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
        databases: Arc<dyn DatabaseCaller>,
        statements: Arc<Statements>,
    ) -> anyhow::Result<Self> {
        let clock = Arc::new(SteppedClock::default());
        let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?;
        let destination = Arc::new(Destination::start(reply).await);
        let caller = Rerouted { caller: ReqwestCaller::new(EgressPolicy::open())?, to: destination.clone() };
        let sandbox = Arc::new(Machine::new()?);
        let ports = Ports {
            code: Code::new(sandbox.clone(), Arc::new(store.clone()), Arc::new(scripts())),
            databases,
            ..executor_ports::over(&store, Arc::new(caller), clock.clone(), Arc::new(HalfJitter))
        };
        let workers = [
            tokio::spawn(execute(store.clone(), Executor::new(ports))).abort_handle(),
            tokio::spawn(project_changes(store.clone(), clock.clone())).abort_handle(),
        ];
        let simulated = SimulatedDefaults { failure_rate: 0.0, ..SimulatedDefaults::DEFAULT };
        let verifier = JwtVerifier::secret(SECRET, &Expected::default());
        let task = RunDefaults { simulated, ..RunDefaults::TASK };
        let api = handlers::api::api(&store, clock.clone());
        let setup = beadle_api::Setup {
            ports: ServicePorts { sandbox: sandbox.clone(), scripts: Arc::new(scripts()), ..api.ports },
            defaults: PolicyDefaults { task, ..PolicyDefaults::default() },
            auth: Auth::Jwt { verifier: Box::new(verifier), gateway: None },
            ..api
        };
        Ok(Self { router: router(setup), store, clock, destination, statements, sandbox, workers })
    }

    /// A token of `ada`, an operator: whoever runs scripts is one.
    pub fn token() -> anyhow::Result<String> {
        let claims = json!({"sub": "ada", "exp": get_current_timestamp() + 600, "roles": ["operator"]});
        Ok(encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(SECRET))?)
    }

    /// Sends a request with these headers.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(String, String)],
        body: Option<String>,
    ) -> anyhow::Result<Answer> {
        let mut request = axum::http::Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(body.map_or_else(Body::empty, Body::from))?;
        let response = self.router.clone().oneshot(request).await?;
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1 << 20).await?;
        let json = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? };
        Ok(Answer { status, json })
    }

    /// Sends a request of `ada` with a body of JSON.
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> anyhow::Result<Answer> {
        let body = body.map(|body| body.to_string());
        self.ask_with(method, path, body).await
    }

    /// The same with a raw body.
    pub async fn ask_with(&self, method: &str, path: &str, body: Option<String>) -> anyhow::Result<Answer> {
        let mut headers = vec![("authorization".to_owned(), format!("Bearer {}", Self::token()?))];
        if body.is_some() {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        self.send(method, path, &headers, body).await
    }

    /// The execution, once it has ended.
    pub async fn ended(&self, id: &Value) -> anyhow::Result<Execution> {
        let id: ExecutionId = id.as_str().context("an id")?.parse()?;
        let execution = self.store.ended(id, PATIENCE).await?.context("an execution")?;
        anyhow::ensure!(execution.status().is_final(), "{id} is still {}", execution.status());
        Ok(execution)
    }

    /// The execution, once it waits for its due time.
    pub async fn waiting(&self, id: &Value) -> anyhow::Result<Execution> {
        let id: ExecutionId = id.as_str().context("an id")?.parse()?;
        eventually::eventually("a wait", || async move {
            let row = Executions::get(&self.store, id).await?;
            Ok(row.filter(|row| row.status() == Status::Waiting))
        })
        .await
    }

    /// Advances the clock to `time`.
    pub fn pass_until(&self, time: jiff::Timestamp) {
        self.clock.advance_to(time);
        self.store.poll_now();
    }

    /// The response at `path`, once `wanted` holds, or the last one before the timeout: counters are
    /// eventually consistent with executions.
    pub async fn counted(&self, path: &str, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Answer> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let answer = self.ask("GET", path, None).await?;
            if wanted(&answer.json) || answer.status == 404 || tokio::time::Instant::now() > deadline {
                return Ok(answer);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The requests to the destinations.
    pub fn seen(&self) -> Vec<Seen> {
        self.destination.seen()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.workers.iter().for_each(AbortHandle::abort);
    }
}

/// The answers of every destination in the documents.
fn reply(seen: &Seen) -> Reply {
    let answer = |status, body: &str| {
        Reply::Bytes(whole(status, "content-type: application/json\r\n", body.as_bytes()))
    };
    match seen.line.split(' ').nth(1).unwrap_or_default() {
        "/users" => answer(201, r#"{"id": 7, "name": "John Doe"}"#),
        "/graphql" => answer(200, r#"{"data": {"createUser": {"id": "7", "name": "John Doe"}}}"#),
        "/busy" => answer(503, r#"{"error": "later"}"#),
        "/refused" => answer(400, r#"{"error": "no"}"#),
        path if path.starts_with("/api/webhooks/") => Reply::Bytes(whole(204, "", b"")),
        _ => answer(200, r#"{"ok": true}"#),
    }
}

/// Sends the requests to every host to one server, together with the intended host.
struct Rerouted {
    caller: ReqwestCaller,
    to: Arc<Destination>,
}

#[async_trait]
impl HttpCaller for Rerouted {
    async fn call(&self, mut request: HttpRequest, limits: CallLimits) -> Result<HttpResponse, CallError> {
        let written = request.url.clone();
        let here = self.to.url(written.path());
        request.url = here.parse().expect("an address with another host");
        request.url.set_query(written.query());
        request.headers.push(("host".to_owned(), written.authority().to_owned()));
        self.caller.call(request, limits).await
    }
}

/// A database that records its statements and reports one changed row for each.
#[derive(Default)]
pub struct Statements(Mutex<Vec<(String, Vec<Value>)>>);

impl Statements {
    /// The statements, each with its parameters.
    pub fn run(&self) -> Vec<(String, Vec<Value>)> {
        self.0.lock().expect("statements").clone()
    }
}

#[async_trait]
impl DatabaseCaller for Statements {
    async fn run(
        &self,
        request: DatabaseRequest,
        _: DatabaseLimits,
    ) -> Result<DatabaseAnswer, DatabaseError> {
        self.0.lock().expect("statements").push((request.query, request.params));
        Ok(DatabaseAnswer { affected: 1, ..DatabaseAnswer::default() })
    }
}

async fn execute(store: Embedded, executor: Executor) {
    let mut deliveries = store.deliveries(100);
    while let Some(delivered) = deliveries.next().await {
        if let Err(error) = executor.handle(delivered.delivery, None).await {
            eprintln!("the executor: {error}");
        }
        drop(delivered.slot);
    }
}

async fn project_changes(store: Embedded, clock: Arc<SteppedClock>) {
    let mut changes = store.changes();
    let projections = beadle_testing::services_at(&Arc::new(store), clock).projections;
    loop {
        let Ok(records) = changes.next().await else { return };
        if let Err(error) = projections.project(&records).await {
            eprintln!("the projector: {error}");
            tokio::time::sleep(Duration::from_secs(1)).await;
        } else {
            changes.handled(&records);
        }
    }
}
