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
    /// So many sandboxes, each with batches of ten.
    Sandboxes(u128),
}

use Processes::{Sandboxes, Servers};

const PROCESSES: [Processes; 6] =
    [Servers(4), Servers(20), Servers(40), Sandboxes(4), Sandboxes(20), Sandboxes(40)];

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

/// What a load came to.
struct Reached {
    /// The time in seconds.
    seconds: f64,
    /// How many times an execution was put off.
    mean: f64,
    most: u32,
    writes: f64,
    /// How many of them were refused.
    refused: f64,
    reads: f64,
}

async fn run(simulation: &mut Simulation, took: i64) -> Reached {
    simulation.run(|_| (Verdict::Healthy, took)).await;
    let tasks = simulation.hops.len();
    assert_eq!(simulation.done, tasks);
    Reached {
        seconds: *simulation.log.last().unwrap() as f64 / (1_000 * NANOSECONDS) as f64,
        mean: f64::from(simulation.hops.iter().sum::<u32>()) / tasks as f64,
        most: simulation.hops.iter().copied().max().unwrap(),
        writes: simulation.writes_per_execution(),
        refused: f64::from(simulation.shared.with(|state| state.conflicts)) / tasks as f64,
        reads: f64::from(simulation.shared.with(|state| state.reads)) / tasks as f64,
    }
}

#[tokio::test]
async fn five_calls_at_once_of_50_ms_take_at_most_twice_the_ideal_time() {
    println!(
        "executions  processes       time, ideal     deferrals (mean, most)  writes each, refused  reads each"
    );
    for processes in PROCESSES {
        if let Ok(only) = std::env::var("ONLY")
            && format!("{processes:?}") != only
        {
            continue;
        }
        for tasks in [500_i64, 2_000] {
            let profile = Profile { concurrency: Some(5), ..Profile::default() };
            let mut simulation = processes.simulation(profile);
            (0..tasks).for_each(|_| simulation.arrive(0));
            let Reached { seconds, mean, most, writes, refused, reads } = run(&mut simulation, 50).await;
            let ideal = tasks as f64 / 100.0;
            println!(
                "{tasks:>10}  {:<14} {seconds:>6.1} s, {ideal:>4.1} s {mean:>12.2}, {most:<12} {writes:>9.3} {refused:>9.3} {reads:>11.3}",
                format!("{processes:?}"),
            );
            assert!(simulation.most_at_once <= 5);
            if std::env::var("HIST").is_ok() {
                let mut h = vec![0; seconds as usize + 1];
                for at in &simulation.log {
                    h[(*at / 1_000 / NANOSECONDS) as usize] += 1;
                }
                println!("{h:?}");
            }
        }
    }
}

#[tokio::test]
async fn rate_limits() {
    println!(
        "  rate  processes           time, ideal     deferrals (mean, most)  writes each, refused  reads each"
    );
    for (name, load) in [("at once", 30), ("too many", 45)] {
        println!("{name}");
        for processes in PROCESSES {
            if let Ok(only) = std::env::var("ONLY")
                && format!("{processes:?}") != only
            {
                continue;
            }
            for rate in [10_u32, 50, 100, 400] {
                let rate_limit = Some(RateLimit {
                    strategy: RateStrategy::TokenBucket,
                    rate,
                    per: ms(1_000),
                    burst: rate,
                    key: None,
                    per_key: None,
                });
                let mut simulation = processes.simulation(Profile { rate_limit, ..Profile::default() });
                let tasks = i64::from(rate) * load;
                let apart = |number: i64| if load == 45 { number * 2_000 / (3 * i64::from(rate)) } else { 0 };
                (0..tasks).for_each(|number| simulation.arrive(apart(number)));
                let Reached { seconds, mean, most, writes, refused, reads } = run(&mut simulation, 20).await;
                let ideal = (tasks - i64::from(rate)) as f64 / f64::from(rate);
                println!(
                    "{rate:>4}/s  {:<14} {seconds:>7.1} s, {ideal:>5.1} s {mean:>12.2}, {most:<12} {writes:>9.3} {refused:>9.3} {reads:>11.3}",
                    format!("{processes:?}"),
                );
                if std::env::var("HIST").is_ok() {
                    let mut h = vec![0; seconds as usize + 1];
                    for at in &simulation.log {
                        h[(*at / 1_000 / NANOSECONDS) as usize] += 1;
                    }
                    println!("{h:?}");
                }
                assert!(simulation.lowest_level(f64::from(rate), rate) >= -0.01);
            }
        }
    }
}
