//! A system that runs long jobs: it accepts them, is polled, and calls back. Like a careful system it runs one job per
//! `Idempotency-Key`.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    sync::{Arc, Mutex},
};

use anyhow::Context;
use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use reqwest::Client;
use serde_json::{Value, json};

/// What the system knows of a job.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// When it was asked to start it.
    pub starts: Vec<Timestamp>,
    /// What those requests said of it.
    pub bodies: Vec<Value>,
    /// How often it was asked about it.
    pub polls: usize,
    /// How often it was asked to stop it.
    pub stops: usize,
    /// The answers to its own reports.
    pub answers: Vec<(u16, Value)>,
}

impl Job {
    /// The address that it is to call, as the last start said it.
    pub fn hook(&self) -> anyhow::Result<&str> {
        self.bodies.last().and_then(|body| body["hook"].as_str()).context("no address to call")
    }

    /// The report of its end.
    pub fn report(&self) -> Value {
        json!({"number": self.number(), "status": "done"})
    }

    fn number(&self) -> Value {
        self.bodies.first().map(|body| body["number"].clone()).unwrap_or_default()
    }
}

#[derive(Default)]
struct Shared {
    url: String,
    client: Client,
    jobs: Mutex<BTreeMap<String, Job>>,
    /// Where Beadle is reached, if it is no longer where it was when it started the jobs.
    moved_to: Mutex<Option<String>>,
}

/// The system.
#[derive(Clone)]
pub struct Jobs(Arc<Shared>);

impl Jobs {
    /// Starts it on a free port.
    ///
    /// A job is started by `POST /jobs/{manner}` with its `number` and its `hook`:
    ///
    /// - `quiet` is accepted with 202; whoever tests reports its end.
    /// - `before` reports its end before it is accepted, `after` as soon as it is.
    /// - `cut` is accepted with 202, and the body of that answer never ends unless the same start comes again.
    ///
    /// The answer names `/operations/{key}`, which says that it runs until it was asked as often as the `polls` of the
    /// job, and is then done; `DELETE` stops it.
    pub async fn start() -> anyhow::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let client = Client::builder().no_proxy().build()?;
        let jobs = Self(Arc::new(Shared { url, client, ..Shared::default() }));
        let router = Router::new()
            .route("/jobs/{manner}", post(accept))
            .route("/operations/{key}", get(operation).delete(stop))
            .route("/results/{key}", get(result))
            .with_state(jobs.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(jobs)
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.url)
    }

    /// The jobs by their keys, which are the ids of their executions.
    pub fn all(&self) -> BTreeMap<String, Job> {
        self.0.jobs.lock().expect("not poisoned").clone()
    }

    /// The job of an execution, if it was started.
    pub fn get(&self, key: &str) -> Option<Job> {
        self.0.jobs.lock().expect("not poisoned").get(key).cloned()
    }

    /// From now on reports go to this URL of Beadle.
    pub fn report_to(&self, url: &str) {
        *self.0.moved_to.lock().expect("not poisoned") = Some(url.to_owned());
    }

    /// Reports the end of the job: `Ok` with the answer.
    pub async fn report(&self, key: &str) -> anyhow::Result<(u16, Value)> {
        let job = self.get(key).with_context(|| format!("{key} was not started"))?;
        let answer = self.post(job.hook()?, "", &job.report()).await?;
        self.with(key, |job| job.answers.push(answer.clone()));
        Ok(answer)
    }

    /// Sends `body` to `hook`, below which `path` is.
    pub async fn post(&self, hook: &str, path: &str, body: &Value) -> anyhow::Result<(u16, Value)> {
        let moved_to = self.0.moved_to.lock().expect("not poisoned").clone();
        let url = match (moved_to, hook.rsplit('/').next()) {
            (Some(base), Some(token)) => format!("{base}/cb/{token}{path}"),
            _ => format!("{hook}{path}"),
        };
        let response = self.0.client.post(url).json(body).send().await?;
        Ok((response.status().as_u16(), response.json().await?))
    }

    fn with<T>(&self, key: &str, change: impl FnOnce(&mut Job) -> T) -> T {
        change(self.0.jobs.lock().expect("not poisoned").entry(key.to_owned()).or_default())
    }
}

async fn accept(
    State(jobs): State<Jobs>,
    Path(manner): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default().to_owned();
    let again = jobs.with(&key, |job| {
        job.starts.push(Timestamp::now());
        job.bodies.push(body);
        job.starts.len() > 1
    });
    match manner.as_str() {
        // Who does not get through reports again when the same start comes again.
        "before" => drop(jobs.report(&key).await),
        "after" => {
            let (jobs, key) = (jobs.clone(), key.clone());
            tokio::spawn(async move { jobs.report(&key).await });
        }
        _ => {}
    }
    let location = [("operation-location", jobs.url(&format!("/operations/{key}")))];
    if manner == "cut" && !again {
        let begun = stream::once(async { Ok::<_, Infallible>(Bytes::from_static(b"{")) });
        let body = Body::from_stream(begun.chain(stream::pending()));
        return (StatusCode::ACCEPTED, location, body).into_response();
    }
    (StatusCode::ACCEPTED, location, Json(json!({"id": key}))).into_response()
}

/// The answer to a poll, by the guidelines of Azure's REST APIs.
async fn operation(State(jobs): State<Jobs>, Path(key): Path<String>) -> Json<Value> {
    let is_done = jobs.with(&key, |job| {
        job.polls += 1;
        let polls = job.bodies.first().and_then(|body| body["polls"].as_u64()).unwrap_or_default();
        job.polls as u64 > polls
    });
    Json(if is_done {
        json!({"status": "Succeeded", "resourceLocation": jobs.url(&format!("/results/{key}"))})
    } else {
        json!({"status": "Running"})
    })
}

async fn result(State(jobs): State<Jobs>, Path(key): Path<String>) -> Json<Value> {
    Json(json!({"number": jobs.with(&key, |job| job.number()), "status": "polled"}))
}

async fn stop(State(jobs): State<Jobs>, Path(key): Path<String>) -> StatusCode {
    jobs.with(&key, |job| job.stops += 1);
    StatusCode::NO_CONTENT
}
