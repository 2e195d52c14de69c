//! How a stack behaves at many executions a second: what saturates first, and what to ask for.
//!
//! A model in steps of 50 ms. Arrivals are random (Poisson, by their normal approximation, from a fixed seed); what passes through a part
//! in a step is the least of what came, what the part can do, and what the table and the account let it do. What does not pass waits in
//! the queue or the stream; a start that finds no room is refused, as AWS does. What the model leaves out is listed in
//! `infra/docs/scale.md`.

mod executions;
mod stack;

use std::{collections::BTreeMap, fmt};

use clap::Args;
use fastrand::Rng;

use self::executions::{Calls, Slice};
use self::stack::{
    FIRST_POLLERS, MOST_POLLERS, NEW_ENVIRONMENTS, NEW_POLLERS, PARTITION, Quotas, Stack, work,
};

/// Seconds of a step.
const STEP: f64 = 0.05;

/// The seconds over which rates are taken, at the end of a run.
const LAST: f64 = 60.0;

/// How much more than a rate is asked for.
const SPARE: f64 = 1.5;

/// The rates of the report, in executions a second.
const RATES: [f64; 3] = [10_000.0, 100_000.0, 1_000_000.0];

/// What to simulate.
#[derive(Debug, Args)]
pub struct Options {
    /// Minutes of a run.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..))]
    minutes: u32,
    /// Owners among whom the load is divided.
    #[arg(long, default_value_t = 10_000)]
    owners: u32,
    /// Another rate than those of the report, in executions a second.
    #[arg(long)]
    rate: Option<f64>,
}

/// Prints the report.
pub fn run(options: &Options) {
    let rates = options.rate.map_or_else(|| RATES.to_vec(), |rate| vec![rate]);
    println!("Rates of the last of {} minutes; {} owners unless stated.\n", options.minutes, options.owners);
    println!(
        "| asked/s | stack | started/s | refused | ended/s | wait in the queue | projected/s | keeps up after | held back by |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut needs = Vec::new();
    for rate in rates {
        let template = Stack::of_template(options.owners);
        let raised = Stack { dispatch_concurrency: MOST_POLLERS, ..template };
        let asked = enough(rate, &template);
        let one_owner = Stack { owners: 1.0, ..asked };
        let spread = Stack { list_parts: (rate * SPARE * work::WRITES / PARTITION).ceil(), ..one_owner };
        for (name, stack) in [
            ("as the template is", template),
            ("`DispatchConcurrency=1000`", raised),
            ("all that is needed", asked),
            ("the same, one owner", one_owner),
            ("one owner, its list spread", spread),
        ] {
            let outcome = simulate(rate, &stack, f64::from(options.minutes) * 60.0);
            println!("| {rate:.0} | {name} | {outcome} |");
        }
        needs.push(Needs(rate, asked));
    }
    print_executions();
    println!("\nNeeded, with half to spare:\n");
    println!(
        "| asked/s | environments at once | write units/s | dispatch queues | partitions, shards | projectors a shard |"
    );
    println!("|---|---|---|---|---|---|");
    for needed in needs {
        println!("{needed}");
    }
}

/// Prints what single executions take, in milliseconds.
fn print_executions() {
    println!("\nMilliseconds, p50 / p99 / p99.9; a slice of 10,000 executions a second.\n");
    println!("| calls | stack for | in the queue | start to end | end to counters | refused |");
    println!("|---|---|---|---|---|---|");
    let (alike, varied) = (Calls::Alike(work::CALL), Calls::Varied(work::CALL));
    for (name, calls, sized_for, spare) in [
        ("50 ms", alike, alike, 1.5),
        ("50 ms", alike, alike, 1.1),
        ("50 ms on average", varied, alike, 1.5),
        ("50 ms on average", varied, varied, 1.5),
        ("50 ms on average", varied, varied, 1.1),
    ] {
        let stack = if matches!(sized_for, Calls::Alike(_)) { "50 ms each" } else { "the slowest of ten" };
        let outcome = executions::simulate(calls, Slice::of(sized_for, spare));
        println!("| {name} | {stack}, {spare} times | {outcome} |");
    }
}

/// A stack that bears `rate` with half as much to spare.
fn enough(rate: f64, template: &Stack) -> Stack {
    let spare = SPARE * rate;
    let pollers = spare / work::BATCH * work::RUN;
    let queues = (pollers / MOST_POLLERS).ceil();
    let projectors = (spare * work::CHANGES / work::PROJECTED * work::PROJECT / shards(rate)).ceil();
    Stack {
        quotas: Quotas {
            requests: f64::INFINITY,
            environments: spare * work::START + pollers + shards(rate) * projectors,
            write_units: spare * work::WRITES,
        },
        dispatch_concurrency: MOST_POLLERS,
        queues,
        parallel: projectors,
        ..*template
    }
}

/// The shards of the stream: one for each partition of the table.
fn shards(rate: f64) -> f64 {
    (rate * work::WRITES / PARTITION).ceil().max(1.0)
}

/// What to ask for at a rate.
struct Needs(f64, Stack);

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(rate, Stack { quotas, queues, parallel, .. }) = self;
        write!(
            f,
            "| {rate:.0} | {:.0} | {:.0} | {queues:.0} | {:.0} | {parallel:.0} |",
            quotas.environments,
            quotas.write_units,
            shards(*rate),
        )
    }
}

