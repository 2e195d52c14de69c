//! Executions as server-sent events.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tokio::time::timeout;
use tower::ServiceExt;

use super::Client;

/// How long an event may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stream of events.
struct Events {
    body: BodyDataStream,
    text: String,
}

/// An event: its name, its id and its data.
type Event = (String, String, Value);

impl Events {
    async fn open(client: &Client, path: &str) -> Self {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = client.router().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-cache");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event; `None` at the end of the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let member = |name: &str| {
                    event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned()
                };
                // A comment keeps the connection.
                if !event.starts_with(':') {
                    let data = serde_json::from_str(&member("data: ")).unwrap();
                    return Some((member("event: "), member("id: "), data));
                }
                continue;
            }
            let bytes = timeout(PATIENCE, self.body.next()).await.unwrap()?.unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// The status of the next event, which is about the execution `id`.
    async fn status_of(&mut self, id: &str) -> String {
        let (name, _, data) = self.next().await.unwrap();
        assert_eq!((name.as_str(), data["id"].as_str()), ("execution", Some(id)), "{data:#}");
        data["status"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn an_execution_is_followed_to_its_end() {
    let client = Client::new();
    let id = client.execution().await.id();
    let path = format!("/api/v1/executions/{id}/events");
    let mut events = Events::open(&client, &path).await;
    assert_eq!(events.status_of(&id).await, "pending");

    let running = client.claim(&id).await;
    assert_eq!(events.status_of(&id).await, "running");
    client.settle(&running, beadle_domain::execution::conclude::Outcome::Succeeded { answer: None }).await;
    let (_, version, data) = events.next().await.unwrap();
    assert_eq!((data["status"].as_str(), version.as_str()), (Some("completed"), "3"));
    assert_eq!(events.next().await, None);

    // Who knows the end is told to come no more; who does not is told.
    client.header("last-event-id", "3").get(&path).await.expecting(204);
    assert_eq!(Events::open(&client, &path).await.status_of(&id).await, "completed");
}

#[tokio::test]
async fn all_executions_of_a_caller_are_followed_and_filtered() {
    let client = Client::new();
    let task = client.task(json!({})).await.id();
    let mut all = Events::open(&client, "/api/v1/events").await;
    let mut of_task = Events::open(&client, &format!("/api/v1/events?task_id={task}")).await;
    let mut completed = Events::open(&client, "/api/v1/events?status=completed&type=http").await;

    let other = client.execution().await.id();
    let run = client.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202).id();
    assert_eq!(all.status_of(&other).await, "pending");
    assert_eq!(all.status_of(&run).await, "pending");
    assert_eq!(of_task.status_of(&run).await, "pending");
    client.complete(&other, json!({})).await;
    assert_eq!(completed.status_of(&other).await, "completed");
}

#[tokio::test]
async fn nobody_follows_the_executions_of_others() {
    let client = Client::behind_gateway();
    let (ada, eve) = (client.by("ada"), client.by("eve"));
    let id = ada.execution().await.id();
    eve.get(&format!("/api/v1/executions/{id}/events")).await.problem(404, "execution_not_found");
    eve.get("/api/v1/events?user_id=ada").await.problem(403, "permission_denied");
}

#[tokio::test]
async fn a_stream_ends_when_its_time_is_over() {
    let client = Client::new();
    let mut events = Events::open(&client, "/api/v1/events?for=100ms").await;
    assert_eq!(events.next().await, None);
    client.get("/api/v1/events?for=2h").await.violations(&["query.for"]);
}

#[tokio::test]
async fn streams_end_when_the_process_is_about_to_stop() {
    let stopping = tokio_util::sync::CancellationToken::new();
    let given = stopping.clone();
    let client = Client::with(|setup| setup.stopping = given);
    let mut events = Events::open(&client, "/api/v1/events").await;
    stopping.cancel();
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn what_can_not_stream_says_why_and_too_many_streams_are_refused() {
    let client = Client::with(|setup| setup.feeds = None);
    let id = client.execution().await.id();
    for path in ["/api/v1/events", &format!("/api/v1/executions/{id}/events")] {
        let problem = client.get(path).await.problem(406, "not_streamed");
        assert!(problem.json["detail"].as_str().unwrap().contains("EventStreamUrl"), "{:#}", problem.json);
    }

    let client = Client::new();
    let mut open = Vec::new();
    for _ in 0..256 {
        open.push(Events::open(&client, "/api/v1/events").await);
    }
    let refused = client.get("/api/v1/events").await.problem(503, "too_many_streams");
    assert_eq!(refused.header("retry-after"), Some("60"));
    open.pop();
    client.get("/api/v1/events").await.expecting(200);
}
