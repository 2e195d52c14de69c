//! Jobs that keep the permit of their config's concurrency limit.

use std::sync::Arc;

use beadle_application::{
    Policies, Ports,
    execution::cancel_by_system,
    port::{Executions, GateStore, StoreError},
};
use beadle_domain::{
    config::{Config, Profile},
    execution::{
        CancelReason, Event, Execution, Failure, FailureCode, HoldKind, State, Status, job::SentKind,
    },
    gate::{self, GateKey, GatePart, GatePolicy},
    projection::{Change, ChangeRecord, ExecutionFacts, Sequence},
};
use beadle_testing::CountedIds;
use beadle_values::id::{ConfigId, OwnerId};
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{complete, run_until, started, token, wait, whole};
use crate::tests::world::{Mishap, Reply, World, at, report};

fn one_at_once() -> Config {
    let ada = OwnerId::parse("ada").unwrap();
    Config {
        key: None,
        plan: None,
        id: ConfigId::from_uuid(Uuid::from_u128(7)),
        owner: ada.clone(),
        name: "render".into(),
        description: None,
        shared: false,
        profile: Profile { concurrency: Some(1), ..Profile::default() },
        created_at: at(0),
        updated_at: at(0),
        updated_by: ada,
        version: 1,
        idempotency: None,
    }
}

/// A job under that config which keeps its permit, with these members.
fn keeping(members: Value) -> Execution {
    let mut all = members;
    all["hold_permit"] = json!(true);
    under(&wait(all))
}

fn under(job: &Execution) -> Execution {
    let mut request = (*job.request).clone();
    request.config_id = Some(one_at_once().id);
    Execution::new(request, at(0))
}

async fn world(replies: impl IntoIterator<Item = Reply>) -> World {
    let world = World::answering(replies);
    world.put_config(&one_at_once()).await;
    world
}

/// Does what follows from the row of `execution` as it is now, as the projector does.
async fn follow_up(world: &World, execution: &Execution) {
    let change =
        Change::Execution { before: None, after: ExecutionFacts::from(&world.row(execution.id()).await) };
    let record = ChangeRecord { shard: "one".into(), sequence: Sequence::of(1), at: at(0), change };
    let ports =
        Ports::over(&Arc::new(world.store.clone()), world.clock.clone(), Arc::new(CountedIds::default()));
    ports.services(Policies::default()).projections.follow_up.follow_up(&[record]).await.unwrap();
}

/// How many permits of the config are in use at `second`.
async fn in_use(world: &World, second: i64) -> u32 {
    let part = GatePart::Permits(0);
    let stored = world.store.read(&GateKey::of_config(one_at_once().id, part)).await.unwrap();
    let states: Vec<_> = stored.state.map(|state| (part, state)).into_iter().collect();
    gate::view(&states, &GatePolicy::of(&one_at_once().profile), at(second)).in_use.unwrap()
}

/// How the wait for a job ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Completed,
    Failed,
    TimedOut,
    HeartbeatLost,
    Cancelled,
    Abandoned,
    GivenUp,
}

/// Ends the wait of `job`, whose token this is; returns the second at which it has ended.
async fn end(world: &World, job: &Execution, token: &str, end: End) -> i64 {
    let row = world.row(job.id()).await;
    match end {
        End::Completed => {
            complete(world, token, "{}", 50).await.unwrap();
            50
        }
        End::Failed => {
            report(&world.store, token, SentKind::Fail, "{}", at(50)).await.unwrap();
            50
        }
        End::TimedOut => {
            run_until(world, 600).await;
            600
        }
        End::HeartbeatLost => {
            run_until(world, 300).await;
            300
        }
        End::Cancelled | End::Abandoned => {
            cancel_by_system(&world.store, row, CancelReason::Requested, at(50)).await.unwrap();
            run_until(world, 50).await;
            50
        }
        End::GivenUp => {
            let failure = Failure::new(FailureCode::Interrupted, "the attempt was interrupted too often");
            let ended = row.apply(Event::Abandon { failure }, at(50)).unwrap();
            world.store.save(&ended, row.version(), 0).await.unwrap();
            50
        }
    }
}

