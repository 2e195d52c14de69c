//! Requests whose record is deferred, over the table: what callers see of them until they begin.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use async_trait::async_trait;
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request},
};
use beadle_api::{Auth, Setup, router};
use beadle_application::port::{AuditQuery, AuditTrail, Claim, Executions, Queue, QueueError, RunExecutions};
use beadle_aws::{ExecutionStore, Retention, Table};
use beadle_domain::execution::{CancelReason, Message, Status};
use beadle_embedded::Embedded;
use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{
    api::{GATEWAY_SECRET, api},
    store,
};
use crate::{
    conformance::{
        adapters::stepped_clock::SteppedClock,
        specimen::{at, completed, owner},
    },
    dynamo::{Dynamo, TABLE},
};

const EXECUTE: &str = "/api/v1/execute";
const BATCH: &str = "/api/v1/executions/batch";

/// The messages that were sent and have not been handled.
#[derive(Default)]
struct Sent(Mutex<Vec<Message>>);

impl Sent {
    fn take(&self) -> Vec<Message> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Queue for Sent {
    async fn send(&self, message: &Message, _: Option<Timestamp>) -> Result<(), QueueError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
        Ok(())
    }
}

/// The API with its executions in the table.
struct World {
    executions: Arc<ExecutionStore>,
    sent: Arc<Sent>,
    others: Embedded,
    clock: Arc<SteppedClock>,
    _dynamo: Dynamo,
}

struct Reply {
    status: u16,
    headers: HeaderMap,
    json: Value,
}

impl World {
    async fn start() -> anyhow::Result<Self> {
        let (others, clock) = store()?;
        let dynamo = Dynamo::start().await?;
        let sent = Arc::new(Sent::default());
        let table = Table::new(dynamo.client.clone(), TABLE);
        let executions = Arc::new(ExecutionStore::new(table, sent.clone(), Retention::default()));
        Ok(Self { executions, sent, others, clock, _dynamo: dynamo })
    }

    fn setup(&self) -> Setup {
        let mut setup = api(&self.others, self.clock.clone());
        setup.ports.executions = self.executions.clone();
        setup.ports.starter = self.executions.clone();
        setup.ports.runs = self.executions.clone();
        setup
    }

    async fn send(&self, setup: Setup, request: Request<Body>) -> anyhow::Result<Reply> {
        let response = router(setup).oneshot(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body(), 1 << 20).await?;
        Ok(Reply { status, headers, json: serde_json::from_slice(&body)? })
    }

    /// A request of `user`, with these headers.
    async fn by_with(
        &self,
        user: &str,
        headers: &[(&str, &str)],
        method: Method,
        path: &str,
        body: Value,
    ) -> anyhow::Result<Reply> {
        let own =
            [("x-user-id", user), ("x-gateway-secret", GATEWAY_SECRET), ("content-type", "application/json")];
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in own.iter().chain(headers) {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.send(self.setup(), request.body(body)?).await
    }

    async fn get(&self, user: &str, path: &str) -> anyhow::Result<Reply> {
        self.by_with(user, &[], Method::GET, path, Value::Null).await
    }

    async fn post(&self, path: &str, body: Value) -> anyhow::Result<Reply> {
        self.by_with("ada", &[], Method::POST, path, body).await
    }

    /// The path of an execution of ada whose record is deferred.
    async fn begin(&self) -> anyhow::Result<(ExecutionId, String)> {
        let reply = self.post(EXECUTE, deferring()).await?;
        assert_eq!(reply.status, 202, "{:#}", reply.json);
        let id = reply.json["id"].as_str().context("no id")?;
        Ok((id.parse()?, format!("/api/v1/executions/{id}")))
    }
}

fn deferring() -> Value {
    json!({"type": "http", "url": "https://api.example.com/weather", "record": "deferred"})
}

#[tokio::test]
async fn it_is_pending_until_it_begins() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (id, path) = world.begin().await?;
    assert_eq!(world.executions.get(id).await?, None, "it has no row");
    for route in [path.clone(), format!("/api/v1/tasks/{id}")] {
        let found = world.get("ada", &route).await?;
        assert_eq!((found.status, found.headers["retry-after"].to_str()?), (202, "1"), "{route}");
        let created_at = at(10).to_string();
        let shown = json!({"id": id, "execution_id": id, "status": "pending", "record": "deferred", "created_at": created_at});
        assert_eq!(found.json, shown, "{route}");
        assert_eq!(world.get("eve", &route).await?.status, 404, "{route}");
    }
    let list = world.get("ada", "/api/v1/executions").await?;
    assert_eq!((list.status, &list.json["executions"]), (200, &json!([])));
    let why = world.get("ada", &format!("{path}/explain")).await?;
    assert_eq!((why.status, &why.json["code"]), (409, &json!("not_recorded")), "{:#}", why.json);
    assert_eq!(
        (&why.json["execution_status"], why.headers["retry-after"].to_str()?),
        (&json!("pending"), "1")
    );

    let [message] = &world.sent.take()[..] else { anyhow::bail!("not one message") };
    assert_eq!(message.execution().id(), id);
    assert!(matches!(world.executions.claim(message, at(11)).await?, Claim::Taken(_)));
    let found = world.get("ada", &path).await?;
    assert_eq!((found.status, &found.json["status"]), (200, &json!("running")), "{:#}", found.json);
    let list = world.get("ada", "/api/v1/executions").await?;
    assert_eq!(list.json["executions"][0]["id"], json!(id));
    Ok(())
}

