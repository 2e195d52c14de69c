//! A test client of the API.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::{Router, body::Body};
use beadle_application::{
    PolicyDefaults, Ports,
    port::{Claim, Clock, Executions, RunExecutions, Saved, StoreError},
};
use beadle_domain::{
    callback::CallbackKeys,
    execution::{
        Answer, AnswerBody, Execution, Failure, Message,
        conclude::{Outcome, conclude},
    },
};
use beadle_embedded::{Embedded, Options};
use beadle_runtime::{Environment, LocalSecrets};
use beadle_testing::{CountedIds, StillClock};
use beadle_values::id::ExecutionId;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::contract::{self, Sent};
use crate::{
    Auth, Cors, Exposition, Gateway, RequestLimiter, RequestRate, Setup, http::openapi::RecordedResponse,
    router,
};

/// The time at which every test starts.
pub(crate) const START: &str = "2027-01-15T08:00:00Z";

/// What the gateway of the tests proves itself with.
pub(crate) const GATEWAY_SECRET: &str = "the secret of the gateway of the tests";

/// The gateway of the tests.
pub(crate) fn gateway() -> Gateway {
    Gateway::with_secret(GATEWAY_SECRET)
}

/// A client of the API over an in-memory store.
pub(crate) struct Client {
    router: Router,
    pub(crate) store: Embedded,
    pub(crate) clock: Arc<StillClock>,
    headers: Vec<(String, String)>,
    /// Records responses instead of comparing them with the document.
    record: Option<Arc<Mutex<Vec<RecordedResponse>>>>,
}

/// Whether the body is a stream of events.
fn is_stream(headers: &HeaderMap) -> bool {
    headers.get(http::header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream")
}

/// What is no JSON.
const TEXTS: [&str; 3] = ["text/calendar", "text/html", "application/openmetrics-text"];

/// The metrics of a process that has counted nothing.
struct NoMetrics;

#[async_trait]
impl Exposition for NoMetrics {
    async fn text(&self) -> Result<String, StoreError> {
        Ok("# EOF\n".to_owned())
    }
}

/// A response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The body; a calendar as a string.
    pub(crate) json: Value,
}

impl Client {
    /// Without credentials: the caller is `local`, an admin.
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// The same with a changed configuration.
    pub(crate) fn with(change: impl FnOnce(&mut Setup)) -> Self {
        let clock = Arc::new(StillClock::at(START.parse().unwrap()));
        let store =
            Embedded::open(Options { clock: Arc::clone(&clock) as _, ..Options::in_memory() }).unwrap();
        let every = Arc::new(store.clone());
        let mut ports = Ports::over(&every, Arc::clone(&clock) as _, Arc::new(CountedIds::default()));
        ports.probes.push(every);
        let mut setup = Setup {
            ports,
            defaults: PolicyDefaults::default(),
            rate_limit: None,
            callback_keys: CallbackKeys::only("k1", vec![7; 32]).ok(),
            secrets: Arc::new(secrets()),
            auth: Auth::Local,
            limiter: RequestLimiter::new(RequestRate::Unlimited),
            cors: Cors::Nobody,
            service: "beadle".to_owned(),
            version: "1.2.3",
            metrics: Some(Arc::new(NoMetrics)),
            feeds: Some(Arc::new(store.clone())),
            stopping: CancellationToken::new(),
        };
        change(&mut setup);
        Self { router: router(setup), store, clock, headers: Vec::new(), record: None }
    }

    /// The router, for responses that are not JSON.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// Behind a trusted gateway that identifies the caller.
    pub(crate) fn behind_gateway() -> Self {
        Self::with(|setup| setup.auth = Auth::Gateway(gateway()))
    }

    /// A client that records responses for the document.
    pub(crate) fn recording() -> (Self, Arc<Mutex<Vec<RecordedResponse>>>) {
        let record = Arc::new(Mutex::default());
        (Self { record: Some(Arc::clone(&record)), ..Self::new() }, record)
    }

    /// The same client with another header on every request.
    pub(crate) fn header(&self, name: &str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.push((name.to_owned(), value.to_owned()));
        let Self { router, store, clock, record, .. } = self;
        Self {
            router: router.clone(),
            store: store.clone(),
            clock: Arc::clone(clock),
            headers,
            record: record.clone(),
        }
    }

