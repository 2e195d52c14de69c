//! Circuit breakers and throttling destinations.

use beadle_domain::{
    config::Profile,
    execution::HoldKind,
    gate::{BreakerState, GateKey, GatePart, GateState, PhaseName, Verdict},
    policy::{BreakerPolicy, RateLimit, RateStrategy},
};

use super::{
    simulation::Simulation,
    world::{Shared, any, at, config, ms},
};
use crate::gate::{GateAdmission, Gates, Pass, Reported};

fn breaker() -> BreakerPolicy {
    BreakerPolicy { failure_rate: 0.5, window: ms(5_000), minimum: 10, open_for: ms(3_000) }
}

fn broken() -> Profile {
    Profile { breaker: Some(breaker()), ..Profile::default() }
}

async fn state(shared: &Shared) -> BreakerState {
    let key = GateKey::of_config(config(Profile::default()).id, GatePart::Breaker);
    shared.stored(&key).await.and_then(GateState::breaker).expect("a breaker that was written")
}

async fn go(gates: &Gates, profile: Profile) -> Pass {
    match gates.admit(&config(profile), &any(), 1, None).await.unwrap() {
        GateAdmission::Go(pass) => pass,
        GateAdmission::Wait(slot) => panic!("{slot:?}"),
        GateAdmission::Defer { hold, .. } => panic!("{}", hold.reason),
    }
}

async fn wait(gates: &Gates, profile: Profile) -> (i64, HoldKind) {
    match gates.admit(&config(profile), &any(), 1, None).await.unwrap() {
        GateAdmission::Go(pass) => panic!("{pass:?}"),
        GateAdmission::Wait(slot) => panic!("{slot:?}"),
        GateAdmission::Defer { due, hold } => (due.as_millisecond() - at(0).as_millisecond(), hold.kind),
    }
}

/// Opens the breaker with failing calls.
async fn open(shared: &Shared, gates: &Gates) {
    for _ in 0..12 {
        let admission = gates.admit(&config(broken()), &any(), 0, None).await.unwrap();
        let GateAdmission::Go(pass) = admission else { break };
        gates.report(&config(broken()), pass, Verdict::Unhealthy, ms(5)).await;
        shared.advance(50);
    }
    assert_eq!(state(shared).await.phase.name(), PhaseName::Open);
}

#[tokio::test]
async fn a_healthy_destination_costs_no_write() {
    let mut simulation = Simulation::new(4, broken());
    (0..2_000).for_each(|number| simulation.arrive(number * 10));
    simulation.run(|_| (Verdict::Healthy, 30)).await;
    let (reads, writes) = simulation.shared.with(|state| (state.reads, state.writes));
    assert_eq!((simulation.done, simulation.deferrals, writes), (2_000, 0, 0));
    assert!(reads <= 4 * 2 * 20 + 8, "{reads} reads in 20 seconds");
}

#[tokio::test]
async fn an_outage_is_survived_without_a_failed_execution() {
    const DEATH: std::ops::Range<i64> = 10_000..30_000;
    let mut simulation = Simulation::new(4, broken());
    (0..3_000).for_each(|number| simulation.arrive(number * 20));
    let answer = |now: i64| (if DEATH.contains(&now) { Verdict::Unhealthy } else { Verdict::Healthy }, 20);
    simulation.run(answer).await;
    assert_eq!(simulation.done, 3_000);
    assert!(simulation.attempts.iter().all(|attempts| *attempts <= 4), "an execution has three retries");
    let during: Vec<i64> = simulation.calls.iter().copied().filter(|at| DEATH.contains(at)).collect();
    let state = state(&simulation.shared).await;
    let (burst, probes): (Vec<i64>, Vec<i64>) = during.iter().partition(|at| **at < DEATH.start + 1_500);
    println!("{} calls before it opened, then probes at {probes:?}", burst.len());
    assert!(probes.len() >= 5 && probes.windows(2).all(|pair| pair[1] - pair[0] >= 3_000), "{probes:?}");
    assert_eq!(state.phase.name(), PhaseName::Closed);
    let recovered = state.transitions.iter().find(|transition| transition.to == PhaseName::Draining).unwrap();
    let recovered = recovered.at.as_millisecond() - at(0).as_millisecond();
    let first_second =
        simulation.calls.iter().filter(|at| (recovered..recovered + 1_000).contains(at)).count();
    assert!(first_second <= 10, "{first_second} calls in the first second of the drain");
    println!("{:.3} writes each, {} deferrals", simulation.writes_per_execution(), simulation.deferrals);
}

