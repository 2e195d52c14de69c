use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::*;
use crate::execution::HoldKind;

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + milliseconds).unwrap()
}

fn policy() -> BreakerPolicy {
    BreakerPolicy::default()
}

fn closed() -> BreakerState {
    BreakerState::new(OwnerId::parse("ada").unwrap(), at(0))
}

fn execution(number: u128) -> ExecutionId {
    ExecutionId::from_uuid(Uuid::from_u128(number))
}

fn calls(number: u128, calls: u32, places: u32) -> Query {
    Query { execution: execution(number), timeout: Duration::from_secs(30), calls, places, pace: 10.0 }
}

fn recorded(state: &BreakerState, now: i64, ok: u32, failed: u32) -> BreakerState {
    record(state, &policy(), at(now), Outcomes { ok, failed }).unwrap_or_else(|| state.clone())
}

/// A breaker that opened at 1 s and is open until 16 s.
fn open() -> BreakerState {
    let suspect = recorded(&closed(), 0, 0, 5);
    let open = recorded(&suspect, 1_000, 0, 5);
    assert_eq!(open.phase, Phase::Open { until: at(16_000) });
    open
}

#[rstest]
#[case::too_few_calls(0, 9, false)]
#[case::enough_calls(0, 10, true)]
#[case::half_of_them(10, 10, true)]
#[case::less_than_half(11, 10, false)]
#[case::none_failed(100, 0, false)]
fn opens_by_failure_rate_and_number_of_calls(#[case] ok: u32, #[case] failed: u32, #[case] opens: bool) {
    let state = recorded(&recorded(&closed(), 0, ok, failed), 600, 0, 0);
    let (next, answer) = ask(&state, Some(&policy()), at(600), &calls(1, 1, 0));
    assert_eq!(answer == Answer::Free, !opens, "{answer:?}");
    assert_eq!(next.is_some(), opens);
}

#[test]
fn waits_for_the_counts_of_other_processes() {
    let state = recorded(&closed(), 0, 0, 10);
    assert_eq!(ask(&state, Some(&policy()), at(400), &calls(1, 1, 0)).1, Answer::Free);
    let state = recorded(&state, 450, 40, 0);
    assert_eq!(ask(&state, Some(&policy()), at(600), &calls(1, 1, 0)).1, Answer::Free);
}

#[test]
fn a_run_of_failures_opens_despite_earlier_successes() {
    let mut state = recorded(&closed(), 0, 10_000, 1);
    state = recorded(&state, 300, 0, 5);
    state = recorded(&state, 600, 0, 5);
    assert_eq!(state.phase.name(), PhaseName::Open);
    assert_eq!(state.transitions.last().map(|last| last.why.as_str()), Some("the last 10 calls failed"));
}

#[test]
fn results_outside_the_window_do_not_count() {
    let state = recorded(&closed(), 0, 0, 9);
    assert!(state.is_suspect(&policy(), at(20_000)));
    assert!(!state.is_suspect(&policy(), at(34_000)));
    let state = recorded(&state, 34_000, 1, 5);
    assert_eq!(ask(&state, Some(&policy()), at(35_000), &calls(1, 1, 0)).1, Answer::Free);
}

#[test]
fn a_healthy_breaker_is_never_written() {
    assert_eq!(record(&closed(), &policy(), at(0), Outcomes { ok: 50, failed: 0 }), None);
    assert_eq!(ask(&closed(), Some(&policy()), at(0), &calls(1, 5, 5)), (None, Answer::Free));
}

#[test]
fn an_open_breaker_queues_all_calls_behind_its_open_time() {
    let (next, answer) = ask(&open(), Some(&policy()), at(2_000), &calls(1, 3, 8));
    let Answer::Shut { kind: HoldKind::Breaker, until, places: Some(mut places) } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!((until, next.unwrap().waiting(at(2_000))), (at(16_000), 8));
    let due: Vec<Timestamp> = std::iter::from_fn(|| places.take(at(2_000))).collect();
    assert!(due.is_sorted() && due.len() == 8 && due[0] > until, "{due:?}");
}

