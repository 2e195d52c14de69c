//! Concurrency limits.

use beadle_domain::{
    config::{Config, Profile},
    gate::Verdict,
};
use rstest::rstest;

use super::{
    simulation::Simulation,
    world::{Shared, any, at, config, ms},
};
use crate::gate::{GateAdmission, Gates, LocalWait, Pass, PermitLost};

fn at_once(concurrency: u32) -> Profile {
    Profile { concurrency: Some(concurrency), ..Profile::default() }
}

fn passed(admission: GateAdmission) -> Pass {
    match admission {
        GateAdmission::Go(pass) => pass,
        GateAdmission::Wait(slot) => panic!("{slot:?}"),
        GateAdmission::Defer { hold, .. } => panic!("{}", hold.reason),
    }
}

#[rstest]
#[case::quick_calls(5, 1_000, 50, 4)]
#[case::slow_calls(5, 60, 3_000, 4)]
#[case::one_at_a_time(1, 100, 200, 3)]
#[case::sharded(150, 2_000, 400, 4)]
#[tokio::test]
async fn the_concurrency_limit_is_never_exceeded(
    #[case] concurrency: u32,
    #[case] tasks: i64,
    #[case] took: i64,
    #[case] processes: u128,
) {
    let mut simulation = Simulation::new(processes, at_once(concurrency));
    (0..tasks).for_each(|number| simulation.arrive(number / 10));
    simulation.run(|_| (Verdict::Healthy, took)).await;
    let (last, least) = (simulation.shared.now(), tasks * took / i64::from(concurrency));
    println!(
        "{concurrency} at once, {took} ms each: {tasks} tasks in {last} ms (at least {least}), \
         {} deferrals, {:.3} writes each",
        simulation.deferrals,
        simulation.writes_per_execution()
    );
    assert_eq!(simulation.done as i64, tasks);
    assert!(simulation.most_at_once <= concurrency as usize, "{} at once", simulation.most_at_once);
    assert!(last <= least * 2 + 5_000, "it takes {last} ms, {least} would be enough");
}

#[tokio::test]
async fn a_steady_flow_costs_at_most_one_write_per_ten_executions() {
    let mut simulation = Simulation::new(2, at_once(20));
    (0..4_000).for_each(|number| simulation.arrive(number * 25));
    simulation.run(|_| (Verdict::Healthy, 100)).await;
    let writes = simulation.writes_per_execution();
    println!("{writes:.3} writes each");
    assert_eq!((simulation.done, simulation.deferrals), (4_000, 0));
    assert!(writes <= 0.1, "{writes}");
}

#[tokio::test]
async fn permits_of_a_dead_process_are_free_after_their_lease() {
    let (shared, config) = (Shared::new(), config(at_once(2)));
    let dead = shared.process(1, 0);
    for _ in 0..2 {
        std::mem::forget(passed(dead.admit(&config, &any(), 0, None).await.unwrap()));
    }
    let other = shared.process(2, 0);
    for (now, goes) in [(0, false), (5_000, false), (10_001, true)] {
        shared.go_to(now);
        let admission = other.admit(&config, &any(), 1, None).await.unwrap();
        assert_eq!(matches!(admission, GateAdmission::Go(_)), goes, "after {now} ms");
    }
}