#[tokio::test]
async fn one_probe_runs_across_all_processes_and_its_failure_uses_up_no_retry() {
    let shared = Shared::new();
    let processes = [shared.process(1, 0), shared.process(2, 0), shared.process(3, 0)];
    open(&shared, &processes[0]).await;
    shared.advance(3_100);
    let (config, executions) = (config(broken()), [any(), any(), any()]);
    let asking = processes.iter().zip(&executions).map(|(process, one)| process.admit(&config, one, 1, None));
    let admissions = futures_util::future::join_all(asking).await;
    let mut passes: Vec<(usize, Pass)> = admissions
        .into_iter()
        .enumerate()
        .filter_map(|(process, admission)| match admission.unwrap() {
            GateAdmission::Go(pass) => Some((process, pass)),
            GateAdmission::Wait(_) | GateAdmission::Defer { .. } => None,
        })
        .collect();
    let (process, probe) = passes.pop().unwrap();
    assert!(passes.is_empty() && probe.is_probe());
    let reported = processes[process].report(&config, probe, Verdict::Unhealthy, ms(20)).await;
    let Reported::Defer { due, hold } = reported else { panic!("the attempt counts") };
    assert_eq!((due, hold.kind), (at(shared.now() + 3_000), HoldKind::Breaker));
    assert_eq!(state(&shared).await.phase.name(), PhaseName::Open);
}

#[tokio::test]
async fn an_unsent_probe_is_replaced_and_a_lost_one_expires() {
    let shared = Shared::new();
    let (first, second) = (shared.process(1, 0), shared.process(2, 0));
    open(&shared, &first).await;
    shared.advance(3_100);
    drop(go(&first, broken()).await);
    first.tend().await;
    let dead = go(&second, broken()).await;
    assert!(dead.is_probe());
    std::mem::forget(dead);
    shared.advance(1_000);
    wait(&first, broken()).await;
    shared.advance(32_000);
    let pass = go(&first, broken()).await;
    assert!(pass.is_probe());
    let reported = first.report(&config(broken()), pass, Verdict::Healthy, ms(20)).await;
    assert_eq!(reported, Reported::Settle);
    assert_eq!(state(&shared).await.phase.name(), PhaseName::Draining);
}

#[tokio::test]
async fn a_call_that_fails_while_the_breaker_opens_uses_up_no_retry() {
    let shared = Shared::new();
    let gates = shared.process(1, 0);
    let slow = go(&gates, broken()).await;
    open(&shared, &gates).await;
    let reported = gates.report(&config(broken()), slow, Verdict::Unhealthy, ms(600)).await;
    assert!(matches!(reported, Reported::Defer { .. }), "{reported:?}");
}

#[tokio::test]
async fn a_throttled_destination_is_left_alone_and_regains_its_rate() {
    let limit = RateLimit {
        strategy: RateStrategy::TokenBucket,
        rate: 100,
        per: ms(1_000),
        burst: 1,
        key: None,
        per_key: None,
    };
    let profile = Profile { rate_limit: Some(limit), ..Profile::default() };
    let shared = Shared::new();
    let (first, second) = (shared.process(1, 0), shared.process(2, 0));
    let pass = go(&first, profile.clone()).await;
    let verdict = Verdict::Throttled { until: Some(at(4_000)), healthy: true };
    assert_eq!(first.report(&config(profile.clone()), pass, verdict, ms(5)).await, Reported::Settle);
    for gates in [&first, &second] {
        let (due, kind) = wait(gates, profile.clone()).await;
        assert_eq!(kind, HoldKind::Throttled);
        assert!((4_000..7_000).contains(&due), "{due}");
    }
    shared.go_to(4_001);
    assert!((state(&shared).await.factor(at(4_000)) - 0.5).abs() < 1e-9);
    go(&second, profile.clone()).await.is_fresh(at(4_001)).then_some(()).expect("a fresh pass");
    assert!((state(&shared).await.factor(at(34_000)) - 0.75).abs() < 1e-9);
    assert!((state(&shared).await.factor(at(64_000)) - 1.0).abs() < 1e-9);
}

#[tokio::test]
async fn a_config_without_limits_costs_two_reads_a_second() {
    let mut simulation = Simulation::new(1, Profile::default());
    (0..1_000).for_each(|number| simulation.arrive(number * 10));
    simulation.run(|_| (Verdict::Healthy, 5)).await;
    let (reads, writes) = simulation.shared.with(|state| (state.reads, state.writes));
    assert_eq!((simulation.done, writes), (1_000, 0));
    assert!(reads <= 22, "{reads} reads in ten seconds");
}
