//! What small bursts reach under saturation, how often executions are put off, and that the destination's log never
//! exceeds the limit.

use beadle_domain::{
    config::Profile,
    cost::Receipt,
    gate::Verdict,
    policy::{RateLimit, RateStrategy},
};

use super::{
    simulation::Simulation,
    world::{NANOSECONDS, any, ms},
};

const RATES: [u32; 3] = [10, 100, 400];

/// The bursts of the grid; the default of a limit a second is its rate.
fn bursts(rate: u32) -> [u32; 4] {
    [1, 2, 8, rate]
}

/// What one limit came to.
struct Reached {
    /// The share of the rate while calls waited.
    share: f64,
    median: u32,
    most: u32,
    /// The lowest level of the bucket that the destination's log would have taken from.
    lowest: f64,
    writes: f64,
}

/// How the executions come.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Load {
    /// All at once, as many as the rate lets through in half a minute.
    AtOnce,
    /// Half as many again as the rate lets through, for half a minute.
    TooMany,
    /// All at once, through a queue that counts in whole seconds and hands each message to another process.
    ThroughAQueue,
}

impl Load {
    /// Sandboxes behind a queue hold ten messages each, so that four of them can't hold a second's calls.
    fn processes(self) -> [u128; 2] {
        if self == Self::ThroughAQueue { [4, 40] } else { [1, 4] }
    }
}

async fn saturated(rate: u32, burst: u32, processes: u128, load: Load, clocks: [i64; 4]) -> Reached {
    let rate_limit = Some(RateLimit {
        strategy: RateStrategy::TokenBucket,
        rate,
        per: ms(1_000),
        burst,
        key: None,
        per_key: None,
    });
    let profile = Profile { rate_limit, ..Profile::default() };
    let mut simulation = Simulation::with_clocks(processes, profile, clocks);
    simulation.whole_seconds = load == Load::ThroughAQueue;
    let tasks = i64::from(rate) * if load == Load::TooMany { 45 } else { 30 };
    let apart = |number: i64| if load == Load::TooMany { number * 2_000 / (3 * i64::from(rate)) } else { 0 };
    (0..tasks).for_each(|number| simulation.arrive(apart(number)));
    simulation.run(|_| (Verdict::Healthy, 20)).await;
    assert_eq!(simulation.done as i64, tasks);
    let mut hops = simulation.hops.clone();
    hops.sort_unstable();
    let last = *simulation.log.last().unwrap() as f64 / (1_000 * NANOSECONDS) as f64;
    let paced = (tasks - i64::from(burst)) as f64;
    Reached {
        share: paced / f64::from(rate) / last,
        median: hops[hops.len() / 2],
        most: *hops.last().unwrap(),
        lowest: simulation.lowest_level(f64::from(rate), burst),
        writes: simulation.writes_per_execution(),
    }
}

/// What the receipts of a million executions come to that are put off as often. Each time their row is claimed and written back.
fn dollars_a_million(deferrals: u32) -> f64 {
    let mut execution = any();
    execution.progress.version = 1 + 2 * (u64::from(deferrals) + 1);
    Receipt::of(&execution).nano_usd as f64 / 1_000.0
}

#[tokio::test]
async fn every_burst_reaches_its_rate_at_two_deferrals_and_never_exceeds_it() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for load in [Load::AtOnce, Load::TooMany, Load::ThroughAQueue] {
        println!(
            "{load:?}\n  rate  burst  processes  reached  deferrals (median, most)  gate writes each  lowest level  receipt, $ a million"
        );
        for rate in RATES {
            for burst in bursts(rate) {
                for processes in load.processes() {
                    let reached = saturated(rate, burst, processes, load, [0; 4]).await;
                    let Reached { share, median, most, lowest, writes } = reached;
                    println!(
                        "{rate:>4}/s {burst:>6} {processes:>10} {:>7.1}% {median:>9}, {most:<15} {writes:>16.3} {lowest:>13.3} {:>21.2}",
                        share * 100.0,
                        dollars_a_million(median),
                    );
                    cases += 1;
                    // A hundredth of a call: the documents count in microseconds.
                    if share < 0.9 || median > 2 || lowest < -0.01 {
                        wrong.push((load, rate, burst, processes));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, []);
    assert_eq!(cases, 72);
}

#[tokio::test]
async fn clocks_that_differ_move_a_call_by_as_much() {
    for (rate, burst) in [(100, 1), (100, 8), (400, 2)] {
        let reached = saturated(rate, burst, 4, Load::AtOnce, [0, 3, -2, 1]).await;
        println!("{rate}/s burst {burst}, clocks 5 ms apart: lowest level {:.3}", reached.lowest);
        assert!(reached.share >= 0.9 && reached.median <= 2);
        assert!(reached.lowest >= -0.005 * f64::from(rate) - 0.01, "{}", reached.lowest);
    }
}
