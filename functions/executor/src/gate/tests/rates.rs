//! Rate limits.

use beadle_domain::{
    config::Profile,
    gate::Verdict,
    policy::{RateLimit, RateStrategy},
};
use rstest::rstest;

use super::{simulation::Simulation, world::ms};

fn limited(strategy: RateStrategy, rate: u32, per: u64, burst: u32) -> Profile {
    let rate_limit = Some(RateLimit { strategy, rate, per: ms(per), burst, key: None, per_key: None });
    Profile { rate_limit, ..Profile::default() }
}

#[rstest]
#[case::fifty_a_second(50, 50, 2_000, 4)]
#[case::a_small_burst(20, 5, 300, 3)]
#[case::sharded(1_200, 1_200, 6_000, 4)]
#[tokio::test]
async fn a_token_bucket_is_never_exceeded_under_concurrency(
    #[case] rate: u32,
    #[case] burst: u32,
    #[case] tasks: i64,
    #[case] processes: u128,
) {
    let mut simulation = Simulation::new(processes, limited(RateStrategy::TokenBucket, rate, 1_000, burst));
    (0..tasks).for_each(|number| simulation.arrive(number / 10));
    simulation.run(|_| (Verdict::Healthy, 20)).await;
    assert_eq!(simulation.done as i64, tasks);
    for window in [1, 10, 100, 500, 1_000, 3_000, 10_000] {
        let most = f64::from(burst) + f64::from(rate) * window as f64 / 1_000.0;
        let seen = simulation.most_calls_in(window);
        assert!(seen as f64 <= most, "{seen} calls in {window} ms, {most} allowed");
    }
    let (last, least) =
        (*simulation.calls.last().unwrap(), (tasks - i64::from(burst)) * 1_000 / i64::from(rate));
    println!(
        "{rate}/s burst {burst}: {tasks} tasks in {last} ms (at least {least}), \
         {} deferrals, {:.3} writes each",
        simulation.deferrals,
        simulation.writes_per_execution()
    );
    assert!(last <= least * 13 / 10 + 4_000, "it takes {last} ms, {least} would be enough");
}

#[rstest]
#[case::fifty_a_second(50, 1_000, 1_000, 4)]
#[case::thirty_in_ten_seconds(30, 10_000, 100, 2)]
#[tokio::test]
async fn a_sliding_window_is_never_exceeded_under_concurrency(
    #[case] rate: u32,
    #[case] per: u64,
    #[case] tasks: i64,
    #[case] processes: u128,
) {
    let mut simulation = Simulation::new(processes, limited(RateStrategy::SlidingWindow, rate, per, rate));
    (0..tasks).for_each(|number| simulation.arrive(number / 10));
    simulation.run(|_| (Verdict::Healthy, 20)).await;
    assert_eq!(simulation.done as i64, tasks);
    let seen = simulation.most_calls_in(per as i64);
    assert!(seen <= rate as usize, "{seen} calls in {per} ms");
    let (last, least) = (*simulation.calls.last().unwrap(), ((tasks - 1) / i64::from(rate)) * per as i64);
    println!(
        "{rate} in {per} ms: {tasks} tasks in {last} ms (at least {least}), \
         {} deferrals, {:.3} writes each",
        simulation.deferrals,
        simulation.writes_per_execution()
    );
    assert!(last <= least * 3 / 2 + 2_000, "it takes {last} ms, {least} would be enough");
}

#[rstest]
#[case::one_process(RateStrategy::TokenBucket, 1, 25)]
#[case::four_processes(RateStrategy::TokenBucket, 4, 25)]
#[case::window(RateStrategy::SlidingWindow, 1, 25)]
#[tokio::test]
async fn a_steady_flow_costs_at_most_one_write_per_ten_executions(
    #[case] strategy: RateStrategy,
    #[case] processes: u128,
    #[case] apart: i64,
) {
    let mut simulation = Simulation::new(processes, limited(strategy, 100, 1_000, 100));
    (0..4_000).for_each(|number| simulation.arrive(number * apart));
    simulation.run(|_| (Verdict::Healthy, 30)).await;
    let writes = simulation.writes_per_execution();
    println!(
        "{strategy:?}, {processes} processes: {writes:.3} writes each, {} deferrals",
        simulation.deferrals
    );
    assert_eq!((simulation.done, simulation.deferrals), (4_000, 0));
    assert!(writes <= 0.1, "{writes}");
}
