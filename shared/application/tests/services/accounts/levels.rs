//! Another level: what no longer fits is paused, what fits again goes on, and what waited asks again.

use beadle_domain::{
    access::Role,
    account::{Account, SubscriptionLevel},
    execution::HoldKind,
    task::PausedBy,
};
use beadle_values::id::TaskId;
use jiff::{SignedDuration, Timestamp};

use super::{
    super::{AccountChange, LevelChange},
    world::{NOON, World, ada, by, credits},
};
use crate::{Error, port::Arming, task::LimitsEnforced};

fn change(world: &World, level: SubscriptionLevel, as_of: i64) -> LevelChange {
    let (as_of, now) = (NOON + SignedDuration::from_secs(as_of), NOON + SignedDuration::from_secs(1_000));
    let by = by(Role::Admin, SubscriptionLevel::UNSTATED);
    let service = world.service();
    world.call(&by, now, async |call| service.change_level(call, &ada(), level, as_of).await).unwrap()
}

fn paused(world: &World, id: TaskId) -> (bool, Option<PausedBy>) {
    let task = &world.state().tasks[&id];
    (task.paused, task.paused_by)
}

/// The scheduler holds what the rows say.
fn aligned(world: &World) -> bool {
    let state = world.state();
    state.tasks.values().all(|task| state.armed.get(&task.id).cloned() == Arming::of(task))
}

#[test]
fn a_lower_level_pauses_what_no_longer_fits_and_a_higher_one_lets_it_go_on() {
    let world = World::with(|account| account.level = Some(SubscriptionLevel::Pro));
    let old: Vec<TaskId> = (1..=50).map(|number| world.has_task(number, "daily at 7:00")).collect();
    let often = world.has_task(0, "every 30 seconds");
    let newest = world.has_task(60, "daily at 7:00");
    let own = old[3];
    world.state().tasks.get_mut(&own).unwrap().paused = true;
    world.state().armed.remove(&own);
    let later = NOON + SignedDuration::from_hours(1);
    let waiting = world.waits(1, HoldKind::Limit, later);

    let down = change(&world, SubscriptionLevel::Free, 10);
    assert_eq!(
        down,
        LevelChange { changed: true, tasks: LimitsEnforced { paused: 3, resumed: 0 }, released: 1 }
    );
    assert_eq!(world.due(waiting), Some(NOON + SignedDuration::from_secs(1_000)));
    for id in [often, newest, old[49]] {
        assert_eq!(paused(&world, id), (true, Some(PausedBy::Limit)));
    }
    assert_eq!([paused(&world, own), paused(&world, old[0])], [(true, None), (false, None)]);
    assert!(aligned(&world));
    assert_eq!(
        change(&world, SubscriptionLevel::Free, 10).tasks,
        LimitsEnforced::default(),
        "a repeat does nothing"
    );
    assert_eq!(world.state().entries.len(), 1, "one entry in the audit trail for one change");

    // What was said as of an earlier time comes too late.
    let late = change(&world, SubscriptionLevel::Enterprise, 9);
    assert_eq!((late.changed, paused(&world, newest).0), (false, true));

    let up = change(&world, SubscriptionLevel::Basic, 11);
    assert_eq!(up.tasks, LimitsEnforced { paused: 0, resumed: 2 });
    assert_eq!(
        [paused(&world, newest), paused(&world, often)],
        [(false, None), (true, Some(PausedBy::Limit))]
    );
    assert_eq!(paused(&world, own), (true, None), "a pause of its owner is its owner's");
    assert!(aligned(&world));
}

fn said(world: &World, role: Role, said: AccountChange, now: Timestamp) -> Result<Account, Error> {
    let by = by(role, SubscriptionLevel::UNSTATED);
    world.call(&by, now, async |call| world.service().set(call, &ada(), said).await)
}

#[test]
fn an_admin_sets_level_and_budget_each_by_itself() {
    let world = World::with(|account| account.token_level = Some(SubscriptionLevel::Free));
    let often = world.has_task(1, "every minute");
    let budget = AccountChange { monthly_credits: Some(Some(credits(7))), ..AccountChange::default() };
    let account = said(&world, Role::Admin, budget, NOON).unwrap();
    assert_eq!((account.level, account.limits().monthly_credits), (None, Some(credits(7))));
    assert!(!paused(&world, often).0, "a budget pauses no schedule");

    let level = |level| AccountChange { level: Some(level), ..AccountChange::default() };
    let account = said(&world, Role::Admin, level(Some(SubscriptionLevel::Basic)), NOON).unwrap();
    assert_eq!((account.level, account.level_since), (Some(SubscriptionLevel::Basic), Some(NOON)));
    assert_eq!(account.limits().monthly_credits, Some(credits(7)));
    assert!(!paused(&world, often).0);

    let account = said(&world, Role::Admin, level(None), NOON).unwrap();
    assert_eq!(account.known_level(), SubscriptionLevel::Free, "the token's again");
    assert_eq!(paused(&world, often), (true, Some(PausedBy::Limit)));
    assert!(aligned(&world));

    let denied = said(&world, Role::Operator, level(Some(SubscriptionLevel::Pro)), NOON);
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
}
