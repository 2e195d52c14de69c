//! W1 on some of the processors, and what follows from that for more of them.

use std::{sync::Arc, thread};

use super::Options;
use crate::{
    data_dir::DataDir,
    destination::{self, Seen},
    figures::{Figures, cell, spread},
    process,
    started::{Started, WARM_UP},
    sut::{Conditions, System},
};

/// How many processors are asked about.
const COUNTS: [usize; 4] = [1, 2, 4, 8];

/// The thread that writes; there is one, however many processors there are.
const WRITER: &str = "beadle-writer";

struct Round {
    figures: Figures,
    /// The CPU seconds of the writer's thread for a thousand tasks.
    writer_per_1000: f64,
}

/// Measures and prints.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let there = thread::available_parallelism()?.get();
    let mut measured: Vec<(usize, Vec<Round>)> =
        COUNTS.into_iter().filter(|count| *count <= there).map(|count| (count, Vec::new())).collect();
    for _ in 0..options.rounds {
        for (count, rounds) in &mut measured {
            rounds.push(measure(options, *count).await?);
        }
    }
    println!(
        "W1 of {} tasks on some of {there} processors, which the client and the destination share; medians of {} rounds in turn\n",
        options.tasks, options.rounds
    );
    println!("| processors | tasks/s | p99 ms | CPU s per 1000 | of these the writer |");
    println!("|---|---|---|---|---|");
    let all = |rounds: &[Round], pick: fn(&Round) -> f64| rounds.iter().map(pick).collect::<Vec<_>>();
    for (count, rounds) in &measured {
        println!(
            "| {count} | {} | {} | {} | {} |",
            cell(0, all(rounds, |round| round.figures.per_second)),
            cell(2, all(rounds, |round| round.figures.latency.p99)),
            cell(3, all(rounds, |round| round.figures.cpu_per_1000)),
            cell(3, all(rounds, |round| round.writer_per_1000)),
        );
    }
    let Some((_, most)) = measured.last() else { return Ok(()) };
    let [task, ..] = spread(all(most, |round| round.figures.cpu_per_1000 / 1_000.0));
    let [write, ..] = spread(all(most, |round| round.writer_per_1000 / 1_000.0));
    for count in COUNTS {
        let processors = u32::try_from(count).map(f64::from)?;
        println!("| {count}, by the model | at most {:.0} | | | |", (processors / task).min(1.0 / write));
    }
    println!(
        "\nThe model: processors that Beadle has for itself, all of them busy, until the writer's thread is; its CPU time is that of the row with the most processors.\n"
    );
    Ok(())
}

async fn measure(options: &Options, processors: usize) -> anyhow::Result<Round> {
    let data_dir = DataDir::new()?;
    let seen = Arc::new(Seen::default());
    let destination = destination::start(Arc::clone(&seen)).await?;
    let conditions = Conditions { processors: Some(processors), ..Conditions::default() };
    let system = System::beadle_under(conditions, &options.beadle, data_dir.path()).await?;
    let pid = system.pid;
    let mut started = Started::Http(Box::new(system), String::new());
    let figures = started.w1(&destination, &seen, options.tasks, options.paced).await?;
    let writer = process::thread_cpu_seconds(pid, WRITER)?;
    started.finish().await?;
    let tasks = super::float(options.tasks + options.paced + WARM_UP);
    Ok(Round { figures, writer_per_1000: writer * 1_000.0 / tasks })
}