#[tokio::test]
async fn idle_permits_move_to_a_waiting_process() {
    let (shared, config) = (Shared::new(), config(at_once(1)));
    let (first, second) = (shared.process(1, 0), shared.process(2, 0));
    drop(passed(first.admit(&config, &any(), 0, None).await.unwrap()));
    first.release_idle().await;
    drop(passed(second.admit(&config, &any(), 0, None).await.unwrap()));
    second.tend().await;
    assert!(!matches!(first.admit(&config, &any(), 1, None).await.unwrap(), GateAdmission::Go(_)));
    shared.advance(1_100);
    second.tend().await;
    shared.advance(1_100);
    drop(passed(first.admit(&config, &any(), 1, None).await.unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_long_call_keeps_its_permit_until_the_store_fails_for_longer_than_a_lease() {
    let (shared, config) = (Shared::new(), config(at_once(1)));
    let (gates, other) = (shared.process(1, 0), shared.process(2, 0));
    let pass = passed(gates.admit(&config, &any(), 0, None).await.unwrap());
    let mut keep = std::pin::pin!(gates.keep(&pass));
    for _ in 0..20 {
        shared.advance(8_000);
        let lost = tokio::time::timeout(ms(10_000), &mut keep).await;
        assert!(lost.is_err(), "after {} ms", shared.now());
        let admission = other.admit(&config, &any(), 1, None).await.unwrap();
        assert!(!matches!(admission, GateAdmission::Go(_)), "after {} ms", shared.now());
    }
    shared.with(|state| state.is_down = true);
    shared.advance(30_000);
    assert_eq!(keep.await, PermitLost);
}

/// What an execution that finds no permit waits for.
async fn waits(gates: &Gates, config: &Config) -> LocalWait {
    match gates.admit(config, &any(), 1, None).await.unwrap() {
        GateAdmission::Wait(wait) => wait,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_permit_is_passed_on_in_its_process_without_a_write() {
    let (shared, config) = (Shared::new(), config(at_once(1)));
    let gates = shared.process(1, 0);
    let pass = passed(gates.admit(&config, &any(), 0, None).await.unwrap());
    let (first, second) = (waits(&gates, &config).await, waits(&gates, &config).await);
    let writes = shared.with(|state| state.writes);
    drop(pass);
    assert_eq!((first.is_called(), second.is_called()), (true, false));
    let pass = passed(gates.admit(&config, &any(), 1, Some(first)).await.unwrap());
    assert!(!matches!(gates.admit(&config, &any(), 0, None).await.unwrap(), GateAdmission::Go(_)));
    drop(pass);
    assert!(second.is_called());
    drop(passed(gates.admit(&config, &any(), 1, Some(second)).await.unwrap()));
    assert_eq!(shared.with(|state| state.writes), writes);
}

#[tokio::test]
async fn a_permit_that_is_not_used_is_passed_on() {
    let (shared, config) = (Shared::new(), config(at_once(1)));
    let gates = shared.process(1, 0);
    let pass = passed(gates.admit(&config, &any(), 0, None).await.unwrap());
    let (first, second) = (waits(&gates, &config).await, waits(&gates, &config).await);
    drop(pass);
    drop(first);
    assert!(second.is_called());
    drop(passed(gates.admit(&config, &any(), 1, Some(second)).await.unwrap()));
}

#[tokio::test]
async fn a_process_that_stood_still_uses_no_permit_of_a_lease_that_ended() {
    let (shared, config) = (Shared::new(), config(at_once(1)));
    let (gates, other) = (shared.process(1, 0), shared.process(2, 0));
    let pass = passed(gates.admit(&config, &any(), 0, None).await.unwrap());
    let wait = waits(&gates, &config).await;
    drop(pass);
    shared.advance(31_000);
    let _pass = passed(other.admit(&config, &any(), 0, None).await.unwrap());
    assert!(!matches!(gates.admit(&config, &any(), 1, Some(wait)).await.unwrap(), GateAdmission::Go(_)));
}

#[tokio::test]
async fn who_waits_in_vain_for_two_seconds_is_put_off() {
    let (shared, config) = (Shared::new(), config(at_once(1)));
    let (gates, other) = (shared.process(1, 0), shared.process(2, 0));
    let _pass = passed(other.admit(&config, &any(), 0, None).await.unwrap());
    let mut wait = waits(&gates, &config).await;
    for _ in 0..40 {
        shared.advance(100);
        wait = match gates.admit(&config, &any(), 1, Some(wait)).await.unwrap() {
            GateAdmission::Wait(wait) => wait,
            GateAdmission::Defer { due, .. } => {
                assert_eq!((shared.now(), due > at(2_000)), (2_000, true));
                return;
            }
            GateAdmission::Go(pass) => panic!("{pass:?}"),
        };
    }
    panic!("it waits for ever");
}

#[tokio::test]
async fn a_failing_store_admits_nothing() {
    let (shared, config) = (Shared::new(), config(at_once(1)));
    shared.with(|state| state.is_down = true);
    assert!(shared.process(1, 0).admit(&config, &any(), 0, None).await.is_err());
}