/// How a run ended: rates a second over its last minute.
struct Outcome {
    started: f64,
    refused: f64,
    ended: f64,
    waiting: f64,
    projected: f64,
    /// Since when less than a second of work waits, and less than half is refused.
    kept_up: Option<f64>,
    /// What held back in most steps.
    bound: Option<&'static str>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { started, refused, ended, waiting, projected, kept_up, bound } = self;
        let refused = 100.0 * refused / (started + refused);
        let wait = if *waiting < 1.0 { "under 1 s".to_owned() } else { format!("{waiting:.0} s") };
        let kept_up = kept_up.map_or("never".to_owned(), |at| format!("{at:.0} s"));
        let bound = bound.unwrap_or("nothing");
        write!(
            f,
            "{started:.0} | {refused:.0} % | {ended:.0} | {wait} | {projected:.0} | {kept_up} | {bound}"
        )
    }
}

fn simulate(rate: f64, stack: &Stack, seconds: f64) -> Outcome {
    // Seeded, so that each run is the same.
    let mut random = Rng::with_seed(1);
    let lists = stack.owners * stack.list_parts * PARTITION / work::WRITES;
    let most_pollers = stack.dispatch_concurrency.min(MOST_POLLERS) * stack.queues;
    let projectors = shards(rate) * stack.parallel;
    let (mut starters, mut pollers) = (1.0_f64, FIRST_POLLERS * stack.queues);
    let (mut queue, mut stream) = (0.0_f64, 0.0_f64);
    let mut bounds = BTreeMap::<&'static str, u32>::new();
    let mut kept_up = None;
    let (mut sums, mut summed) = ([0.0; 4], 0.0);
    let mut time = 0.0;
    while time < seconds {
        let mut limits = Vec::new();
        // A start needs a request, an environment, and a write of the row in the list of its owner, which is written twice more.
        let came = arrivals(&mut random, rate * STEP);
        let free = (stack.quotas.environments - pollers).max(0.0);
        starters = (starters + NEW_ENVIRONMENTS * STEP).min(rate * work::START * 1.2).min(free).max(1.0);
        let started = least(
            came,
            &[
                ("requests of the HTTP API", stack.quotas.requests * STEP),
                ("environments of the API", starters / work::START * STEP),
                ("the owner's list", lists * STEP),
                ("write units of the table", stack.quotas.write_units / work::PUT * STEP),
            ],
            &mut limits,
        );
        queue += started;
        // A batch needs a poller, an environment, and two writes of each row.
        let left = (stack.quotas.environments - starters).max(0.0);
        pollers = (pollers + NEW_POLLERS * stack.queues * STEP).min(most_pollers).min(left);
        let units = (stack.quotas.write_units * STEP - started * work::PUT).max(0.0);
        let ended = least(
            queue,
            &[
                ("batches of the dispatch queue at once", pollers * work::BATCH / work::RUN * STEP),
                ("write units of the table", units / work::RUN_WRITES),
            ],
            &mut limits,
        );
        queue -= ended;
        stream += started + ended * (work::CHANGES - 1.0);
        let projected = least(
            stream,
            &[("the projector", projectors * work::PROJECTED / work::PROJECT * STEP)],
            &mut limits,
        );
        stream -= projected;
        time += STEP;
        let keeps_up = queue < rate && came - started < came / 2.0;
        kept_up = if keeps_up { kept_up.or(Some(time)) } else { None };
        if time > seconds - LAST {
            for (sum, value) in sums.iter_mut().zip([started, came - started, ended, projected]) {
                *sum += value;
            }
            summed += STEP;
            limits.into_iter().for_each(|limit| *bounds.entry(limit).or_default() += 1);
        }
    }
    let [started, refused, ended, projected] = sums.map(|sum: f64| sum / summed);
    let bound = bounds.into_iter().max_by_key(|(_, steps)| *steps).map(|(limit, _)| limit);
    let (waiting, projected) = (queue / ended.max(1.0), projected / work::CHANGES);
    Outcome { started, refused, ended, waiting, projected, kept_up, bound }
}

/// What passes of `came`; the bound that holds it back is added to `limits`.
fn least(came: f64, bounds: &[(&'static str, f64)], limits: &mut Vec<&'static str>) -> f64 {
    let narrow = bounds.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    match narrow {
        Some((what, bound)) if *bound < came => {
            limits.push(what);
            *bound
        }
        _ => came,
    }
}

/// How many arrive where `mean` do on average: the sum of twelve uniform numbers is nearly normal.
fn arrivals(random: &mut Rng, mean: f64) -> f64 {
    let normal = (0..12).map(|_| random.f64()).sum::<f64>() - 6.0;
    (mean + normal * mean.sqrt()).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_with_all_that_is_needed_keeps_up_and_the_narrowest_part_holds_the_others_back() {
        let template = Stack::of_template(1_000);
        let outcome = simulate(10_000.0, &enough(10_000.0, &template), 600.0);
        assert!(outcome.bound.is_none() && outcome.kept_up.is_some(), "{outcome}");
        assert!((9_900.0..10_100.0).contains(&outcome.ended) && outcome.refused < 1.0, "{outcome}");

        let outcome = simulate(10_000.0, &template, 600.0);
        assert_eq!(outcome.bound, Some("batches of the dispatch queue at once"), "{outcome}");
        assert!((outcome.ended - 20.0 * work::BATCH / work::RUN).abs() < 10.0, "{outcome}");

        let outcome = simulate(10_000.0, &Stack { owners: 1.0, ..enough(10_000.0, &template) }, 600.0);
        assert_eq!(outcome.bound, Some("the owner's list"), "{outcome}");
        assert!((outcome.started - 4.0 * PARTITION / 3.0).abs() < 10.0, "{outcome}");
    }
}
