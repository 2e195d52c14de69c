//! Executions with order keys: two executors over one store, a destination that fails, and a store that fails.

use std::collections::BTreeMap;

use beadle_application::port::{StartExecutions as _, StoreError};
use beadle_domain::{
    execution::{Execution, FailureCode, HoldKind, State, Status},
    order::{OnOrderFailure, Order},
    spec::{HttpSpec, TaskSpec},
};

use super::world::{Mishap, Reply, World, at, execution};

/// The execution `number` of `key`, which calls an address that says so.
fn ordered(key: &str, number: usize, on_failure: OnOrderFailure) -> Execution {
    execution(|request| {
        request.order = Some(Order { key: key.to_owned(), on_failure, fault: None });
        request.spec = TaskSpec::Http(HttpSpec::new("GET", &format!("https://a.example/{key}/{number}")));
    })
}

/// Handles what is delivered until nothing waits beyond `seconds`. Executors of two processes take turns.
async fn run(world: &World, executions: &[Execution], seconds: i64) {
    let mut now = at(0);
    for _ in 0..20_000 {
        let delivered = world.delivered_by(now).await;
        let idle = delivered.is_empty();
        for delivery in delivered {
            // A message that fails is delivered again when its lease has ended.
            let _ = world.executor().handle(delivery, None).await;
        }
        let mut rows = Vec::new();
        for execution in executions {
            rows.push(world.row(execution.id()).await);
        }
        if idle {
            let wakes = rows.iter().filter_map(|row| match row.state() {
                State::Running { lease_until, .. } => Some(*lease_until),
                state => state.due(),
            });
            match wakes.min().filter(|wake| *wake <= at(seconds)) {
                Some(wake) => now = now.max(wake),
                None => return,
            }
        }
    }
    panic!("the executions do not end");
}

/// The numbers of the calls of each key, in order.
fn called(world: &World) -> BTreeMap<String, Vec<usize>> {
    let mut called: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (request, _) in world.destination.calls() {
        let mut parts = request.url.path_segments().unwrap();
        let (key, number) = (parts.next().unwrap().to_owned(), parts.next().unwrap().parse().unwrap());
        called.entry(key).or_default().push(number);
    }
    called
}

async fn start(world: &World, executions: &[Execution]) {
    for execution in executions {
        world.store.start(execution).await.unwrap();
    }
}

#[tokio::test]
async fn each_key_runs_in_order_retries_included() {
    let replies = (0..200).map(|number| Reply::Status(if number % 4 == 1 { 503 } else { 200 }));
    let world = World::answering(replies);
    let executions: Vec<_> = (0..8)
        .flat_map(|number| ["a", "b", "c"].map(|key| ordered(key, number, OnOrderFailure::Block)))
        .collect();
    start(&world, &executions).await;
    run(&world, &executions, 100_000).await;
    let called = called(&world);
    println!("{called:?}");
    assert_eq!(called.len(), 3);
    for (key, numbers) in called {
        assert!(numbers.is_sorted(), "{key}: {numbers:?}");
        assert!((0..8).all(|number| numbers.contains(&number)), "{key}: {numbers:?}");
    }
    for execution in &executions {
        assert_eq!(world.row(execution.id()).await.status(), Status::Completed);
    }
}

#[tokio::test]
async fn a_failure_blocks_its_key_only() {
    let world = World::answering([Reply::Status(404)]);
    let executions: Vec<_> =
        (0..3).flat_map(|number| ["a", "b"].map(|key| ordered(key, number, OnOrderFailure::Block))).collect();
    start(&world, &executions).await;
    run(&world, &executions, 5_000).await;
    let called = called(&world);
    let blocked = if called["a"].len() == 1 { "a" } else { "b" };
    for (key, numbers) in called {
        assert_eq!(numbers, if key == blocked { vec![0] } else { vec![0, 1, 2] }, "{key}");
    }
    let waits = executions.iter().find(|one| one.request.order.as_ref().unwrap().key == blocked);
    let second = executions.iter().filter(|one| one.request.order.as_ref().unwrap().key == blocked).nth(1);
    let row = world.row(second.unwrap().id()).await;
    let State::Deferred { hold, .. } = row.state() else { panic!("{row:?}") };
    assert_eq!(hold.kind, HoldKind::Order);
    assert!(hold.reason.starts_with(&waits.unwrap().id().to_string()), "{}", hold.reason);
}

#[tokio::test]
async fn a_failure_that_is_skipped_blocks_nothing() {
    let world = World::answering([Reply::Status(404), Reply::Status(404)]);
    let executions: Vec<_> = (0..4).map(|number| ordered("a", number, OnOrderFailure::Skip)).collect();
    start(&world, &executions).await;
    run(&world, &executions, 5_000).await;
    assert_eq!(called(&world)["a"], [0, 1, 2, 3]);
    let first = world.row(executions[0].id()).await;
    assert_eq!(first.status(), Status::Failed);
    assert!(first.state().ended_at().unwrap() < at(60), "nobody waited to be asked again");
    let last = world.row(executions[3].id()).await.state().ended_at().unwrap();
    assert!(last < at(60), "{last}");
}

#[tokio::test]
async fn a_key_that_could_not_be_resolved_fails_without_a_call() {
    let world = World::new();
    let order = |fault: &str| Order {
        key: String::new(),
        on_failure: OnOrderFailure::Block,
        fault: Some(fault.to_owned()),
    };
    let unresolved = execution(|request| request.order = Some(order("there is no tenant")));
    world.deliver(unresolved.clone()).await.unwrap();
    let row = world.run_to_end(unresolved.id()).await;
    let State::Failed { failure, .. } = row.state() else { panic!("{row:?}") };
    assert_eq!(failure.code, FailureCode::InvalidRequest);
    assert!(failure.message.contains("there is no tenant"), "{}", failure.message);
    assert!(world.destination.calls().is_empty());
}

/// The store fails once at each call that the executor makes, in turn: the order holds, and nothing is lost.
#[tokio::test]
async fn a_crash_at_any_call_changes_no_order() {
    let mut total = 0;
    for name in ["executions.first_in_line", "executions.get", "executions.save", "executions.leave_line"] {
        for later in 0..6 {
            let world = World::answering([Reply::Status(503)]);
            let executions: Vec<_> =
                (0..4).map(|number| ordered("a", number, OnOrderFailure::Block)).collect();
            start(&world, &executions).await;
            // Some of the work is done before the call fails.
            run(&world, &executions[..later.min(3)], i64::try_from(later).unwrap() * 4).await;
            world.expects(name, Mishap::Fails(StoreError::Unavailable("a crash".into())));
            run(&world, &executions, 100_000).await;
            let numbers = &called(&world)["a"];
            assert!(numbers.is_sorted(), "{name} after {later}: {numbers:?}");
            for execution in &executions {
                let row = world.row(execution.id()).await;
                assert_eq!(row.status(), Status::Completed, "{name} after {later}: {row:?}");
            }
            total += 1;
        }
    }
    println!("{total} crashes");
    assert_eq!(total, 24);
}

#[tokio::test]
async fn an_execution_without_a_key_asks_for_no_line() {
    let world = World::new();
    let execution = execution(|_| {});
    world.deliver(execution.clone()).await.unwrap();
    world.run_to_end(execution.id()).await;
    assert_eq!(world.count("executions.first_in_line"), 0);
}
