//! Rate limits with keys: exact for each key and for their config, and fair between keys.

use beadle_domain::{
    config::Profile,
    gate::{GateKey, GatePart, GateState, GateSubject, Verdict},
    interpolation::KeyTemplate,
    policy::{RateLimit, RateStrategy},
};
use beadle_values::violation::Path;

use super::{
    simulation::Simulation,
    world::{NANOSECONDS, at, config, ms},
};
use crate::gate::GateAdmission;

/// A config with `rate` calls a second and `of_key` of each key.
fn keyed(rate: u32, burst: u32, of_key: Option<(u32, u32)>) -> Profile {
    let per_second = |rate, burst| RateLimit {
        strategy: RateStrategy::TokenBucket,
        rate,
        per: ms(1_000),
        burst,
        key: None,
        per_key: None,
    };
    let rate_limit = RateLimit {
        key: Some(KeyTemplate::parse("${input.tenant}", &Path::body()).unwrap()),
        per_key: of_key.map(|(rate, burst)| Box::new(per_second(rate, burst))),
        ..per_second(rate, burst)
    };
    Profile { rate_limit: Some(rate_limit), ..Profile::default() }
}

/// The lowest level of the bucket of `key` in the destination's log; below zero its limit was exceeded.
fn lowest_level(simulation: &Simulation, key: &str, (rate, burst): (u32, u32)) -> f64 {
    let (mut level, mut lowest, mut before) = (f64::from(burst), f64::from(burst), 0);
    for (at, number) in simulation.log.iter().zip(&simulation.order) {
        if simulation.key_of(*number) == key {
            level = f64::from(burst).min(level + f64::from(rate) * (at - before) as f64 / 1e9) - 1.0;
            (lowest, before) = (lowest.min(level), *at);
        }
    }
    lowest
}

/// When the last call of `key` reached the destination, in seconds.
fn last(simulation: &Simulation, key: &str) -> f64 {
    let of_key = simulation.log.iter().zip(&simulation.order);
    let of_key = of_key.filter(|(_, number)| simulation.key_of(**number) == key);
    of_key.map(|(at, _)| *at).max().unwrap() as f64 / (1_000 * NANOSECONDS) as f64
}

#[tokio::test]
async fn each_key_and_the_config_keep_their_limits_and_a_backlog_keeps_back_its_key_only() {
    let (of_config, of_key) = ((50, 50), (10, 10));
    let mut simulation = Simulation::with_clocks(4, keyed(of_config.0, of_config.1, Some(of_key)), [0; 4]);
    (0..400).for_each(|_| simulation.arrive_for("big", 0));
    let small = ["a", "b", "c"];
    for number in 0..40 {
        small.iter().for_each(|key| simulation.arrive_for(key, number));
    }
    simulation.run(|_| (Verdict::Healthy, 20)).await;
    assert_eq!(simulation.done, 520);
    println!("config: lowest level {:.3}", simulation.lowest_level(f64::from(of_config.0), of_config.1));
    assert!(simulation.lowest_level(f64::from(of_config.0), of_config.1) >= -0.01);
    for key in ["big", "a", "b", "c"] {
        let (lowest, last) = (lowest_level(&simulation, key, of_key), last(&simulation, key));
        println!("{key}: lowest level {lowest:.3}, done after {last:.1} s");
        assert!(lowest >= -0.01, "{key}: {lowest}");
        // 30 and 390 calls beyond the burst, at ten a second.
        let least = if key == "big" { 39.0 } else { 3.0 };
        assert!((least - 0.1..least * 1.3 + 4.0).contains(&last), "{key}: {last}");
    }
    println!("{} deferrals, {:.3} writes each", simulation.deferrals, simulation.writes_per_execution());
}

#[tokio::test]
async fn a_key_that_comes_later_does_not_wait_for_the_backlog_of_another() {
    let mut simulation = Simulation::new(4, keyed(20, 20, None));
    (0..600).for_each(|_| simulation.arrive_for("big", 0));
    (0..20).for_each(|_| simulation.arrive_for("late", 5_000));
    simulation.run(|_| (Verdict::Healthy, 20)).await;
    let (big, late) = (last(&simulation, "big"), last(&simulation, "late"));
    println!(
        "620 calls at 20 a second: the backlog is done after {big:.1} s, the 20 that came at 5 s after {late:.1} s"
    );
    assert!(late < 12.0, "{late}");
    assert!(big < 31.0 * 1.3 + 4.0, "{big}");
}

#[tokio::test]
async fn what_holds_a_call_back_is_its_key_and_the_busiest_are_told() {
    let mut simulation = Simulation::new(1, keyed(1_000, 1_000, Some((1, 1))));
    let config = config(simulation.config.profile.clone());
    (0..3).for_each(|_| simulation.arrive_for("big", 0));
    simulation.arrive_for("small", 0);
    let gates = &simulation.processes[0];
    let mut held = Vec::new();
    for number in 0..4 {
        if let GateAdmission::Defer { hold, .. } =
            gates.admit(&config, simulation.execution(number), 0, None).await.unwrap()
        {
            held.push((number, hold));
        }
    }
    assert!(!held.is_empty());
    for (number, hold) in held {
        assert_eq!(simulation.key_of(number), "big");
        assert_eq!(hold.kind.as_str(), "rate_limit_key");
        assert_eq!(hold.reason, "the config `billing` allows 1 call in 1s with the key `big`");
    }
    gates.tend().await;
    let stored = simulation.shared.stored(&GateKey::of_config(config.id, GatePart::Keys)).await;
    let busy = stored.and_then(GateState::keys).unwrap().busy(at(0));
    assert_eq!(busy.iter().map(|busy| busy.key.as_str()).collect::<Vec<_>>(), ["big"]);
    let subject = GateSubject::Key(config.id, "small".to_owned());
    assert!(simulation.shared.stored(&GateKey { subject, part: GatePart::KeyLimiter(0) }).await.is_some());
}

#[tokio::test]
async fn a_process_remembers_a_bounded_number_of_keys() {
    let simulation = Simulation::new(1, keyed(1_000_000, 1_000_000, Some((10, 10))));
    let gates = &simulation.processes[0];
    for number in 0..3_000 {
        let mut asking = Simulation::new(1, keyed(1, 1, None));
        asking.arrive_for(&format!("key-{number}"), 0);
        let admission = gates.admit(&simulation.config, asking.execution(0), 0, None).await.unwrap();
        assert!(matches!(admission, GateAdmission::Go(_)), "{number}: {admission:?}");
    }
    let remembered = gates.remembered_keys(simulation.config.id);
    println!("3000 keys: {remembered} are remembered");
    assert!(remembered <= 1_000, "{remembered}");
}
