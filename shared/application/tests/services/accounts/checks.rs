//! What is refused at the API, and what it learns of levels.

use beadle_application::{
    Call, Error,
    account::{may_save, may_start},
    port::ExecutionCount,
};
use beadle_domain::{
    access::{Principal, Role, Scope, Scopes},
    account::{Credits, LimitType, Limits, SubscriptionLevel},
};
use beadle_schedule::Schedule;
use beadle_values::id::OwnerId;
use jiff::SignedDuration;
use rstest::rstest;

use super::world::{NOON, World, ada, by, credits, execution};

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

async fn start(world: &World, by: &Principal, more: u32, cost: Credits) -> Result<(), Error> {
    may_start(&*world.contested, Call::new(by, NOON), &ada(), more, cost).await
}

async fn save(world: &World, by: &Principal, more: Option<u32>, every: &str) -> Result<(), Error> {
    let schedule = Schedule::from_phrase(every).unwrap().unwrap();
    may_save(&*world.contested, Call::new(by, NOON), &ada(), more, &[&schedule]).await
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
#[tokio::test]
async fn what_is_started_is_limited(
    #[case] role: Role,
    #[case] level: SubscriptionLevel,
    #[case] started: u64,
    #[case] more: u32,
    #[case] cost: u64,
    #[case] refused: Option<(LimitType, &str, i64)>,
) {
    let world = World::new();
    world.has_used(ExecutionCount { started, ran: 0 }).await;
    let refused = refused.map(|(limit, most, wait)| (limit, most.to_owned(), Some(wait)));
    assert_eq!(limit(start(&world, &by(role, level), more, credits(cost)).await), refused);
}

/// How many tasks there are, how many more, how often they tick → the limit that refuses them.
#[rstest]
#[case(49, Some(1), "every 5 minutes", None)]
#[case(50, Some(1), "every 5 minutes", Some((LimitType::Tasks, "50")))]
#[case(51, Some(0), "every 5 minutes", Some((LimitType::Tasks, "50")))]
#[case(50, None, "every 5 minutes", None)]
#[case(0, Some(1), "every 4 minutes", Some((LimitType::ScheduleInterval, "300 s")))]
#[case(0, None, "every 4 minutes", Some((LimitType::ScheduleInterval, "300 s")))]
#[tokio::test]
async fn what_is_saved_is_limited(
    #[case] tasks: i64,
    #[case] more: Option<u32>,
    #[case] every: &str,
    #[case] refused: Option<(LimitType, &str)>,
) {
    let world = World::new();
    for number in 1..=tasks {
        world.has_task(number, "daily at 7:00").await;
    }
    let refused = refused.map(|(limit, most)| (limit, most.to_owned(), None));
    assert_eq!(limit(save(&world, &by(Role::User, FREE), more, every).await), refused);
    assert_eq!(limit(save(&world, &by(Role::Admin, FREE), more, every).await), None);
}

/// The level that was set, that of the token, how many → whether they are too many, and how often the account
/// is read.
#[rstest]
#[case(None, FREE, 10, None, 0)]
#[case(None, FREE, 11, Some("10"), 1)]
#[case(Some(SubscriptionLevel::Basic), FREE, 50, None, 1)]
#[case(Some(SubscriptionLevel::Basic), SubscriptionLevel::Pro, 51, Some("50"), 1)]
#[case(None, SubscriptionLevel::UNSTATED, 100, None, 1)]
#[tokio::test]
async fn what_comes_in_one_batch_is_limited(
    #[case] level: Option<SubscriptionLevel>,
    #[case] token: SubscriptionLevel,
    #[case] items: usize,
    #[case] most: Option<&str>,
    #[case] reads: usize,
) {
    let world = World::with(|account| account.level = level).await;
    let batch = async |role| {
        let by = by(role, token);
        limit(world.service().may_batch(Call::new(&by, NOON), items).await)
    };
    assert_eq!(batch(Role::User).await, most.map(|most| (LimitType::BatchSize, most.to_owned(), None)));
    assert_eq!(world.reads(), reads);
    assert_eq!(batch(Role::Admin).await, None);
}

#[tokio::test]
async fn what_a_token_says_is_noted_when_it_is_new_and_only_then() {
    let world = World::new();
    let steps = [
        (SubscriptionLevel::UNSTATED, None, 0),
        (FREE, Some(FREE), 1),
        (FREE, Some(FREE), 1),
        (SubscriptionLevel::Pro, Some(SubscriptionLevel::Pro), 2),
        (SubscriptionLevel::Enterprise, None, 3),
    ];
    for (level, expected, writes) in steps {
        for _ in 0..2 {
            start(&world, &by(Role::User, level), 1, Credits::ZERO).await.unwrap();
            save(&world, &by(Role::User, level), Some(1), "every 5 minutes").await.unwrap();
        }
        assert_eq!((world.token_level().await, world.writes()), (expected, writes), "{level}");
    }
    // Keys have the level that their maker once had, others speak for themselves, and what was set comes
    // first.
    let key = Principal { scopes: Scopes::of([Scope::Execute]), ..by(Role::User, FREE) };
    let other = Principal { owner: OwnerId::parse("bob").unwrap(), ..by(Role::User, FREE) };
    for by in [key, other] {
        start(&world, &by, 1, Credits::ZERO).await.unwrap();
        assert_eq!(world.token_level().await, None);
    }
    let world = World::with(|account| account.level = Some(SubscriptionLevel::Pro)).await;
    start(&world, &by(Role::User, FREE), 1, Credits::ZERO).await.unwrap();
    assert_eq!((world.token_level().await, world.writes()), (None, 0));
}

#[tokio::test]
async fn an_overview_tells_what_holds_and_what_is_used() {
    let world = World::with(|account| account.level = Some(FREE)).await;
    world.has_used(ExecutionCount { started: 7, ran: 3 }).await;
    world.has_task(1, "daily at 7:00").await;
    world.admit(&execution(1, 30), false, 0, NOON).await;
    let of =
        async |by: &Principal, owner: &OwnerId| world.service().overview(Call::new(by, NOON), owner).await;
    let seen = of(&by(Role::User, SubscriptionLevel::Pro), &ada()).await.unwrap();
    assert_eq!((seen.level, seen.limits), (FREE, Limits::of(FREE)));
    assert_eq!((seen.tasks, seen.executions_today, seen.month.to_string().as_str()), (1, 7, "2026-11"));
    assert_eq!((seen.spent, seen.reserved, seen.available), (credits(0), credits(30), Some(credits(70))));
    assert_eq!(seen.day_ends, NOON + SignedDuration::from_hours(12));

    let bob = OwnerId::parse("bob").unwrap();
    let denied = of(&by(Role::User, FREE), &bob).await;
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
    of(&by(Role::Admin, FREE), &bob).await.unwrap();
}
