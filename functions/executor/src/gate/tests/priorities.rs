//! Priority holds behind a gate: among those that wait, high goes first.

use beadle_domain::{
    config::Profile,
    gate::Verdict,
    policy::{RateLimit, RateStrategy},
    task::Priority,
};

use super::{
    simulation::Simulation,
    world::{NANOSECONDS, ms},
};

/// A rate limit with 80 calls before it at second 0, and `high` more with high priority at second 3.
async fn behind(rate_limit: RateLimit, processes: u128, high: usize) -> (Simulation, Vec<usize>) {
    let profile = Profile { rate_limit: Some(rate_limit), ..Profile::default() };
    let mut simulation = Simulation::with_clocks(processes, profile, [0; 4]);
    (0..80).for_each(|_| simulation.arrive(0));
    (0..high).for_each(|number| simulation.arrive_with(Priority::High, 3_000 + number as i64));
    simulation.run(|_| (Verdict::Healthy, 20)).await;
    let before = simulation.log.iter().filter(|at| **at < 3_000 * NANOSECONDS).count();
    // The places among those that still waited, from 1.
    let places = (80..80 + high)
        .map(|number| simulation.order.iter().position(|other| *other == number).unwrap() + 1 - before)
        .collect();
    (simulation, places)
}

#[tokio::test]
async fn high_priority_goes_before_the_line_of_a_rate_limit() {
    let mut cases = 0;
    println!(
        "    rate  strategy        processes  place of the one with high priority among those that wait"
    );
    for (rate, per) in [(1, 1_000), (2, 1_000), (10, 1_000), (10, 60_000)] {
        for (strategy, processes) in
            [(RateStrategy::TokenBucket, 1), (RateStrategy::TokenBucket, 4), (RateStrategy::SlidingWindow, 1)]
        {
            let limit = RateLimit { strategy, rate, per: ms(per), burst: 1, key: None, per_key: None };
            let (_, places) = behind(limit, processes, 1).await;
            println!("{rate:>3}/{per:>5}ms {strategy:?} {processes:>3} {:>10}", places[0]);
            // Those whose slots are booked, of the next two seconds, go before it; a window books nothing, but frees all
            // its places at once, and keeps one for it.
            let booked = (2_000 * u64::from(rate)).div_ceil(per) as usize;
            let most = if strategy == RateStrategy::SlidingWindow { rate as usize } else { booked + 1 };
            assert!(places[0] <= most, "{rate} in {per} ms, {strategy:?}: {places:?}");
            cases += 1;
        }
    }
    assert_eq!(cases, 12);
}

#[tokio::test]
async fn several_with_high_priority_go_first_and_the_others_keep_their_order() {
    for processes in [1, 4] {
        let limit = RateLimit {
            strategy: RateStrategy::TokenBucket,
            rate: 10,
            per: ms(1_000),
            burst: 1,
            key: None,
            per_key: None,
        };
        let (simulation, places) = behind(limit, processes, 8).await;
        println!("{processes} processes, eight with high priority: places {places:?}");
        assert!(places.iter().all(|place| *place <= 20 + 8 + 1), "{places:?}");
        let medium: Vec<usize> = simulation.order.iter().copied().filter(|number| *number < 80).collect();
        let late = medium.iter().enumerate().map(|(place, number)| place.abs_diff(*number)).max();
        println!("the others: at most {late:?} places from the order in which they came");
        // Several processes get their places in blocks, as without priorities.
        assert!(processes > 1 || late == Some(0), "{medium:?}");
    }
}
