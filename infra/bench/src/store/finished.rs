//! W1 over stores with more and more finished executions, in turn.

use std::sync::Arc;

use super::{Options, count, filled, float};
use crate::{
    data_dir::DataDir,
    destination::{self, Seen},
    figures::{Figures, cell, spread},
    plot::{self, Panel},
    started::{Started, WARM_UP},
    sut::System,
};

/// A store, and what each round measured over it.
struct Store {
    finished: u64,
    data_dir: DataDir,
    rounds: Vec<Round>,
}

struct Round {
    /// From the start of the process until it is ready, with the file on the disk alone.
    start_ms: f64,
    figures: Figures,
    /// What the file has grown by, for each execution.
    bytes: f64,
}

/// Measures and prints.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let mut stores = Vec::new();
    for finished in &options.finished {
        let data_dir = DataDir::new()?;
        filled::finished(&options.beadle, data_dir.path(), *finished, 0).await?;
        stores.push(Store { finished: *finished, data_dir, rounds: Vec::new() });
    }
    for _ in 0..options.rounds {
        for store in &mut stores {
            if store.finished == 0 {
                store.data_dir = DataDir::new()?;
                filled::finished(&options.beadle, store.data_dir.path(), 0, 0).await?;
            }
            let round = measure(options, store).await?;
            store.rounds.push(round);
        }
    }
    print(options, &stores);
    if let Some(file) = &options.plot {
        std::fs::write(file, plotted(&stores))?;
    }
    Ok(())
}

async fn measure(options: &Options, store: &Store) -> anyhow::Result<Round> {
    let folder = store.data_dir.path();
    filled::evict(folder)?;
    let before = filled::used_bytes(folder)?;
    let seen = Arc::new(Seen::default());
    let destination = destination::start(Arc::clone(&seen)).await?;
    let system = System::beadle(&options.beadle, folder).await?;
    let start_ms = system.ready_after.as_secs_f64() * 1_000.0;
    let mut started = Started::Http(Box::new(system), String::new());
    let figures = started.w1(&destination, &seen, options.tasks, options.paced).await?;
    started.finish().await?;
    let grown = filled::used_bytes(folder)?.saturating_sub(before);
    let bytes = float(grown) / float(options.tasks + options.paced + WARM_UP);
    Ok(Round { start_ms, figures, bytes })
}

impl Store {
    fn all(&self, pick: impl Fn(&Round) -> f64) -> Vec<f64> {
        self.rounds.iter().map(pick).collect()
    }

    /// What `pick` says of this store over what it says of `other`, round by round.
    fn ratios(&self, other: &Self, pick: impl Fn(&Round) -> f64) -> Vec<f64> {
        self.rounds.iter().zip(&other.rounds).map(|(own, other)| pick(own) / pick(other)).collect()
    }
}

fn per_second(round: &Round) -> f64 {
    round.figures.per_second
}

fn p99(round: &Round) -> f64 {
    round.figures.latency.p99
}

fn cpu(round: &Round) -> f64 {
    round.figures.cpu_per_1000
}

fn print(options: &Options, stores: &[Store]) {
    println!(
        "W1 of {} tasks over stores with finished executions; medians of {} rounds over all stores in turn, with the least and the most\n",
        options.tasks, options.rounds
    );
    println!(
        "| finished | start ms | tasks/s | p50 ms | p99 ms | CPU s per 1000 | MB | bytes an execution |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for store in stores {
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            count(store.finished),
            cell(0, store.all(|round| round.start_ms)),
            cell(0, store.all(per_second)),
            cell(2, store.all(|round| round.figures.latency.p50)),
            cell(2, store.all(p99)),
            cell(3, store.all(cpu)),
            cell(0, store.all(|round| round.figures.pss_mb)),
            cell(0, store.all(|round| round.bytes)),
        );
    }
    let [first, others @ ..] = stores else { return };
    println!();
    for store in others {
        println!(
            "{} over {}, by round: throughput {}, p99 {}, CPU s {}",
            count(store.finished),
            count(first.finished),
            cell(2, store.ratios(first, per_second)),
            cell(2, store.ratios(first, p99)),
            cell(2, store.ratios(first, cpu))
        );
    }
    println!();
}

/// By round over the first store, because the speed of the machine drifts; the start as it is.
fn plotted(stores: &[Store]) -> String {
    let [first, ..] = stores else { return String::new() };
    let over_first = |title: &str, pick: fn(&Round) -> f64| {
        let points = stores.iter().map(|store| (count(store.finished), spread(store.ratios(first, pick))));
        Panel { title: title.to_owned(), digits: 2, has_band: true, points: points.collect() }
    };
    let starts =
        stores.iter().map(|store| (count(store.finished), spread(store.all(|round| round.start_ms))));
    let panels = [
        over_first("tasks/s, relative", per_second),
        over_first("p99, relative", p99),
        over_first("CPU s per task, relative", cpu),
        Panel { title: "start, ms".to_owned(), digits: 0, has_band: false, points: starts.collect() },
    ];
    plot::svg("W1 by the number of finished executions in the store", &panels)
}
