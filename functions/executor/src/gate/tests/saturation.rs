//! What gates come to under saturation, through a queue that puts messages off in whole seconds and hands each to
//! another process: the time, how often executions are put off, and what the documents cost.

use beadle_domain::{
    config::Profile,
    gate::Verdict,
    policy::{RateLimit, RateStrategy},
};

use super::{
    simulation::Simulation,
    world::{NANOSECONDS, ms},
};

/// Who handles the messages.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Processes {
    /// So many processes, each with as many messages at once as come.
    Servers(u128),
    /// So many sandboxes, each with batches of up to ten.
    Sandboxes(u128),
}

use Processes::{Sandboxes, Servers};

const PROCESSES: [Processes; 5] = [Servers(4), Servers(20), Servers(40), Sandboxes(20), Sandboxes(40)];

const HEADER: &str =
    "executions  processes           time, ideal   put off (mean, most)   writes each, refused   reads each";

impl Processes {
    fn simulation(self, profile: Profile) -> Simulation {
        match self {
            Servers(count) => {
                let mut simulation = Simulation::with_clocks(count, profile, [0; 4]);
                simulation.whole_seconds = true;
                simulation
            }
            Sandboxes(count) => Simulation::of_fleet(count, profile),
        }
    }
}

/// What a load came to, for each execution.
struct Reached {
    /// The time in seconds, of all.
    seconds: f64,
    /// How many times it was put off.
    put_off: f64,
    /// Writes of documents, refused ones too.
    writes: f64,
}

/// Runs to the end, with calls of this many milliseconds, and prints what it came to.
async fn run(
    mut simulation: Simulation,
    took: i64,
    processes: Processes,
    ideal: f64,
) -> (Simulation, Reached) {
    simulation.run(|_| (Verdict::Healthy, took)).await;
    let tasks = simulation.hops.len();
    assert_eq!(simulation.done, tasks);
    let each = |count: u32| f64::from(count) / tasks as f64;
    let reached = Reached {
        seconds: *simulation.log.last().unwrap() as f64 / (1_000 * NANOSECONDS) as f64,
        put_off: each(simulation.hops.iter().sum()),
        writes: simulation.writes_per_execution(),
    };
    let Reached { seconds, put_off, writes } = reached;
    let most = simulation.hops.iter().max().unwrap();
    let (refused, reads) = simulation.shared.with(|state| (each(state.conflicts), each(state.reads)));
    let name = format!("{processes:?}");
    println!(
        "{tasks:>10}  {name:<14} {seconds:>7.1} s, {ideal:>5.1} s {put_off:>10.2}, {most:<10} {writes:>10.3}, {refused:<10.3} {reads:>10.3}"
    );
    (simulation, reached)
}

#[tokio::test]
async fn five_calls_at_once_of_50_ms_take_at_most_twice_the_ideal_time() {
    println!("{HEADER}");
    for processes in PROCESSES {
        for tasks in [500_i64, 2_000] {
            let profile = Profile { concurrency: Some(5), ..Profile::default() };
            let mut simulation = processes.simulation(profile);
            (0..tasks).for_each(|_| simulation.arrive(0));
            let ideal = tasks as f64 / 100.0;
            let (simulation, reached) = run(simulation, 50, processes, ideal).await;
            assert!(simulation.most_at_once <= 5, "{}", simulation.most_at_once);
            let Reached { seconds, put_off, writes } = reached;
            assert!(seconds <= ideal * 2.0, "{processes:?}: {seconds} s");
            assert!(put_off <= 2.0, "{processes:?}: {put_off}");
            // A process that gets one message after the other has to fetch and return a permit for each.
            let most = match processes {
                Servers(4) => 0.2,
                Servers(_) => 1.0,
                Sandboxes(_) => 2.0,
            };
            assert!(writes <= most, "{processes:?}: {writes}");
        }
    }
}

/// Runs `seconds` of calls at `rate`, `per_mille` of what passes.
async fn under_a_rate(rate: u32, per_mille: Option<i64>, seconds: i64) {
    let rate_limit = Some(RateLimit {
        strategy: RateStrategy::TokenBucket,
        rate,
        per: ms(1_000),
        burst: rate,
        key: None,
        per_key: None,
    });
    // The many calls of a fast limit take long to simulate.
    let processes = if rate < 400 { &PROCESSES[..] } else { &PROCESSES[..1] };
    for processes in processes.iter().copied() {
        let profile = Profile { rate_limit: rate_limit.clone(), ..Profile::default() };
        let mut simulation = processes.simulation(profile);
        let tasks = i64::from(rate) * seconds;
        let apart =
            |number: i64| per_mille.map_or(0, |per_mille| number * 1_000_000 / (per_mille * i64::from(rate)));
        (0..tasks).for_each(|number| simulation.arrive(apart(number)));
        let ideal = (tasks - i64::from(rate)) as f64 / f64::from(rate);
        let (simulation, reached) = run(simulation, 20, processes, ideal).await;
        assert!(simulation.lowest_level(f64::from(rate), rate) >= -0.01);
        let Reached { seconds, put_off, writes } = reached;
        assert!(seconds <= ideal * 1.3, "{rate}/s, {processes:?}: {seconds} s");
        assert!(put_off <= 2.0, "{rate}/s, {processes:?}: {put_off}");
        // A write books for those that come to a process within about half a second: of ten calls a second few do.
        if rate >= 50 && processes == Servers(4) {
            assert!(writes <= 0.2, "{rate}/s, {processes:?}: {writes}");
        }
    }
}

#[tokio::test]
async fn what_comes_at_once_under_a_rate_limit_costs_few_writes_and_about_one_deferral() {
    println!("{HEADER}");
    for rate in [10, 50, 100, 400] {
        under_a_rate(rate, None, 30).await;
    }
}

#[tokio::test]
async fn half_as_many_calls_again_as_a_rate_limit_lets_pass_cost_few_writes_and_about_one_deferral() {
    println!("{HEADER}");
    for rate in [10, 50, 100, 400] {
        under_a_rate(rate, Some(1_500), 45).await;
    }
}
