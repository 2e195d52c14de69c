//! Another level: what no longer fits is paused, what fits again goes on, and what waited asks again.

use beadle_application::{
    Call, Error,
    account::{AccountChange, LevelChange},
    task::LimitsEnforced,
};
use beadle_domain::{
    access::Role,
    account::{Account, SubscriptionLevel},
    execution::HoldKind,
    task::PausedBy,
};
use beadle_values::id::TaskId;
use jiff::{SignedDuration, Timestamp};

use super::world::{NOON, World, ada, by, credits};

async fn change(world: &World, level: SubscriptionLevel, as_of: i64) -> LevelChange {
    let (as_of, now) = (NOON + SignedDuration::from_secs(as_of), NOON + SignedDuration::from_secs(1_000));
    let by = by(Role::Admin, SubscriptionLevel::UNSTATED);
    world.service().change_level(Call::new(&by, now), &ada(), level, as_of).await.unwrap()
}

async fn paused(world: &World, id: TaskId) -> (bool, Option<PausedBy>) {
    let task = world.task(id).await;
    (task.paused, task.paused_by)
}

/// Whether the scheduler holds what the rows say.
async fn aligned(world: &World, tasks: &[TaskId]) -> bool {
    for id in tasks {
        if !world.is_aligned(*id).await {
            return false;
        }
    }
    true
}

#[tokio::test]
async fn a_lower_level_pauses_what_no_longer_fits_and_a_higher_one_lets_it_go_on() {
    let world = World::with(|account| account.level = Some(SubscriptionLevel::Pro)).await;
    let mut old = Vec::new();
    for number in 1..=50 {
        old.push(world.has_task(number, "daily at 7:00").await);
    }
    let often = world.has_task(0, "every 30 seconds").await;
    let newest = world.has_task(60, "daily at 7:00").await;
    let own = old[3];
    world.pauses(own).await;
    let all = [&old[..], &[often, newest]].concat();
    let later = NOON + SignedDuration::from_hours(1);
    let waiting = world.waits(1, HoldKind::Limit, later).await;

    let down = change(&world, SubscriptionLevel::Free, 10).await;
    assert_eq!(
        down,
        LevelChange { changed: true, tasks: LimitsEnforced { paused: 3, resumed: 0 }, released: 1 }
    );
    assert_eq!(world.due(waiting).await, Some(NOON + SignedDuration::from_secs(1_000)));
    for id in [often, newest, old[49]] {
        assert_eq!(paused(&world, id).await, (true, Some(PausedBy::Limit)));
    }
    assert_eq!([paused(&world, own).await, paused(&world, old[0]).await], [(true, None), (false, None)]);
    assert!(aligned(&world, &all).await);
    assert_eq!(
        change(&world, SubscriptionLevel::Free, 10).await.tasks,
        LimitsEnforced::default(),
        "a repeat does nothing"
    );
    assert_eq!(world.audit_entries().await.len(), 1, "one entry in the audit trail for one change");

    // A report as of an earlier time comes too late.
    let late = change(&world, SubscriptionLevel::Enterprise, 9).await;
    assert_eq!((late.changed, paused(&world, newest).await.0), (false, true));

    let up = change(&world, SubscriptionLevel::Basic, 11).await;
    assert_eq!(up.tasks, LimitsEnforced { paused: 0, resumed: 2 });
    assert_eq!(
        [paused(&world, newest).await, paused(&world, often).await],
        [(false, None), (true, Some(PausedBy::Limit))]
    );
    assert_eq!(paused(&world, own).await, (true, None), "a pause of its owner is its owner's");
    assert!(aligned(&world, &all).await);
}

async fn set(world: &World, role: Role, to: AccountChange, now: Timestamp) -> Result<Account, Error> {
    let by = by(role, SubscriptionLevel::UNSTATED);
    world.service().set(Call::new(&by, now), &ada(), to).await
}

#[tokio::test]
async fn an_admin_sets_level_and_budget_each_by_itself() {
    let world = World::with(|account| account.token_level = Some(SubscriptionLevel::Free)).await;
    let often = world.has_task(1, "every minute").await;
    let budget = AccountChange { monthly_credits: Some(Some(credits(7))), ..AccountChange::default() };
    let account = set(&world, Role::Admin, budget, NOON).await.unwrap();
    assert_eq!((account.level, account.limits().monthly_credits), (None, Some(credits(7))));
    assert!(!paused(&world, often).await.0, "a budget pauses no schedule");

    let level = |level| AccountChange { level: Some(level), ..AccountChange::default() };
    let account = set(&world, Role::Admin, level(Some(SubscriptionLevel::Basic)), NOON).await.unwrap();
    assert_eq!((account.level, account.level_since), (Some(SubscriptionLevel::Basic), Some(NOON)));
    assert_eq!(account.limits().monthly_credits, Some(credits(7)));
    assert!(!paused(&world, often).await.0);

    let account = set(&world, Role::Admin, level(None), NOON).await.unwrap();
    assert_eq!(account.known_level(), SubscriptionLevel::Free, "the token's again");
    assert_eq!(paused(&world, often).await, (true, Some(PausedBy::Limit)));
    assert!(aligned(&world, &[often]).await);

    let denied = set(&world, Role::Operator, level(Some(SubscriptionLevel::Pro)), NOON).await;
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
}