#[test]
fn one_call_probes_and_the_others_wait() {
    let (next, answer) = ask(&open(), Some(&policy()), at(16_000), &calls(7, 3, 0));
    let half_open = next.unwrap();
    assert_eq!(answer, Answer::Probe);
    assert_eq!(half_open.phase, Phase::HalfOpen { probe: execution(7), until: at(48_000) });
    for (now, expected) in [(16_001, false), (47_999, false), (48_000, true)] {
        let (_, answer) = ask(&half_open, Some(&policy()), at(now), &calls(8, 1, 0));
        assert_eq!(answer == Answer::Probe, expected, "at {now}");
    }
}

#[rstest]
#[case::healthy(7, Some(true), Some(PhaseName::Draining))]
#[case::unhealthy(7, Some(false), Some(PhaseName::Open))]
#[case::not_sent(7, None, Some(PhaseName::Open))]
#[case::of_another_execution(8, Some(true), None)]
fn the_result_of_a_probe_decides_the_next_phase(
    #[case] probe: u128,
    #[case] healthy: Option<bool>,
    #[case] to: Option<PhaseName>,
) {
    let half_open = ask(&open(), Some(&policy()), at(16_000), &calls(7, 1, 0)).0.unwrap();
    let concluded = conclude_probe(&half_open, &policy(), at(17_000), execution(probe), healthy);
    assert_eq!(concluded.as_ref().map(|state| state.phase.name()), to);
    if let Some(Phase::Open { until }) = concluded.map(|state| state.phase) {
        assert_eq!(until, at(if healthy.is_none() { 17_000 } else { 32_000 }));
    }
}

fn draining() -> BreakerState {
    let half_open = ask(&open(), Some(&policy()), at(16_000), &calls(7, 1, 0)).0.unwrap();
    conclude_probe(&half_open, &policy(), at(17_000), execution(7), Some(true)).unwrap()
}

#[test]
fn a_drain_doubles_its_rate_every_second_and_ends() {
    let (mut state, mut admitted) = (draining(), Vec::new());
    for second in 0..6 {
        let (next, answer) = ask(&state, Some(&policy()), at(17_000 + second * 1_000), &calls(9, 1_000, 0));
        let Answer::Paced { admitted: now, .. } = answer else { panic!("{answer:?}") };
        admitted.push(now);
        state = next.unwrap_or(state);
    }
    assert_eq!(admitted, [1, 1, 3, 6, 11, 23]);
    let (next, answer) = ask(&state, Some(&policy()), at(47_000), &calls(9, 1_000, 0));
    assert_eq!((answer, next.unwrap().phase), (Answer::Free, Phase::Closed));
}

#[test]
fn failures_during_a_drain_reopen_the_breaker() {
    let state = recorded(&draining(), 18_000, 4, 6);
    assert_eq!(state.phase, Phase::Open { until: at(33_000) });
}

#[test]
fn a_reset_closes_the_breaker_and_clears_its_history() {
    let throttled = throttle(&open(), at(2_000), Some(at(60_000)), true).unwrap();
    let state = reset(&throttled, at(3_000));
    assert_eq!((state.phase, state.throttle, state.waiting(at(3_000))), (Phase::Closed, None, 0));
    assert_eq!(ask(&state, Some(&policy()), at(3_000), &calls(1, 1, 1)), (None, Answer::Free));
    let last = state.transitions.last().unwrap();
    assert_eq!(
        (last.from, last.to, last.why.as_str()),
        (PhaseName::Open, PhaseName::Closed, "reset by an operator")
    );
}

