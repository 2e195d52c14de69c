//! The places are shared among the owners that have something due.

use std::collections::BTreeMap;

use beadle_application::port::{Delivery, StartExecutions};
use beadle_domain::{execution::Execution, task::Priority};

use super::specimen::{SetClock, in_memory, owned};
use crate::{Delivered, Deliveries, Embedded, turns};

/// As many as `beadle dev` has.
const PLACES: usize = 256;

struct World {
    store: Embedded,
    deliveries: Option<Deliveries>,
    number: u128,
}

impl World {
    fn open() -> Self {
        let store = Embedded::open(in_memory(&SetClock::at(100))).unwrap();
        Self { store, deliveries: None, number: 0 }
    }

    fn hand_out(&mut self, places: usize) {
        self.deliveries = Some(self.store.deliveries(places));
    }

    async fn start(&mut self, owner: &str, second: i64, count: usize, priority: Priority) {
        for _ in 0..count {
            self.number += 1;
            self.store.start(&owned(owner, self.number, second, priority)).await.unwrap();
        }
    }

    /// Waits for the next one that is handed out.
    async fn next(&mut self) -> (String, Delivered) {
        let delivered = self.deliveries.as_mut().unwrap().next().await.unwrap();
        (execution(&delivered).request.owner.to_string(), delivered)
    }

    /// All that are handed out while nothing ends.
    async fn all(&mut self) -> Vec<(String, Delivered)> {
        let mut all = Vec::new();
        loop {
            // The writer looks for due work after each group.
            self.store.writer.ask(|_| Ok(())).await.unwrap();
            let before = all.len();
            while let Some(delivered) = self.at_once().await {
                all.push((execution(&delivered).request.owner.to_string(), delivered));
            }
            if all.len() == before {
                return all;
            }
        }
    }

    async fn at_once(&mut self) -> Option<Delivered> {
        tokio::select! {
            biased;
            delivered = self.deliveries.as_mut().unwrap().next() => delivered,
            () = std::future::ready(()) => None,
        }
    }
}

fn execution(delivered: &Delivered) -> &Execution {
    match &delivered.delivery {
        Delivery::Claimed { execution, .. } => execution,
        Delivery::Message(_) => panic!("the store delivers claimed executions"),
    }
}

fn shares(all: &[(String, Delivered)]) -> BTreeMap<&str, usize> {
    let mut shares = BTreeMap::new();
    for (owner, _) in all {
        *shares.entry(owner.as_str()).or_default() += 1;
    }
    shares
}

#[tokio::test]
async fn one_call_beside_two_thousand_slow_ones_of_another_owner_goes_at_once() {
    let mut world = World::open();
    world.hand_out(PLACES);
    world.start("ada", 100, 2_000, Priority::Medium).await;
    let slow = world.all().await;
    world.start("bob", 100, 1, Priority::Medium).await;
    // None of the slow calls ends.
    let (owner, _bobs) = world.next().await;
    println!(
        "{} of 2,000 slow calls of ada run in {PLACES} places; the one of bob is number 1 of what is handed out next, \
         and no call has ended",
        slow.len()
    );
    assert_eq!(owner, "bob");
    assert!(slow.len() > PLACES * 85 / 100, "who is alone gets nearly all places: {}", slow.len());
}

#[tokio::test]
async fn one_call_behind_a_backlog_of_another_owner_is_the_first_of_the_next_two() {
    for places in [1, 2, 8, 64] {
        let mut world = World::open();
        world.start("ada", 90, 2_000, Priority::Medium).await;
        world.hand_out(places);
        let mut slow = world.all().await;
        world.start("bob", 100, 1, Priority::Medium).await;
        let mut waited = 0;
        loop {
            if let Some(delivered) = world.at_once().await {
                let owner = execution(&delivered).request.owner.to_string();
                waited += 1;
                slow.push((owner.clone(), delivered));
                if owner == "bob" {
                    break;
                }
            }
            drop(slow.remove(0));
            world.store.writer.ask(|_| Ok(())).await.unwrap();
        }
        println!("{places} places, 2,000 calls of ada due earlier: the one of bob is number {waited}");
        assert!(waited <= 2, "{waited}");
    }
}

