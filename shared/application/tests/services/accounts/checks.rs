//! What is refused at the API, and what it learns of levels.

use beadle_domain::{
    access::{Principal, Role, Scope, Scopes},
    account::{Credits, LimitType, Limits, SubscriptionLevel},
};
use beadle_schedule::Schedule;
use beadle_values::id::OwnerId;
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;

use super::{
    super::{may_save, may_start},
    world::{NOON, World, ada, by, credits, execution},
};
use crate::{Error, port::ExecutionCount};

const FREE: SubscriptionLevel = SubscriptionLevel::Free;

/// Which limit was hit, and after how long time helps.
fn limit(done: Result<(), Error>) -> Option<(LimitType, String, Option<i64>)> {
    match done {
        Ok(()) => None,
        Err(Error::Limit { limit, most, retry_after }) => {
            Some((limit, most, retry_after.map(|wait| wait.as_secs().try_into().unwrap())))
        }
        Err(other) => panic!("{other}"),
    }
}

fn start(world: &World, by: &Principal, more: u32, cost: Credits) -> Result<(), Error> {
    world.call(by, NOON, async |call| may_start(world, call, &ada(), more, cost).await)
}

fn save(world: &World, by: &Principal, more: Option<u32>, every: &str) -> Result<(), Error> {
    let schedule = Schedule::from_phrase(every).unwrap().unwrap();
    world.call(by, NOON, async |call| may_save(world, call, &ada(), more, &[&schedule]).await)
}

/// Who, how many started today, how many more, their cost → the limit that refuses them.
#[rstest]
#[case(Role::User, FREE, 999, 1, 0, None)]
#[case(Role::User, FREE, 1_000, 1, 0, Some((LimitType::ExecutionsPerDay, "1000", 43_200)))]
#[case(Role::User, FREE, 0, 1, 101, Some((LimitType::Credits, "100", 15 * 86_400 + 43_200)))]
#[case(Role::User, FREE, 0, 2, 51, Some((LimitType::Credits, "100", 15 * 86_400 + 43_200)))]
#[case(Role::User, FREE, 0, 2, 50, None)]
#[case(Role::User, SubscriptionLevel::Basic, 1_000, 1, 101, None)]
#[case(Role::User, SubscriptionLevel::UNSTATED, 1_000_000, 1, 1_000_000, None)]
#[case(Role::Admin, FREE, 1_000, 1, 101, None)]
fn what_is_started(
    #[case] role: Role,
    #[case] level: SubscriptionLevel,
    #[case] started: u64,
    #[case] more: u32,
    #[case] cost: u64,
    #[case] refused: Option<(LimitType, &str, i64)>,
) {
    let world = World::default();
    world.state().used = ExecutionCount { started, ran: 0 };
    let refused = refused.map(|(limit, most, wait)| (limit, most.to_owned(), Some(wait)));
    assert_eq!(limit(start(&world, &by(role, level), more, credits(cost))), refused);
}

/// How many tasks there are, how many more, how often they tick → the limit that refuses them.
#[rstest]
#[case(49, Some(1), "every 5 minutes", None)]
#[case(50, Some(1), "every 5 minutes", Some((LimitType::Tasks, "50")))]
#[case(51, Some(0), "every 5 minutes", Some((LimitType::Tasks, "50")))]
#[case(50, None, "every 5 minutes", None)]
#[case(0, Some(1), "every 4 minutes", Some((LimitType::ScheduleInterval, "300 s")))]
#[case(0, None, "every 4 minutes", Some((LimitType::ScheduleInterval, "300 s")))]
fn what_is_saved(
    #[case] tasks: i64,
    #[case] more: Option<u32>,
    #[case] every: &str,
    #[case] refused: Option<(LimitType, &str)>,
) {
    let world = World::default();
    for number in 1..=tasks {
        world.has_task(number, "daily at 7:00");
    }
    let refused = refused.map(|(limit, most)| (limit, most.to_owned(), None));
    assert_eq!(limit(save(&world, &by(Role::User, FREE), more, every)), refused);
    assert_eq!(limit(save(&world, &by(Role::Admin, FREE), more, every)), None);
}

