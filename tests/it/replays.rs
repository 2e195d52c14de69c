//! Executions that failed while a destination was down are replayed, through the API and with the real
//! executor.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use axum::{
    Router,
    body::{Body, to_bytes},
};
use beadle_api::router;
use beadle_application::port::{Clock, Executions};
use beadle_domain::{egress::EgressPolicy, execution::Status};
use beadle_embedded::{Embedded, Options};
use beadle_executor::Executor;
use beadle_outbound::ReqwestCaller;
use futures_util::future::try_join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    conformance::{
        Verdict,
        adapters::stepped_clock::SteppedClock,
        http_caller::destination::{Destination, Reply, whole},
        specimen::executions_of_owner,
    },
    due, executor_ports,
    follow::calls,
    handlers,
};

const FAILED: usize = 30;

struct World {
    store: Embedded,
    clock: Arc<SteppedClock>,
    executor: Executor,
    router: Router,
}

impl World {
    fn new() -> anyhow::Result<Self> {
        let clock = Arc::new(SteppedClock::default());
        let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?;
        let caller = Arc::new(ReqwestCaller::new(EgressPolicy::open())?);
        let ports = executor_ports::over(&store, caller, clock.clone(), Arc::new(beadle_testing::HalfJitter));
        let router = router(handlers::api::api(&store, clock.clone()));
        Ok(Self { store, clock, executor: Executor::new(ports), router })
    }

    async fn post(&self, path: &str, key: &str, body: &Value) -> anyhow::Result<Value> {
        let request = axum::http::Request::post(path)
            .header("x-user-id", "ada")
            .header("x-gateway-secret", handlers::api::GATEWAY_SECRET)
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))?;
        let response = self.router.clone().oneshot(request).await?;
        Ok(serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await?)?)
    }

    async fn count(&self, status: Status) -> anyhow::Result<usize> {
        let page = self.store.list(&executions_of_owner("ada", 100)).await?;
        Ok(page.items.iter().filter(|execution| execution.status() == status).count())
    }
}

#[tokio::test]
async fn a_repeated_replay_runs_each_failed_execution_once() -> Verdict {
    let up = Arc::new(AtomicBool::new(false));
    let is_up = up.clone();
    let there = Destination::start(move |_| {
        Reply::Bytes(whole(if is_up.load(SeqCst) { 200 } else { 503 }, "", b"{}"))
    })
    .await;
    let world = World::new()?;
    let call = |index| json!({"type": "http", "url": there.url(&format!("/{index}")), "retries": 0});
    let batch = json!({"requests": (0..FAILED).map(call).collect::<Vec<_>>()});
    assert_eq!(world.post("/api/v1/executions/batch", "b", &batch).await?["succeeded"], FAILED);
    due::run(&world.store, &world.executor).await?;
    assert_eq!(world.count(Status::Failed).await?, FAILED);

    up.store(true, SeqCst);
    let replay = json!({"filter": {"error_code": "http_status"}, "pace": {"rate": 10, "per": "1s"}});
    let path = "/api/v1/executions/replay";
    let both = try_join_all(["one", "two"].map(|key| world.post(path, key, &replay))).await?;
    for answer in &both {
        assert_eq!((&answer["succeeded"], &answer["next_cursor"]), (&json!(FAILED), &Value::Null));
    }
    let started = |status: u16| {
        let results = both.iter().flat_map(|answer| answer["results"].as_array()).flatten();
        results.filter(|item| item["status"] == status).count()
    };
    assert_eq!((started(202), started(200)), (FAILED, FAILED));

    due::run(&world.store, &world.executor).await?;
    let begun = world.count(Status::Completed).await?;
    assert!(begun < FAILED, "they are spread over time, and {begun} began at once");
    world.clock.advance_to(world.clock.now() + SignedDuration::from_secs(3));
    due::run(&world.store, &world.executor).await?;
    assert_eq!(world.count(Status::Completed).await?, FAILED);
    let calls = calls(&there);
    assert_eq!(calls.len(), FAILED);
    assert!(calls.values().all(|times| *times == 2), "{calls:?}");
    let again = world.post(path, "three", &replay).await?;
    assert_eq!((&again["succeeded"], &again["failed"]), (&json!(FAILED), &json!(0)));
    due::run(&world.store, &world.executor).await?;
    assert_eq!(world.count(Status::Completed).await?, FAILED);
    Ok(())
}