    /// The same client with `name` as the caller.
    pub(crate) fn by(&self, name: &str) -> Self {
        self.header("x-user-id", name).header("x-gateway-secret", GATEWAY_SECRET)
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None, Body::empty()).await
    }

    /// A POST without a body.
    pub(crate) async fn ask(&self, path: &str) -> Reply {
        self.send(Method::POST, path, None, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, Some("application/json"), body.to_string()).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PUT, path, Some("application/json"), body.to_string()).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PATCH, path, Some("application/merge-patch+json"), body.to_string()).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        content_type: Option<&str>,
        body: impl Into<Body>,
    ) -> Reply {
        let mut request = Request::builder().method(method.clone()).uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let sent = body.into().collect().await.unwrap().to_bytes();
        let request = request.body(Body::from(sent.clone())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        // A stream of events has no end to wait for.
        let body = if is_stream(&parts.headers) { Body::empty() } else { body };
        let bytes = body.collect().await.unwrap().to_bytes();
        let kind = parts.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let json = match kind {
            // What a stream consists of.
            Some("text/event-stream") => json!({"event": "execution", "id": "1", "data": "{}"}),
            _ if bytes.is_empty() => Value::Null,
            Some(kind) if TEXTS.iter().any(|text| kind.starts_with(text)) => {
                String::from_utf8(bytes.into()).unwrap().into()
            }
            _ => serde_json::from_slice(&bytes).unwrap(),
        };
        if let Some(record) = &self.record {
            record.lock().unwrap().extend(contract::recorded(&method, path, &parts, &json));
        } else {
            let sent = Sent { method: &method, path, kind: content_type, body: &sent };
            let breaches = contract::breaches(&sent, &parts, &json);
            assert!(breaches.is_empty(), "the document says otherwise: {breaches:#?}\n{json:#}");
        }
        Reply { status: parts.status, headers: parts.headers, json }
    }

    /// Creates a task.
    pub(crate) async fn task(&self, members: Value) -> Reply {
        let mut body = json!({"name": "ping", "type": "http", "config": {"url": "http://a.example/"}});
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.post("/api/v1/tasks", body).await.expecting(201)
    }

    /// Starts an ad-hoc execution.
    pub(crate) async fn execution(&self) -> Reply {
        let body = json!({"type": "http", "url": "http://a.example/", "retries": 1});
        self.post("/api/v1/execute", body).await.expecting(202)
    }

    /// The time of the clock.
    pub(crate) fn clock_now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// Starts the next attempt.
    pub(crate) async fn claim(&self, id: &str) -> Execution {
        let id: ExecutionId = id.parse().unwrap();
        let current = Executions::get(&self.store, id).await.unwrap().unwrap();
        match self.store.claim(&Message::start(current), self.clock.now()).await.unwrap() {
            Claim::Taken(execution) => *execution,
            other => panic!("not claimed: {other:?}"),
        }
    }

    /// Ends the attempt, as an executor would.
    pub(crate) async fn settle(&self, running: &Execution, outcome: Outcome) {
        let settled = conclude(running, outcome, &running.request.policy, self.clock.now(), 0.5).unwrap();
        assert_eq!(self.store.save(&settled, running.version(), 0).await.unwrap(), Saved::Done);
    }

    /// Completes the execution.
    pub(crate) async fn complete(&self, id: &str, body: Value) {
        let running = self.claim(id).await;
        self.clock.advance(250);
        self.settle(&running, Outcome::Succeeded { answer: Some(answer(200, body)) }).await;
    }

    /// Completes an execution that waited.
    pub(crate) async fn complete_waiting(&self, id: &str) {
        let running = self.claim(id).await;
        self.settle(&running, Outcome::Succeeded { answer: None }).await;
    }

    /// Runs an attempt that fails with this status.
    pub(crate) async fn fail(&self, id: &str, status: u16) {
        let running = self.claim(id).await;
        self.clock.advance(250);
        let answer = Some(answer(status, json!({"error": "no"})));
        self.settle(&running, Outcome::Failed { failure: Failure::http_status(status, None), answer }).await;
    }
}

fn answer(status: u16, body: Value) -> Answer {
    let headers = [("content-type", "application/json"), ("set-cookie", "session=1")];
    Answer {
        status: Some(status),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        size: body.to_string().len() as u64,
        body: AnswerBody::Json(body),
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    }
}

impl Reply {
    #[track_caller]
    pub(crate) fn expecting(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.json);
        self
    }

    /// Expects a problem with this status and code.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, code: &str) -> Self {
        let reply = self.expecting(status);
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
        assert_eq!(reply.json["code"], code, "{:#}", reply.json);
        assert_eq!(reply.json["status"], status);
        assert_eq!(reply.json["request_id"].as_str(), reply.header("x-request-id"));
        reply
    }

    /// Expects 422 with violations at these paths.
    #[track_caller]
    pub(crate) fn violations(self, places: &[&str]) -> Self {
        let reply = self.problem(422, "validation");
        let detail = reply.json["detail"].as_array().unwrap().iter();
        let found: Vec<String> = detail
            .map(|fault| {
                assert!(fault["msg"].is_string() && fault["type"].is_string(), "{fault}");
                let steps = fault["loc"].as_array().unwrap().iter();
                steps
                    .map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned))
                    .collect::<Vec<_>>()
            })
            .map(|steps| steps.join("."))
            .collect();
        assert_eq!(found, places, "{:#}", reply.json);
        reply
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn id(&self) -> String {
        self.json["id"].as_str().unwrap().to_owned()
    }
}

/// Has the secret `${secret:senders/crm}` and no other.
fn secrets() -> LocalSecrets {
    LocalSecrets::open(None, Environment::of([("BEADLE_SECRET_SENDERS_CRM", "s3cret")])).unwrap()
}