#[rstest]
#[case(End::Completed, json!({}))]
#[case(End::Failed, json!({}))]
#[case(End::TimedOut, json!({"deadline": "10m"}))]
#[case(End::HeartbeatLost, json!({"heartbeat_timeout": "5m"}))]
#[case(End::Cancelled, json!({}))]
#[case(End::Abandoned, json!({"abandon": {"method": "DELETE", "url": "https://a.example/jobs"}}))]
#[case(End::GivenUp, json!({}))]
#[tokio::test]
async fn the_next_job_starts_when_the_one_before_has_ended_however_it_ends(
    #[case] how: End,
    #[case] members: Value,
) {
    let world = world([]).await;
    let (first, second) = (keeping(members), keeping(json!({})));
    let first_token = started(&world, &first).await;
    assert_eq!(in_use(&world, 1).await, 1);
    world.deliver(second.clone()).await.unwrap();
    let held = world.row(second.id()).await;
    let State::Deferred { hold, .. } = held.state() else { panic!("{held:?}") };
    assert_eq!(hold.kind, HoldKind::Concurrency);
    assert!(hold.reason.contains("jobs that have not ended keep their permits"), "{}", hold.reason);
    run_until(&world, 49).await;
    assert_eq!(world.row(second.id()).await.status(), Status::Deferred);
    assert_eq!(world.destination.calls().len(), 1, "not before");

    let ended_at = end(&world, &first, &first_token, how).await;
    let ended = world.row(first.id()).await;
    assert!(ended.status().is_final() || ended.status() == Status::Retrying, "{how:?}: {ended:?}");
    let before = world.destination.calls().len();
    for _ in 0..2 {
        follow_up(&world, &first).await;
        assert_eq!(in_use(&world, ended_at).await, 0, "{how:?}");
    }
    let due = world.row(second.id()).await.state().due().unwrap();
    run_until(&world, due.as_second() + 1).await;
    assert_eq!(world.row(second.id()).await.status(), Status::Waiting);
    assert!(world.destination.calls().len() > before);
    // What follows from the end of the first one, again, takes nothing from the second one.
    follow_up(&world, &first).await;
    assert_eq!(in_use(&world, due.as_second() + 1).await, 1);
}

#[tokio::test]
async fn a_job_keeps_no_permit_unless_it_says_so() {
    let world = world([]).await;
    for job in [under(&wait(json!({}))), under(&wait(json!({})))] {
        started(&world, &job).await;
    }
    assert_eq!(world.destination.calls().len(), 2);
}

#[tokio::test]
async fn a_job_that_keeps_a_permit_is_polled_under_it() {
    let world = world([
        whole(202, &[("location", "/jobs/7")], &json!({})),
        whole(202, &[], &json!({})),
        whole(200, &[], &json!({"n": 1})),
    ])
    .await;
    let request = json!({"method": "POST", "url": "https://a.example/jobs"});
    let job = keeping(json!({"request": request, "poll": {"interval": "10s"}}));
    world.deliver(job.clone()).await.unwrap();
    run_until(&world, 10).await;
    assert_eq!((world.row(job.id()).await.status(), in_use(&world, 10).await), (Status::Waiting, 1));
    run_until(&world, 20).await;
    assert_eq!(world.row(job.id()).await.status(), Status::Completed);
}

#[tokio::test]
async fn a_runner_that_dies_leaves_its_permit_to_the_one_that_starts_the_job_again() {
    let world = world([]).await;
    let (first, second) = (keeping(json!({})), keeping(json!({})));
    world.expects("executions.save", Mishap::Fails(StoreError::Unavailable("down".into())));
    assert!(world.deliver(first.clone()).await.is_err());
    assert_eq!((world.row(first.id()).await.status(), in_use(&world, 1).await), (Status::Running, 1));
    world.deliver(second.clone()).await.unwrap();
    run_until(&world, 100).await;
    assert_eq!(world.row(first.id()).await.status(), Status::Waiting);
    assert_eq!(world.row(second.id()).await.status(), Status::Deferred);
    assert_eq!(in_use(&world, 100).await, 1);
    complete(&world, &token(&world), "{}", 110).await.unwrap();
    follow_up(&world, &first).await;
    assert_eq!(in_use(&world, 110).await, 0);
}

#[tokio::test]
async fn a_runner_that_dies_for_good_leaks_no_permit() {
    let world = world([]).await;
    let job = keeping(json!({}));
    world.expects("executions.save", Mishap::Fails(StoreError::Unavailable("down".into())));
    assert!(world.deliver(job.clone()).await.is_err());
    let row = world.row(job.id()).await;
    let failure = Failure::new(FailureCode::Interrupted, "the attempt was interrupted too often");
    world.store.save(&row.apply(Event::Abandon { failure }, at(5)).unwrap(), row.version(), 0).await.unwrap();
    assert_eq!(in_use(&world, 5).await, 1);
    follow_up(&world, &job).await;
    assert_eq!(in_use(&world, 5).await, 0, "its row does not say that it kept one");
}
