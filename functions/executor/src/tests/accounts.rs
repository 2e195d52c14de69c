//! The effect of an owner's account on executions.

use std::sync::Arc;

use beadle_application::port::{Delivery, StoredAccount};
use beadle_domain::{
    account::{Account, Credits, SubscriptionLevel},
    execution::{Execution, HoldKind, State, Status, Trigger, TriggerKind},
    spec::{TaskSpec, TodoSpec},
};
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
fn world(level: Option<SubscriptionLevel>, token_level: Option<SubscriptionLevel>) -> World {
    let world = World::default();
    let account = Account { level, token_level, ..Account::new(ada(), at(0)) };
    world.with(|state| state.account = StoredAccount { version: 1, account: Some(account) });
    world
}

fn started_by(kind: TriggerKind, credits: u64) -> Execution {
    execution(|request| {
        request.trigger = Trigger::of(kind);
        request.credits = Credits::from_thousandths(credits);
    })
}

async fn handle(executor: &Executor, world: &World, execution: &Execution) {
    world.store(execution.clone());
    let message = beadle_domain::execution::Message::start(execution.clone());
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
    let world = World::default();
    let executor = world.executor();
    for _ in 0..3 {
        let execution = started_by(kind, credits);
        handle(&executor, &world, &execution).await;
        assert_eq!(world.row(execution.id()).status(), Status::Completed);
    }
    let (read, account) = world.with(|state| (state.accounts_read, state.account.clone()));
    assert_eq!((read, account.version), (reads, writes));
    assert!(world.with(|state| state.destinations.gates.is_empty()), "no level, no gate");
}

#[tokio::test]
async fn a_task_without_a_call_reads_no_account() {
    let world = world(Some(SubscriptionLevel::Free), None);
    let todo = execution(|request| request.spec = TaskSpec::Todo(TodoSpec::default()));
    world.deliver(todo.clone()).await.unwrap();
    assert_eq!(world.row(todo.id()).status(), Status::Completed);
    assert_eq!(world.with(|state| state.accounts_read), 0);
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
    let world = world(level, token_level);
    world.with(|state| state.ran_today = ran);
    let execution = started_by(TriggerKind::Dependency, 0);
    world.deliver(execution.clone()).await.unwrap();
    let row = world.row(execution.id());
    assert_eq!(
        (row.status(), row.progress.attempts.len()),
        (expected, usize::from(expected == Status::Completed))
    );
}

/// Every permit of ada's gate that another process can acquire.
async fn all_permits(gates: &Gates) -> Vec<PermitGuard> {
    let mut permits = Vec::new();
    while let OwnerAdmission::Go(one) = gates.admit_owner(&ada(), 5, 0).await.unwrap() {
        permits.push(one);
    }
    permits
}

#[tokio::test]
async fn calls_beyond_the_owners_concurrency_are_deferred_and_complete_later() {
    for level in [(Some(SubscriptionLevel::Free), None), (None, Some(SubscriptionLevel::Free))] {
        let world = world(level.0, level.1);
        let store = Arc::new(world.clone());
        let other = Gates::new(store.clone(), store.clone(), store, Uuid::from_u128(7));
        let permits = all_permits(&other).await;
        assert_eq!(permits.len(), 5, "the free level allows five");

        let execution = started_by(TriggerKind::Api, 0);
        world.deliver(execution.clone()).await.unwrap();
        let row = world.row(execution.id());
        let State::Deferred { hold, .. } = row.state() else { panic!("{:?}", row.state()) };
        assert_eq!(hold.kind, HoldKind::Concurrency);
        assert_eq!(hold.reason, "its owner's level allows 5 calls at once");
        assert_eq!((row.progress.attempts.len(), world.with(|state| state.calls.len())), (0, 0));

        drop(permits);
        other.release_idle().await;
        let ended = world.run_to_end(execution.id()).await;
        assert_eq!((ended.status(), ended.progress.attempts.len()), (Status::Completed, 1));
    }
}

#[tokio::test]
async fn a_changed_level_applies_within_a_minute() {
    let world = world(Some(SubscriptionLevel::Free), None);
    let executor = world.executor();
    handle(&executor, &world, &started_by(TriggerKind::Api, 0)).await;
    let writes = world.with(|state| state.destinations.gates.values().map(|gate| gate.version).sum::<u64>());
    assert_eq!(writes, 1);
    world.with(|state| {
        state.account.account = Some(Account::new(ada(), at(0)));
        state.now = at(60);
    });
    for _ in 0..3 {
        handle(&executor, &world, &started_by(TriggerKind::Api, 0)).await;
    }
    assert_eq!(world.with(|state| state.accounts_read), 2);
    let after = world.with(|state| state.destinations.gates.values().map(|gate| gate.version).sum::<u64>());
    assert_eq!(after, writes, "a level without a limit has no gate");
}
