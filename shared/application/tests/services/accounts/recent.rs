//! What a process decides by an account that it read some seconds ago.

use std::sync::Arc;

use beadle_application::{
    Call,
    account::{RecentAccounts, may_start},
    port::{Accounts, ExecutionCount},
};
use beadle_domain::{
    access::Role,
    account::{Credits, SubscriptionLevel},
};
use beadle_testing::StillClock;
use beadle_values::id::OwnerId;

use super::world::{NOON, World, ada, by, credits};

/// Accounts that a process knows for a while, and its clock.
struct Process {
    accounts: Arc<dyn Accounts>,
    clock: Arc<StillClock>,
}

impl Process {
    fn of(world: &World) -> Self {
        let clock = Arc::new(StillClock::at(NOON));
        Self { accounts: RecentAccounts::over(world.contested.clone(), clock.clone()), clock }
    }

    /// Whether one more execution may be started that costs so much.
    async fn starts(&self, level: SubscriptionLevel, cost: Credits) -> bool {
        may_start(&*self.accounts, Call::new(&by(Role::User, level), NOON), &ada(), 1, cost).await.is_ok()
    }

    async fn set_level(&self, level: Option<SubscriptionLevel>) {
        let stored = self.accounts.read(&ada()).await.unwrap();
        let mut account = stored.account.unwrap();
        account.level = level;
        self.accounts.write(&account, stored.version, None).await.unwrap();
    }
}

#[tokio::test]
async fn many_starts_read_the_account_once_in_five_seconds() {
    let world = World::with(|account| account.level = Some(SubscriptionLevel::Enterprise)).await;
    let process = Process::of(&world);
    for (after_ms, reads) in [(0, 1), (0, 1), (4_999, 1), (1, 2), (0, 2), (10_000, 3)] {
        process.clock.advance(after_ms);
        assert!(process.starts(SubscriptionLevel::Free, Credits::ZERO).await);
        assert_eq!(world.reads(), reads, "after {after_ms} ms more");
    }
    // What costs credits is decided by what is left of them.
    assert!(process.starts(SubscriptionLevel::Free, credits(1)).await);
    assert_eq!(world.reads(), 4);
}

#[tokio::test]
async fn a_refusal_is_decided_by_the_account_as_it_is() {
    let world = World::with(|account| account.level = Some(SubscriptionLevel::Free)).await;
    world.has_used(ExecutionCount { started: 1_000, ran: 0 }).await;
    let (here, there) = (Process::of(&world), Process::of(&world));
    assert!(!here.starts(SubscriptionLevel::Free, Credits::ZERO).await);
    there.set_level(Some(SubscriptionLevel::Enterprise)).await;
    assert!(here.starts(SubscriptionLevel::Free, Credits::ZERO).await, "more is allowed at once");
    there.set_level(Some(SubscriptionLevel::Free)).await;
    assert!(here.starts(SubscriptionLevel::Free, Credits::ZERO).await, "less is noticed within five seconds");
    assert!(!there.starts(SubscriptionLevel::Free, Credits::ZERO).await, "at once where it was written");
    here.clock.advance(5_000);
    assert!(!here.starts(SubscriptionLevel::Free, Credits::ZERO).await);
}

#[tokio::test]
async fn a_write_that_meets_a_faster_one_makes_that_one_known() {
    let world = World::with(|account| account.level = Some(SubscriptionLevel::Enterprise)).await;
    let process = Process::of(&world);
    let before = process.accounts.read(&ada()).await.unwrap();
    world.meets_rivals(1);
    process.accounts.write(&before.account.unwrap(), before.version, None).await.unwrap();
    assert_eq!(process.accounts.read_recent(&ada()).await.unwrap(), world.account().await);
}

#[tokio::test]
async fn what_is_known_is_bounded() {
    let world = World::new();
    let process = Process::of(&world);
    for number in 0..1_500 {
        let owner = OwnerId::parse(format!("owner-{number}")).unwrap();
        process.accounts.read_recent(&owner).await.unwrap();
    }
    let first = OwnerId::parse("owner-0").unwrap();
    let late = OwnerId::parse("owner-1400").unwrap();
    process.accounts.read_recent(&first).await.unwrap();
    assert_eq!(world.reads(), 1_500, "a thousand are known");
    process.accounts.read_recent(&late).await.unwrap();
    assert_eq!(world.reads(), 1_501, "and no more");
    process.clock.advance(5_000);
    for _ in 0..2 {
        process.accounts.read_recent(&late).await.unwrap();
    }
    assert_eq!(world.reads(), 1_502, "those that are not recent make room");
}
