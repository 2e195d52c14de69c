//! Ways out, each tried with all layers, with each single layer left out, and with each layer alone.
//!
//! A way out is known to be open without a layer only where the table says so; with all layers none is.

mod table;
mod world;

use std::time::Duration;

use beadle_sandbox::{Enforcement, Layer, Settings, Supervisor, fetch::NoFetch, log::NoLog};
use futures_util::{StreamExt, stream};
use serde_json::json;

use self::{
    table::{Escape, FUNCTIONS, SCRIPTS, Way},
    world::World,
};
use crate::support::{function, script, settings};

/// How many runs at once.
const AT_ONCE: usize = 4;

/// Whether an escape succeeded, and what there is to say about it.
struct Tried {
    got_out: bool,
    said: String,
}

fn supervisor(without: &[Layer]) -> Supervisor {
    let settings = Settings { without: without.to_vec(), enforcement: Enforcement::Required, ..settings() };
    Supervisor::new(settings).expect("a supervisor")
}

async fn attempt(escape: &Escape, world: &World, without: &[Layer]) -> Tried {
    let supervisor = supervisor(without);
    let report = match escape.way {
        Way::Script => {
            let mut run = script(&[]);
            run.arguments = world.arguments(escape);
            run.timeout = Duration::from_secs(4);
            run.limits.cpu = Duration::from_secs(1);
            (run.limits.file, run.limits.disk, run.limits.output) = (16 << 20, 48 << 20, 4 << 20);
            run.limits.memory = 256 << 20;
            run.command.read = world.readable();
            supervisor.run_script(&run, &NoLog).await
        }
        Way::Function => {
            let arguments = world.arguments(escape);
            let (name, rest) = arguments.split_first().expect("an attempt");
            let mut run =
                function(&format!("export default () => attempt({}, {})", json!(name), json!(rest)));
            run.timeout = Duration::from_secs(4);
            run.limits.cpu_ms = 500;
            supervisor.run_function(&run, &NoFetch, &NoLog).await
        }
    };
    match report.outcome {
        Ok(value) => Tried { got_out: world.is_out(escape, &value).await, said: value.to_string() },
        Err(failure) => Tried { got_out: false, said: format!("{}: {}", failure.fault, failure.message) },
    }
}

/// Tries `escape` in every way, and returns its row of the table and what it should not have got.
async fn row(escape: &Escape, world: &World) -> (String, Vec<String>, usize) {
    let mut faults = Vec::new();
    let all = attempt(escape, world, &[]).await;
    if all.got_out {
        faults.push(format!("{} gets out of all layers: {}", escape.name, all.said));
    }
    let clean = supervisor(&[]).run_script(&script(&["say", "clean"]), &NoLog).await.outcome;
    if clean != Ok(json!(["clean"])) {
        faults.push(format!("the run after {} is not clean: {clean:?}", escape.name));
    }
    let others = |layer: Layer| Layer::ALL.into_iter().filter(|each| *each != layer).collect::<Vec<_>>();
    let sets = Layer::ALL.into_iter().map(|layer| vec![layer]).chain(Layer::ALL.into_iter().map(others));
    let sets: Vec<Vec<Layer>> = sets.chain([Layer::ALL.to_vec()]).collect();
    let tried: Vec<Tried> =
        stream::iter(&sets).map(|without| attempt(escape, world, without)).buffered(AT_ONCE).collect().await;
    let names = |layers: Vec<Layer>| match layers.as_slice() {
        [] => "-".to_owned(),
        layers => layers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    let open: Vec<Layer> = Layer::ALL
        .into_iter()
        .zip(&tried)
        .filter(|(_, tried)| tried.got_out)
        .map(|(layer, _)| layer)
        .collect();
    let unknown = open.iter().filter(|layer| !escape.open_without.contains(layer));
    faults.extend(
        unknown.map(|layer| format!("{} gets out without {layer}, which was not known", escape.name)),
    );
    let without_any = &tried[tried.len() - 1];
    let stoppers = if without_any.got_out {
        let alone = Layer::ALL.into_iter().zip(&tried[Layer::ALL.len()..]);
        names(alone.filter(|(_, tried)| !tried.got_out).map(|(layer, _)| layer).collect())
    } else {
        "it is closed without any of them".to_owned()
    };
    let said: String = all.said.chars().take(90).collect();
    let row = format!("{:<34} | {:<62} | {:<22} | {said}", escape.name, stoppers, names(open));
    (row, faults, sets.len() + 2)
}

async fn try_all(escapes: &[Escape]) {
    let world = World::new().await;
    let (mut faults, mut runs, mut rows) = (Vec::new(), 0, 0);
    println!(
        "{:<34} | {:<62} | {:<22} | with all layers",
        "way out", "each of these alone stops it", "open without"
    );
    for escape in escapes.iter().filter(|escape| world.has(escape)) {
        let (row, found, tried) = row(escape, &world).await;
        println!("{row}");
        faults.extend(found);
        runs += tried;
        rows += 1;
    }
    println!("{rows} of {} ways out, {runs} runs", escapes.len());
    assert_eq!(faults, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_script_gets_out() {
    try_all(SCRIPTS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_function_gets_out_even_of_a_broken_engine() {
    try_all(FUNCTIONS).await;
}
