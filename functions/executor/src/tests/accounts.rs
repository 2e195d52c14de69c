//! The effect of an owner's account on executions.

use std::{collections::BTreeMap, sync::Arc};

use beadle_application::port::{Accounts, Applied, Checkpoint, Delivery, ProjectionStore, VersionedWrite};
use beadle_domain::{
    account::{Account, Credits, SubscriptionLevel},
    execution::{Execution, HoldKind, Message, State, Status, Trigger, TriggerKind},
    projection::{Counter, Hour, Projection, RollupCounters, Sequence},
    spec::{TaskSpec, TodoSpec},
    task::Priority,
};
use beadle_testing::HalfJitter;
use beadle_values::id::OwnerId;
use rstest::rstest;
use uuid::Uuid;

use super::world::{World, at, execution};
use crate::{
    Executor,
    gate::{Gates, OwnerAdmission, PermitGuard},
};

fn ada() -> OwnerId {
    OwnerId::parse("ada").unwrap()
}

/// A world in which ada's account has the level `level`, and the last token had the level `token_level`.
async fn world(level: Option<SubscriptionLevel>, token_level: Option<SubscriptionLevel>) -> World {
    let world = World::new();
    let account = Account { level, token_level, ..Account::new(ada(), at(0)) };
    assert_eq!(Accounts::write(&world.store, &account, 0, None).await.unwrap(), VersionedWrite::Done);
    world
}

/// So many executions of ada have completed in the hour.
async fn has_run(world: &World, ran: u64) {
    let mut counters = RollupCounters::default();
    counters.count(Counter::Started, ran);
    counters.count(Counter::Completed, ran);
    let rollups = BTreeMap::from([((ada(), Hour::of(at(0))), counters)]);
    let (first, last) = (Sequence::of(1), Sequence::of(1));
    let checkpoint = Checkpoint { shard: "ran".to_owned(), first, last };
    let projection = Projection { rollups, ..Projection::default() };
    assert_eq!(world.store.apply(&projection, &checkpoint).await.unwrap(), Applied::Done);
}

fn started_by(kind: TriggerKind, credits: u64) -> Execution {
    execution(|request| {
        request.trigger = Trigger::of(kind);
        request.credits = Credits::from_thousandths(credits);
    })
}

async fn handle(executor: &Executor, world: &World, execution: &Execution) {
    world.put(execution).await;
    let message = Message::start(execution.clone());
    executor.handle(Delivery::Message(Box::new(message)), None).await.unwrap();
}

/// Trigger and credits → how often three executions on one process read and write the account.
#[rstest]
#[case(TriggerKind::Manual, 0, 1, 0)]
#[case(TriggerKind::Api, 0, 1, 0)]
#[case(TriggerKind::Dependency, 0, 3, 0)]
#[case(TriggerKind::Manual, 500, 3, 3)]
#[case(TriggerKind::Dependency, 500, 3, 3)]
#[tokio::test]
async fn the_account_is_read_once_a_minute_and_written_only_for_credits(
    #[case] kind: TriggerKind,
    #[case] credits: u64,
    #[case] reads: usize,
    #[case] writes: u64,
) {
    let world = World::new();
    let executor = world.executor();
    for _ in 0..3 {
        let execution = started_by(kind, credits);
        handle(&executor, &world, &execution).await;
        assert_eq!(world.row(execution.id()).await.status(), Status::Completed);
    }
    let account = Accounts::read(&world.store, &ada()).await.unwrap();
    assert_eq!((world.count("accounts.read"), account.version), (reads, writes));
    assert_eq!(world.count("gates.write"), 0, "no level, no gate");
}

#[tokio::test]
async fn a_task_without_a_call_reads_no_account() {
    let world = world(Some(SubscriptionLevel::Free), None).await;
    let todo = execution(|request| request.spec = TaskSpec::Todo(TodoSpec::default()));
    world.deliver(todo.clone()).await.unwrap();
    assert_eq!(world.row(todo.id()).await.status(), Status::Completed);
    assert_eq!(world.count("accounts.read"), 0);
}

/// The level set, the token's level and the day's executions → the status of another automatic execution.
#[rstest]
#[case(Some(SubscriptionLevel::Free), None, 999, Status::Completed)]
#[case(Some(SubscriptionLevel::Free), None, 1_000, Status::Deferred)]
#[case(None, Some(SubscriptionLevel::Free), 1_000, Status::Deferred)]
#[case(Some(SubscriptionLevel::Basic), Some(SubscriptionLevel::Free), 1_000, Status::Completed)]
#[case(None, None, 1_000_000, Status::Completed)]
#[tokio::test]
async fn the_daily_limit_applies_to_automatic_executions(
    #[case] level: Option<SubscriptionLevel>,
    #[case] token_level: Option<SubscriptionLevel>,
    #[case] ran: u64,
    #[case] expected: Status,
) {
    let world = world(level, token_level).await;
    has_run(&world, ran).await;
    let execution = started_by(TriggerKind::Dependency, 0);
    world.deliver(execution.clone()).await.unwrap();
    let row = world.row(execution.id()).await;
    assert_eq!(
        (row.status(), row.progress.attempts.len()),
        (expected, usize::from(expected == Status::Completed))
    );
}

/// Every permit of ada's gate that another process can acquire.
async fn all_permits(gates: &Gates) -> Vec<PermitGuard> {
    let mut permits = Vec::new();
    while let OwnerAdmission::Go(one) =
        gates.admit_owner(&ada(), 5, Priority::Medium, 0, &mut None).await.unwrap()
    {
        permits.push(one);
    }
    permits
}

#[tokio::test(start_paused = true)]
async fn calls_beyond_the_owners_concurrency_are_deferred_and_complete_later() {
    for level in [(Some(SubscriptionLevel::Free), None), (None, Some(SubscriptionLevel::Free))] {
        let world = world(level.0, level.1).await;
        let (clock, jitter) = (world.clock.clone(), Arc::new(HalfJitter));
        let other = Gates::new(world.ports.clone(), clock, jitter, Uuid::from_u128(7));
        let permits = all_permits(&other).await;
        assert_eq!(permits.len(), 5, "the free level allows five");

        let execution = started_by(TriggerKind::Api, 0);
        world.deliver(execution.clone()).await.unwrap();
        let row = world.row(execution.id()).await;
        let State::Deferred { hold, .. } = row.state() else { panic!("{:?}", row.state()) };
        assert_eq!(hold.kind, HoldKind::Concurrency);
        assert_eq!(hold.reason, "its owner's level allows 5 calls at once");
        assert_eq!((row.progress.attempts.len(), world.destination.calls().len()), (0, 0));

        drop(permits);
        other.release_idle().await;
        let ended = world.run_to_end(execution.id()).await;
        assert_eq!((ended.status(), ended.progress.attempts.len()), (Status::Completed, 1));
    }
}

#[tokio::test]
async fn a_changed_level_applies_within_a_minute() {
    let world = world(Some(SubscriptionLevel::Free), None).await;
    let executor = world.executor();
    handle(&executor, &world, &started_by(TriggerKind::Api, 0)).await;
    assert_eq!(world.count("gates.write"), 1);
    let changed = Account::new(ada(), at(0));
    assert_eq!(Accounts::write(&world.store, &changed, 1, None).await.unwrap(), VersionedWrite::Done);
    world.clock.advance_to(at(60));
    for _ in 0..3 {
        handle(&executor, &world, &started_by(TriggerKind::Api, 0)).await;
    }
    assert_eq!(world.count("accounts.read"), 2);
    assert_eq!(world.count("gates.write"), 1, "a level without a limit has no gate");
}
