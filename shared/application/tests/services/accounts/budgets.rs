//! Credits over every order of what may happen.

use std::collections::BTreeMap;

use beadle_application::{
    Call, Error, Operation,
    account::{Admit, TopUp},
    port::StoredAccount,
};
use beadle_domain::{
    access::Role,
    account::{Month, SubscriptionLevel},
    execution::{HoldKind, Status},
};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::world::{NOON, World, ada, by, credits, ended, execution};
use crate::wait_for;

async fn bought(world: &World, role: Role, key: &str, amount: u64) -> Result<TopUp, Error> {
    let by = by(role, SubscriptionLevel::UNSTATED);
    world.service().top_up(Call::new(&by, NOON), &ada(), key, credits(amount)).await
}

#[tokio::test]
async fn a_top_up_counts_once_and_lets_what_waits_for_credits_ask_at_once() {
    let world = World::with(|account| account.monthly_credits = Some(credits(1))).await;
    let later = NOON + SignedDuration::from_hours(1);
    let kinds = [HoldKind::Credits, HoldKind::Limit, HoldKind::Concurrency, HoldKind::RateLimit];
    let mut waiting = Vec::new();
    for kind in kinds {
        waiting.push(world.waits(kind as u128 + 1, kind, later).await);
    }
    let first = bought(&world, Role::Admin, "k", 4).await.unwrap();
    assert_eq!((first.replayed, first.released), (false, 2));
    for (id, due) in waiting.into_iter().zip([NOON, NOON, later, later]) {
        assert_eq!(world.due(id).await, Some(due));
    }
    let again = bought(&world, Role::Admin, "k", 4).await.unwrap();
    assert_eq!((again.replayed, again.account.ledger.bought), (true, credits(4)));
    assert_eq!(world.admit(&execution(9, 5), false, 0, NOON).await, Admit::Go);

    let denied = bought(&world, Role::Operator, "other", 4).await;
    assert!(matches!(denied, Err(Error::Denied(Operation::ChangeAccount))), "{denied:?}");
    assert_eq!(world.ledger().await.bought, credits(4));
}

/// What may happen to one of a few executions.
#[derive(Debug, Clone)]
enum Step {
    /// Its message is handled: on the account as it stands, or as it stood at an earlier step.
    Admit { number: u128, read: Option<usize> },
    /// It ends; the projector sees that once or twice, in one batch or several.
    End { number: u128, status: Status, seen: u8 },
    /// Credits are bought under one of a few keys.
    TopUp { key: u8, amount: u64 },
    /// Another batch of changes comes once more.
    Again,
}

fn step() -> impl Strategy<Value = Step> {
    let statuses = prop::sample::select(vec![Status::Completed, Status::Failed, Status::Cancelled]);
    let admit = (0..12_u128, prop::option::of(0..40_usize));
    let admit = admit.prop_map(|(number, read)| Step::Admit { number, read });
    let end = (0..12_u128, statuses, 1..3_u8);
    let end = end.prop_map(|(number, status, seen)| Step::End { number, status, seen });
    prop_oneof![
        5 => admit,
        3 => end,
        1 => (0..3_u8, 1..6_u64).prop_map(|(key, amount)| Step::TopUp { key, amount }),
        1 => Just(Step::Again),
    ]
}

proptest! {
    /// Duplicates, stale reads, lost races and repeated batches: nobody runs whose credits are not set aside,
    /// nothing is charged twice, only what completed is charged, and no more is ever promised than there is.
    #[test]
    fn credits_are_charged_once_and_never_overdrawn(
        budget in 0..15_u64,
        costs in prop::collection::vec(1..6_u64, 12),
        steps in prop::collection::vec(step(), 1..60),
        rivals in prop::collection::vec(0..3_usize, 60),
    ) {
        wait_for(credits_add_up(budget, costs, steps, rivals))?;
    }
}

/// Takes the `steps`, and checks the account after each.
async fn credits_add_up(
    budget: u64,
    costs: Vec<u64>,
    steps: Vec<Step>,
    rivals: Vec<usize>,
) -> Result<(), TestCaseError> {
    let world = World::with(|account| account.monthly_credits = Some(credits(budget))).await;
    let cost = |number: u128| costs[usize::try_from(number).unwrap()];
    let mut reads: Vec<StoredAccount> = Vec::new();
    let (mut running, mut over, mut keys) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut batches = Vec::new();
    for (step, rival) in steps.into_iter().zip(rivals) {
        reads.push(world.account().await);
        world.meets_rivals(rival);
        match step {
            // An execution that has ended is not claimed again.
            Step::Admit { number, .. } | Step::End { number, .. } if over.contains_key(&number) => {}
            Step::Admit { number, read } => {
                let stored = read.and_then(|read| reads.get(read)).or_else(|| reads.last()).cloned().unwrap();
                match world.admit_on(stored, &execution(number, cost(number)), false, 0, NOON).await.unwrap()
                {
                    Admit::Go => drop(running.insert(number, cost(number))),
                    Admit::Defer { hold, .. } => {
                        prop_assert_eq!(hold.kind, HoldKind::Credits);
                        // A read that is behind may put off what has its credits; it asks again and keeps
                        // them.
                        prop_assert!(read.is_some() || !running.contains_key(&number), "it has its credits");
                    }
                }
            }
            Step::End { number, status, seen } => {
                // Only what ran completes or fails; anything may be cancelled.
                let status = if running.contains_key(&number) { status } else { Status::Cancelled };
                let batch = vec![ended(&execution(number, cost(number)), status, NOON)];
                for _ in 0..seen {
                    world.settle(&batch).await;
                }
                batches.push(batch);
                running.remove(&number);
                over.insert(number, status);
            }
            Step::TopUp { key, amount } => {
                let replayed = bought(&world, Role::Admin, &key.to_string(), amount).await.unwrap().replayed;
                prop_assert_eq!(replayed, keys.contains_key(&key));
                keys.entry(key).or_insert(amount);
            }
            Step::Again => {
                for batch in &batches {
                    world.settle(batch).await;
                }
            }
        }
        world.meets_rivals(0);
        let charged = over.iter().filter(|(_, status)| **status == Status::Completed);
        let charged: u64 = charged.map(|(number, _)| cost(*number)).sum();
        let (promised, there) = (running.values().sum::<u64>(), budget + keys.values().sum::<u64>());
        let ledger = world.ledger().await;
        prop_assert_eq!(ledger.spent, credits(charged));
        prop_assert_eq!(ledger.reserved(), credits(promised));
        prop_assert!(charged + promised <= there);
        let available = ledger.available(Month::of(NOON), Some(credits(budget)));
        prop_assert_eq!(available, Some(credits(there - charged - promised)));
    }
    Ok(())
}
