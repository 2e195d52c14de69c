//! Typed requests, problems, retries, waits and pages.

use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode},
    response::Response,
};
use beadle_client::{
    Beadle, Error, RetryPolicy,
    types::{Account, ApiKeyRequest, Execution, ExecutionStatus, NewApiKey, Scope, Task, TaskList},
};
use futures_util::{TryStreamExt, stream};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::server::{beadle, client_of, serve, token, url};

const PATIENCE: Duration = Duration::from_secs(20);

fn at_once(delay: Option<&str>) -> Value {
    let mut request = json!({"type": "simulated", "min_ms": 0, "max_ms": 0, "failure_rate": 0});
    if let Some(delay) = delay {
        request["delay"] = json!(delay);
    }
    request
}

/// What a server in front of Beadle does with its n-th response.
type Spoil = fn(usize) -> Spoiled;

enum Spoiled {
    /// Passes it on.
    No,
    /// Sends another status in its place, and when to ask again.
    Status(u16, &'static str),
    /// Says that the execution is queued and has no record yet.
    Queued(&'static str),
    /// Breaks the connection off.
    Lost,
}

/// The keys that it has seen.
type Keys = Arc<Mutex<Vec<Option<String>>>>;

#[derive(Clone)]
struct Unreliable {
    spoil: Spoil,
    keys: Keys,
    http: reqwest::Client,
}

impl Unreliable {
    async fn start(spoil: Spoil) -> Result<(Beadle, Keys)> {
        let keys = Arc::default();
        let state = Self { spoil, keys: Arc::clone(&keys), http: reqwest::Client::new() };
        let address = serve(Router::new().fallback(Self::respond).with_state(state)).await?;
        let retry = RetryPolicy { base: Duration::from_millis(5), ..RetryPolicy::default() };
        Ok((client_of(&address)?.with_retry(retry), keys))
    }

    async fn respond(State(this): State<Self>, request: Request) -> Result<Response, StatusCode> {
        this.pass(request).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Sends the request on and its response back. It reaches Beadle in any case: what is lost is the response.
    async fn pass(&self, request: Request) -> Result<Response> {
        let (parts, body) = request.into_parts();
        let key =
            parts.headers.get("idempotency-key").map(|key| key.to_str()).transpose()?.map(str::to_owned);
        let mut sent = self.http.request(parts.method, format!("{}{}", url()?, parts.uri));
        sent = sent.bearer_auth(token()?).header("content-type", "application/json");
        if let Some(key) = &key {
            sent = sent.header("idempotency-key", key);
        }
        let number = {
            let mut keys = self.keys.lock().await;
            keys.push(key);
            keys.len()
        };
        let got = sent.body(to_bytes(body, usize::MAX).await?).send().await?;
        let (status, content) = (got.status(), got.bytes().await?);
        Ok(match (self.spoil)(number) {
            Spoiled::No => Response::builder().status(status).body(Body::from(content))?,
            Spoiled::Status(status, seconds) => {
                Response::builder().status(status).header("retry-after", seconds).body(Body::empty())?
            }
            Spoiled::Queued(execution) => {
                let body = json!({"id": "exe_0", "record": "deferred", "status": execution});
                Response::builder().status(202).body(Body::from(body.to_string()))?
            }
            Spoiled::Lost => {
                let broken = stream::once(async { Err::<Bytes, _>(io::Error::other("lost")) });
                Response::new(Body::from_stream(broken))
            }
        })
    }
}

#[tokio::test]
async fn a_request_is_typed_and_so_is_its_response() -> Result<()> {
    let beadle = beadle()?;
    let body = json!({"name": "call", "type": "http", "config": {"url": "https://api.example.com/"}, "schedule": "daily at 7:00"});
    let task: Task = beadle.request(Method::POST, "/api/v1/tasks").json(&body)?.send().await?;
    assert_eq!(task.name, "call");
    let path = format!("/api/v1/tasks/{}", task.id);
    let changed: Task =
        beadle.request(Method::PATCH, &path).json(&json!({"name": "call again"}))?.send().await?;
    assert_eq!(changed.name, "call again");
    beadle.request(Method::DELETE, &path).send::<()>().await?;
    Ok(())
}

#[tokio::test]
async fn what_is_started_can_be_waited_for_in_the_request() -> Result<()> {
    let beadle = beadle()?;
    let request = beadle.request(Method::POST, "/api/v1/execute").json(&at_once(None))?.wait(10);
    let execution: Execution = request.send().await?;
    assert!(matches!(execution.status, ExecutionStatus::Completed));
    Ok(())
}

#[tokio::test]
async fn an_execution_is_waited_for_until_it_ends() -> Result<()> {
    let beadle = beadle()?;
    let started = beadle.execute(&at_once(Some("1s"))).await?;
    assert!(!matches!(started.status, ExecutionStatus::Completed));
    let ended = beadle.wait(&started.id, PATIENCE).await?;
    assert!(matches!(ended.status, ExecutionStatus::Completed));
    Ok(())
}

#[tokio::test]
async fn one_whose_record_is_deferred_is_waited_for_until_it_is_recorded() -> Result<()> {
    let mut request = at_once(None);
    request["record"] = json!("deferred");
    let started = beadle()?.execute(&request).await?;
    let (client, keys) = Unreliable::start(|number| match number {
        1 => Spoiled::Queued("pending"),
        2 => Spoiled::Queued("cancelled"),
        _ => Spoiled::No,
    })
    .await?;
    let ended = client.wait(&started.id, PATIENCE).await?;
    assert!(matches!(ended.status, ExecutionStatus::Completed));
    assert!(keys.lock().await.len() >= 3);
    Ok(())
}

#[tokio::test]
async fn a_wait_has_an_end() -> Result<()> {
    let beadle = beadle()?;
    let started = beadle.execute(&at_once(Some("1h"))).await?;
    let waited = beadle.wait(&started.id, Duration::from_millis(100)).await;
    assert!(matches!(waited, Err(Error::Timeout { .. })));
    Ok(())
}

#[tokio::test]
async fn a_problem_says_what_is_wrong_and_where() -> Result<()> {
    let refused = beadle()?.execute(&json!({"type": "http", "url": "ftp://example.com/"})).await;
    let Err(Error::Refused { status: 422, problem }) = refused else { panic!("not refused") };
    assert_eq!(problem.code, "validation");
    assert_eq!(problem.detail[0]["loc"], json!(["body", "url"]));
    Ok(())
}

#[tokio::test]
async fn a_response_that_was_lost_starts_nothing_twice() -> Result<()> {
    let spoil = |number| if number == 1 { Spoiled::Lost } else { Spoiled::No };
    let (client, keys) = Unreliable::start(spoil).await?;
    let started = client.execute(&at_once(Some("1h"))).await?;
    let keys = keys.lock().await.clone();
    assert_eq!(keys.len(), 2);
    assert!(keys[0].is_some() && keys[0] == keys[1], "{keys:?}");
    let beadle = beadle()?;
    let again = beadle.request(Method::POST, "/api/v1/execute").json(&at_once(Some("1h")))?;
    let again: Execution = again.idempotency_key(keys[0].as_deref().unwrap_or_default()).send().await?;
    assert_eq!(again.id, started.id);
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again_after_the_time_it_names() -> Result<()> {
    let spoil = |number| match number {
        1 => Spoiled::Status(429, "1"),
        2 => Spoiled::Status(503, "0"),
        _ => Spoiled::No,
    };
    let (client, keys) = Unreliable::start(spoil).await?;
    let started = Instant::now();
    let limits: Account = client.request(Method::GET, "/api/v1/limits").send().await?;
    assert!(started.elapsed() >= Duration::from_secs(1));
    assert_eq!(limits.user_id, "contract");
    assert_eq!(keys.lock().await.len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_request_that_may_not_be_repeated_is_sent_once() -> Result<()> {
    let (client, keys) = Unreliable::start(|_| Spoiled::Lost).await?;
    let body =
        ApiKeyRequest { name: "once".to_owned(), scopes: vec![Scope::Read], expires_at: None, role: None };
    let lost: Result<NewApiKey, _> =
        client.request(Method::POST, "/api/v1/api-keys").json(&body)?.send().await;
    assert!(matches!(lost, Err(Error::Http(_))));
    assert_eq!(keys.lock().await.len(), 1);
    let (client, keys) = Unreliable::start(|_| Spoiled::Status(504, "0")).await?;
    let limits: Result<Account, _> = client.request(Method::GET, "/api/v1/limits").send().await;
    assert_eq!(limits.err().and_then(|error| error.status()), Some(504));
    assert_eq!(keys.lock().await.len(), 4);
    Ok(())
}

#[tokio::test]
async fn lists_are_iterated_over_to_their_end() -> Result<()> {
    let beadle = beadle()?;
    let tag = format!("tag-{}", std::process::id());
    for number in 0..7 {
        let body = json!({"name": format!("task {number}"), "type": "todo", "tags": [tag]});
        let _: Task = beadle.request(Method::POST, "/api/v1/tasks").json(&body)?.send().await?;
    }
    let list = beadle.list::<TaskList>("/api/v1/tasks", &[("tag", &tag), ("limit", "3")]);
    let mut names: Vec<String> = list.map_ok(|task| task.name).try_collect().await?;
    names.sort();
    assert_eq!(names, (0..7).map(|number| format!("task {number}")).collect::<Vec<_>>());
    Ok(())
}