/// The level that was set, that of the token, how many → whether they are too many, and how often the account
/// is read.
#[rstest]
#[case(None, FREE, 10, None, 0)]
#[case(None, FREE, 11, Some("10"), 1)]
#[case(Some(SubscriptionLevel::Basic), FREE, 50, None, 1)]
#[case(Some(SubscriptionLevel::Basic), SubscriptionLevel::Pro, 51, Some("50"), 1)]
#[case(None, SubscriptionLevel::UNSTATED, 100, None, 1)]
fn what_comes_in_one_batch(
    #[case] level: Option<SubscriptionLevel>,
    #[case] told: SubscriptionLevel,
    #[case] items: usize,
    #[case] most: Option<&str>,
    #[case] reads: usize,
) {
    let world = World::with(|account| account.level = level);
    let batch = |role| {
        let by = by(role, told);
        limit(world.call(&by, NOON, async |call| world.service().may_batch(call, items).await))
    };
    assert_eq!(batch(Role::User), most.map(|most| (LimitType::BatchSize, most.to_owned(), None)));
    assert_eq!(world.state().reads, reads);
    assert_eq!(batch(Role::Admin), None);
}

#[test]
fn what_a_token_says_is_noted_when_it_is_new_and_only_then() {
    let world = World::default();
    let told = |world: &World| world.state().account.account.as_ref().and_then(|account| account.token_level);
    let steps = [
        (SubscriptionLevel::UNSTATED, None, 0),
        (FREE, Some(FREE), 1),
        (FREE, Some(FREE), 1),
        (SubscriptionLevel::Pro, Some(SubscriptionLevel::Pro), 2),
        (SubscriptionLevel::Enterprise, None, 3),
    ];
    for (level, expected, writes) in steps {
        for _ in 0..2 {
            start(&world, &by(Role::User, level), 1, Credits::ZERO).unwrap();
            save(&world, &by(Role::User, level), Some(1), "every 5 minutes").unwrap();
        }
        assert_eq!((told(&world), world.state().writes), (expected, writes), "{level}");
    }
    // Keys have the level that their maker once had, others speak for themselves, and what was set comes
    // first.
    let key = Principal { scopes: Scopes::of([Scope::Execute]), ..by(Role::User, FREE) };
    let other = Principal { owner: OwnerId::parse("bob").unwrap(), ..by(Role::User, FREE) };
    for by in [key, other] {
        start(&world, &by, 1, Credits::ZERO).unwrap();
        assert_eq!(told(&world), None);
    }
    let world = World::with(|account| account.level = Some(SubscriptionLevel::Pro));
    start(&world, &by(Role::User, FREE), 1, Credits::ZERO).unwrap();
    assert_eq!((told(&world), world.state().writes), (None, 0));
}

#[test]
fn an_overview_tells_what_holds_and_what_is_used() {
    let world = World::with(|account| account.level = Some(FREE));
    world.state().used = ExecutionCount { started: 7, ran: 3 };
    world.has_task(1, "daily at 7:00");
    world.admit(&execution(1, 30), false, 0, NOON);
    let of = |by: &Principal, owner: &OwnerId, now: Timestamp| {
        world.call(by, now, async |call| world.service().overview(call, owner).await)
    };
    let seen = of(&by(Role::User, SubscriptionLevel::Pro), &ada(), NOON).unwrap();
    assert_eq!((seen.level, seen.limits), (FREE, Limits::of(FREE)));
    assert_eq!((seen.tasks, seen.executions_today, seen.month.to_string().as_str()), (1, 7, "2026-11"));
    assert_eq!((seen.spent, seen.reserved, seen.available), (credits(0), credits(30), Some(credits(70))));
    assert_eq!(seen.day_ends, NOON + SignedDuration::from_hours(12));

    let bob = OwnerId::parse("bob").unwrap();
    let denied = of(&by(Role::User, FREE), &bob, NOON);
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
    of(&by(Role::Admin, FREE), &bob, NOON).unwrap();
}
