//! Whether an execution may begin, and when it asks again.

use beadle_application::{
    account::Admit,
    port::{ExecutionCount, StoreError},
};
use beadle_domain::{
    account::SubscriptionLevel,
    execution::{Hold, HoldKind, Status},
};
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;

use super::world::{NOON, World, credits, ended, execution};

const MIDNIGHT: &str = "2026-11-16T00:00:00Z";
const DECEMBER: &str = "2026-12-01T00:00:00Z";

fn hold(admit: Admit) -> (Timestamp, Hold) {
    match admit {
        Admit::Defer { due, hold } => (due, hold),
        Admit::Go => panic!("it may go"),
    }
}

/// The level that was set, what the token claimed, how many ran, whether it began by itself → whether it may go.
#[rstest]
#[case(Some(SubscriptionLevel::Free), None, 999, true, true)]
#[case(Some(SubscriptionLevel::Free), None, 1_000, true, false)]
#[case(Some(SubscriptionLevel::Free), None, 1_000, false, true)]
#[case(None, Some(SubscriptionLevel::Free), 1_000, true, false)]
#[case(Some(SubscriptionLevel::Basic), Some(SubscriptionLevel::Free), 9_999, true, true)]
#[case(Some(SubscriptionLevel::Enterprise), Some(SubscriptionLevel::Free), 1_000_000, true, true)]
#[case(None, None, 1_000_000, true, true)]
#[tokio::test]
async fn the_executions_of_a_day_are_limited(
    #[case] level: Option<SubscriptionLevel>,
    #[case] token: Option<SubscriptionLevel>,
    #[case] ran: u64,
    #[case] by_day: bool,
    #[case] goes: bool,
) {
    let world = World::with(|account| (account.level, account.token_level) = (level, token)).await;
    world.has_used(ExecutionCount { started: ran, ran }).await;
    let admit = world.admit(&execution(1, 0), by_day, 0, NOON).await;
    assert_eq!(admit == Admit::Go, goes, "{admit:?}");
    assert_eq!(world.writes(), 0, "what costs no credits writes nothing");
    if !goes {
        assert_eq!(hold(admit).1.kind, HoldKind::Limit);
    }
}

/// How often it was put off, how many seconds before the day ends → when it asks again.
#[rstest]
#[case(0, 40_000, 30)]
#[case(1, 40_000, 60)]
#[case(5, 40_000, 960)]
#[case(7, 40_000, 3_600)]
#[case(u32::MAX, 40_000, 3_600)]
#[case(7, 100, 130)]
#[case(0, 10, 30)]
#[tokio::test]
async fn one_that_waits_asks_less_and_less_often_and_when_the_day_ends(
    #[case] times: u32,
    #[case] before_midnight: i64,
    #[case] seconds: i64,
) {
    let world = World::with(|account| account.level = Some(SubscriptionLevel::Free)).await;
    world.has_used(ExecutionCount { started: 1_000, ran: 1_000 }).await;
    let now = MIDNIGHT.parse::<Timestamp>().unwrap() - SignedDuration::from_secs(before_midnight);
    let (due, _) = hold(world.admit(&execution(1, 0), true, times, now).await);
    assert_eq!(due, now + SignedDuration::from_secs(seconds));
}

#[tokio::test]
async fn credits_are_set_aside_once_and_what_they_do_not_cover_is_kept() {
    let world = World::with(|account| account.monthly_credits = Some(credits(5))).await;
    assert_eq!(world.admit(&execution(1, 3), false, 0, NOON).await, Admit::Go);
    assert_eq!(world.admit(&execution(1, 3), false, 0, NOON).await, Admit::Go);
    assert_eq!((world.ledger().await.reserved(), world.writes()), (credits(3), 1));
    let (due, hold) = hold(world.admit(&execution(2, 3), false, 0, NOON).await);
    assert_eq!(due, NOON + SignedDuration::from_secs(30));
    assert_eq!(hold.kind, HoldKind::Credits);
    assert_eq!(hold.reason, "it costs 3 credits and 2 are left this month; a top-up lets it go on");
    assert_eq!(world.admit(&execution(3, 2), false, 0, NOON).await, Admit::Go);
    assert_eq!(world.ledger().await.reserved(), credits(5));
}

#[tokio::test]
async fn a_new_month_has_a_budget_of_its_own() {
    let world = World::with(|account| account.monthly_credits = Some(credits(5))).await;
    assert_eq!(world.admit(&execution(1, 5), false, 0, NOON).await, Admit::Go);
    world.settle(&[ended(&execution(1, 5), Status::Completed, NOON)]).await;
    let last = DECEMBER.parse::<Timestamp>().unwrap() - SignedDuration::from_secs(20);
    let (due, _) = hold(world.admit(&execution(2, 5), false, 9, last).await);
    assert_eq!(due, last + SignedDuration::from_secs(50), "spread over the minute after the month");
    assert_eq!(world.admit(&execution(2, 5), false, 0, due).await, Admit::Go);
    assert_eq!((world.ledger().await.spent, world.ledger().await.spent_ever), (credits(0), credits(5)));
}

#[tokio::test]
async fn whoever_is_faster_is_seen_and_too_many_of_them_are_a_failure() {
    let world = World::with(|account| account.monthly_credits = Some(credits(5))).await;
    let stale = world.account().await;
    assert_eq!(world.admit(&execution(1, 3), false, 0, NOON).await, Admit::Go);
    let second = world.admit_on(stale, &execution(2, 3), false, 0, NOON).await.unwrap();
    assert_eq!(hold(second).1.kind, HoldKind::Credits, "what was read is no longer so");

    world.meets_rivals(63);
    assert_eq!(world.admit(&execution(3, 1), false, 0, NOON).await, Admit::Go);
    world.meets_rivals(64);
    let stored = world.account().await;
    let failed = world.admit_on(stored, &execution(4, 1), false, 0, NOON).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{failed:?}");
    assert_eq!(world.ledger().await.reserved(), credits(4));
}