#[tokio::test]
async fn ten_owners_get_the_same_number_of_places_however_long_their_backlogs_are() {
    let mut world = World::open();
    for number in 0..10 {
        let owner = format!("owner-{number}");
        world
            .start(
                &owner,
                90 + number,
                if number == 0 { 1_500 } else { 30 * number as usize },
                Priority::Medium,
            )
            .await;
    }
    world.hand_out(PLACES);
    let mut running = world.all().await;
    println!("shares of {PLACES} places: {:?}", shares(&running));
    assert_eq!(shares(&running).len(), 10);
    assert!(shares(&running).values().all(|share| (22..=28).contains(share)), "{:?}", shares(&running));

    // As calls end, one after the other, every owner goes on at the same pace.
    let mut turns = BTreeMap::<String, usize>::new();
    for _ in 0..50 {
        drop(running.remove(0));
        let (owner, delivered) = world.next().await;
        *turns.entry(owner.clone()).or_default() += 1;
        running.push((owner, delivered));
    }
    println!("the next 50 places: {turns:?}");
    assert!(turns.iter().all(|(owner, turns)| owner == "owner-1" || (3..=8).contains(turns)), "{turns:?}");
}

#[tokio::test]
async fn no_owner_starves_behind_nine_with_endless_backlogs() {
    for places in [1, 2, 16] {
        let mut world = World::open();
        for number in 0..9 {
            world.start(&format!("owner-{number}"), 50, 200, Priority::Medium).await;
        }
        world.hand_out(places);
        let mut running = world.all().await;
        let mut waits = Vec::new();
        for _ in 0..20 {
            world.start("quiet", 100, 1, Priority::Medium).await;
            let mut waited = 0;
            loop {
                drop(running.remove(0));
                let (owner, delivered) = world.next().await;
                waited += 1;
                let quiet = owner == "quiet";
                running.push((owner, delivered));
                if quiet {
                    break;
                }
            }
            waits.push(waited);
        }
        println!("{places} places, nine busy owners: the calls of the tenth are number {waits:?}");
        assert!(waits.iter().all(|waited| *waited <= 10), "{waits:?}");
    }
}

#[tokio::test]
async fn high_priority_goes_first_within_an_owner_and_across_owners() {
    let mut world = World::open();
    world.hand_out(PLACES);
    world.start("ada", 100, 500, Priority::Medium).await;
    let slow = world.all().await;
    world.start("ada", 100, 1, Priority::High).await;
    let (_, first) = world.next().await;
    assert_eq!(
        execution(&first).request.priority,
        Priority::High,
        "beside {} calls of its owner",
        slow.len()
    );

    let mut world = World::open();
    world.start("bob", 80, 3, Priority::Medium).await;
    world.start("ada", 90, 2, Priority::Medium).await;
    world.start("ada", 100, 1, Priority::High).await;
    world.start("bob", 100, 1, Priority::High).await;
    world.hand_out(1);
    let mut order = Vec::new();
    for _ in 0..7 {
        let (owner, delivered) = world.next().await;
        order.push(format!("{owner} {}", execution(&delivered).request.priority.as_str()));
    }
    println!("order over one place: {order:?}");
    assert!(order[..2].iter().all(|one| one.ends_with("high")), "{order:?}");
    assert_eq!(order[2..], ["bob medium", "ada medium", "bob medium", "ada medium", "bob medium"]);
}

#[tokio::test]
async fn what_is_due_is_found_in_the_index_alone() {
    let world = World::open();
    for statement in [turns::DUE, turns::NEXT] {
        let plan = format!("EXPLAIN QUERY PLAN {}", statement.replace("?3", "1").replace("?4", "1"));
        let plan = world.store.writer.ask(move |write| {
            let mut statement = write.sql.prepare(&plan)?;
            let lines = statement.query_map(rusqlite::params![0, "ada"], |row| row.get::<_, String>(3))?;
            Ok(lines.collect::<Result<Vec<_>, _>>()?)
        });
        let plan = plan.await.unwrap();
        println!("{plan:?}");
        assert!(
            plan.len() == 1
                && plan[0].starts_with("SEARCH executions USING COVERING INDEX executions_to_wake")
        );
    }
}