#[tokio::test]
async fn it_can_be_cancelled_by_its_id_before_it_begins() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (id, path) = world.begin().await?;
    let cancel = format!("{path}/cancel");
    assert_eq!(world.by_with("eve", &[], Method::POST, &cancel, Value::Null).await?.status, 404);
    let cancelled = world.post(&cancel, Value::Null).await?;
    assert_eq!(
        (cancelled.status, &cancelled.json["status"]),
        (200, &json!("cancelled")),
        "{:#}",
        cancelled.json
    );
    assert_eq!(cancelled.json["id"], json!(id));
    let again = world.post(&cancel, Value::Null).await?;
    assert_eq!((again.status, &again.json["code"]), (409, &json!("already_ended")), "{:#}", again.json);
    let found = world.get("ada", &path).await?;
    assert_eq!((found.status, &found.json["status"]), (202, &json!("cancelled")));

    let [message] = &world.sent.take()[..] else { anyhow::bail!("not one message") };
    assert_eq!(world.executions.claim(message, at(11)).await?, Claim::Done);
    let found = world.get("ada", &path).await?;
    assert_eq!((found.status, &found.json["status"]), (200, &json!("cancelled")), "{:#}", found.json);
    assert_eq!(found.json["cancel_reason"], json!(CancelReason::Requested));
    let entries = AuditTrail::list(
        &world.others,
        &AuditQuery { user: Some(owner("ada")), limit: 10, ..AuditQuery::default() },
    )
    .await?
    .items;
    let [entry] = &entries[..] else { anyhow::bail!("not one entry of the audit trail: {entries:?}") };
    assert_eq!((entry.owner.as_ref(), entry.actor.as_ref()), (Some(&owner("ada")), Some(&owner("ada"))));
    Ok(())
}

#[tokio::test]
async fn an_admin_cancels_one_of_somebody_else() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (id, path) = world.begin().await?;
    let as_admin = |method: Method, path: String| {
        let mut setup = world.setup();
        setup.auth = Auth::Local;
        let request = Request::builder().method(method).uri(path).body(Body::empty());
        async { anyhow::Ok(world.send(setup, request?).await?) }
    };
    let found = as_admin(Method::GET, path.clone()).await?;
    assert_eq!((found.status, &found.json["status"]), (202, &json!("pending")), "{:#}", found.json);
    let cancelled = as_admin(Method::POST, format!("{path}/cancel")).await?;
    assert_eq!(cancelled.status, 200, "{:#}", cancelled.json);
    let [message] = &world.sent.take()[..] else { anyhow::bail!("not one message") };
    assert_eq!(world.executions.claim(message, at(11)).await?, Claim::Done);
    let row = world.executions.get(id).await?.context("a row")?;
    assert_eq!((row.status(), row.request.owner.as_str()), (Status::Cancelled, "ada"));
    Ok(())
}

#[tokio::test]
async fn what_selects_executions_passes_it_over() -> anyhow::Result<()> {
    let world = World::start().await?;
    world.begin().await?;
    for action in ["cancel", "replay", "retry"] {
        let path = format!("/api/v1/executions/{action}");
        let reply = world.post(&path, json!({"filter": {"type": "http"}})).await?;
        assert_eq!((reply.status, &reply.json["results"]), (207, &json!([])), "{action}: {:#}", reply.json);
    }
    let counts = world.get("ada", "/api/v1/executions/counts?type=http").await?;
    assert_eq!((counts.status, &counts.json["started"]), (200, &json!(0)), "{:#}", counts.json);
    let [message] = &world.sent.take()[..] else { anyhow::bail!("not one message") };
    assert!(matches!(world.executions.claim(message, at(11)).await?, Claim::Taken(_)));
    Ok(())
}

#[tokio::test]
async fn requests_of_a_batch_defer_their_records_each() -> anyhow::Result<()> {
    let world = World::start().await?;
    let plain = json!({"type": "http", "url": "https://api.example.com/weather"});
    let reply = world.post(BATCH, json!({"requests": [deferring(), plain, deferring()]})).await?;
    assert_eq!(reply.status, 207, "{:#}", reply.json);
    let mut recorded = Vec::new();
    for result in reply.json["results"].as_array().context("results")? {
        assert_eq!(result["status"], 202, "{result:#}");
        let id: ExecutionId = result["execution"]["id"].as_str().context("an id")?.parse()?;
        recorded.push(world.executions.get(id).await?.is_some());
    }
    assert_eq!(recorded, [false, true, false]);
    assert_eq!(world.sent.take().len(), 3);
    Ok(())
}

#[tokio::test]
async fn who_waits_for_its_end_gets_it() -> anyhow::Result<()> {
    let world = World::start().await?;
    let asked = world.by_with("ada", &[("prefer", "wait=20")], Method::POST, EXECUTE, deferring());
    let runs = async {
        let message = loop {
            if let Some(message) = world.sent.take().pop() {
                break message;
            }
            tokio::task::yield_now().await;
        };
        let Claim::Taken(running) = world.executions.claim(&message, at(11)).await? else {
            anyhow::bail!("not taken")
        };
        let ended = completed(&running, at(12));
        Ok(world.executions.save(&ended, running.version(), 0).await?)
    };
    let (reply, saved) = tokio::join!(asked, runs);
    saved?;
    let reply = reply?;
    assert_eq!((reply.status, &reply.json["status"]), (200, &json!("completed")), "{:#}", reply.json);
    Ok(())
}