#[test]
fn every_transition_is_reported_once() {
    let (before, after) = (open(), draining());
    let made: Vec<PhaseName> = after.transitions_since(Some(&before)).iter().map(|made| made.to).collect();
    assert_eq!(made, [PhaseName::HalfOpen, PhaseName::Draining]);
    assert_eq!(after.transitions_since(None).len(), 3);
    assert_eq!(after.transitions_since(Some(&after)), []);
}

#[test]
fn rate_is_halved_after_a_429_and_recovers_in_a_minute() {
    let mut state = closed();
    for (now, factor) in
        [(0, 0.5), (500, 0.5), (1_000, 0.25), (2_000, 0.125), (3_000, 0.0625), (4_000, 0.05), (5_000, 0.05)]
    {
        state = throttle(&state, at(now), Some(at(now + 100)), true).unwrap_or(state);
        assert!((state.factor(at(now)) - factor).abs() < 0.03, "{} at {now}", state.factor(at(now)));
    }
    for (now, factor) in [(5_100, 0.05), (35_100, 0.525), (65_100, 1.0), (900_000, 1.0)] {
        assert!((state.factor(at(now)) - factor).abs() < 0.03, "{} at {now}", state.factor(at(now)));
    }
}

#[test]
fn requested_throttling_is_respected_without_any_policy() {
    let state = throttle(&closed(), at(0), Some(at(5_000)), false).unwrap();
    assert!((state.factor(at(5_000)) - 1.0).abs() < 1e-9, "it refused nothing");
    let (_, answer) = ask(&state, None, at(4_999), &calls(1, 1, 4));
    assert!(matches!(answer, Answer::Shut { kind: HoldKind::Throttled, places: Some(_), .. }), "{answer:?}");
    assert_eq!(ask(&state, None, at(5_000), &calls(1, 1, 4)), (None, Answer::Free));
    let forever = throttle(&closed(), at(0), Some(at(9_000_000_000)), true).unwrap();
    assert_eq!(forever.throttle.unwrap().until, at(3_600_000));
}

#[test]
fn the_document_stays_below_a_kilobyte() {
    let mut state = throttle(&closed(), at(0), None, true).unwrap();
    for second in 0..600 {
        state = recorded(&state, second * 1_000, 900, 1_000);
        state =
            ask(&state, Some(&policy()), at(second * 1_000), &calls(second as u128, 3, 9)).0.unwrap_or(state);
        let text = serde_json::to_string(&state).unwrap();
        assert!(text.len() < 1_000, "{} bytes: {text}", text.len());
        assert_eq!(serde_json::from_str::<BreakerState>(&text).unwrap(), state);
    }
    assert_eq!(state.transitions.len(), MAX_TRANSITIONS);
}

proptest! {
    #[test]
    fn at_most_one_probe_runs_at_a_time(
        steps in prop::collection::vec((0_i64..20_000, 0_u8..6, 1_u128..5), 1..200),
    ) {
        // Processes that read a moment before they write have their write rejected, so decisions are
        // serialised.
        let (mut state, mut now, mut probe) = (open(), 2_000, None::<(u128, i64)>);
        for (passed, what, process) in steps {
            now += passed;
            match what {
                0..=2 => {
                    let (next, answer) = ask(&state, Some(&policy()), at(now), &calls(process, 1, 1));
                    if answer == Answer::Probe {
                        prop_assert!(probe.is_none_or(|(prober, until)| prober == process || now >= until), "two probes at {now}");
                        probe = probe.filter(|(_, until)| now < *until).or(Some((process, now + 32_000)));
                    }
                    state = next.unwrap_or(state);
                }
                3 => state = recorded(&state, now, 1, 3),
                _ => {
                    let healthy = [Some(false), None][usize::from(what % 2)];
                    let concluded = conclude_probe(&state, &policy(), at(now), execution(process), healthy);
                    if let Some(next) = concluded {
                        prop_assert_eq!(probe.map(|(prober, _)| prober), Some(process));
                        (state, probe) = (next, None);
                    }
                }
            }
        }
    }
}
