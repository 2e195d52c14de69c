use beadle_values::violation::Path;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

use super::*;

fn status(status: u16) -> Failure {
    Failure::http_status(status, None)
}

fn delays(policy: &RetryPolicy, failure: &Failure, jitter: f64) -> Vec<u64> {
    (1..)
        .map_while(|attempt| match policy.decide(attempt, failure, jitter) {
            RetryDecision::After(delay) => Some(duration::millis(delay)),
            RetryDecision::Stop => None,
        })
        .collect()
}

#[rstest]
#[case(json!(3), 1.0, &[1_000, 2_000, 4_000])]
#[case(json!(3), 0.5, &[500, 1_000, 2_000])]
#[case(json!(0), 1.0, &[])]
#[case(json!({"strategy": "fixed", "delay": "2s", "max_retries": 2}), 0.1, &[2_000, 2_000])]
#[case(json!({"strategy": "linear", "delay": 100, "max_delay": "250ms", "max_retries": 4}), 0.1, &[100, 200, 250, 250])]
#[case(json!({"delay": "1s", "max_delay": "3s", "jitter": false}), 0.1, &[1_000, 2_000, 3_000])]
#[case(json!({"strategy": "exponential", "multiplier": 3, "jitter": false, "max_retries": 3}), 0.1, &[1_000, 3_000, 9_000])]
#[case(json!({"delays": ["1s", "10s"]}), 0.1, &[1_000, 10_000])]
#[case(json!({"strategy": "custom", "delays": ["1s", 50], "max_retries": 4}), 0.1, &[1_000, 50, 50, 50])]
fn delays_of_each_strategy(#[case] policy: Value, #[case] jitter: f64, #[case] expected: &[u64]) {
    let policy = RetryPolicy::parse(&policy, &Path::body()).unwrap();
    assert_eq!(delays(&policy, &status(500), jitter), expected);
}

#[rstest]
#[case(json!({"strategy": "custom", "delay": "min(3600, 5 * 2 ^ attempt) + rand(0, 5)"}), 0.5, &[12_500, 22_500, 42_500])]
#[case(json!({"strategy": "custom", "delay": "status == 500 ? 0.25 : 60", "max_retries": 2}), 0.5, &[250, 250])]
#[case(json!({"strategy": "custom", "delay": "-5", "max_retries": 1}), 0.5, &[0])]
#[case(json!({"strategy": "custom", "delay": "10 ^ 9", "max_retries": 1}), 0.5, &[86_400_000])]
#[case(json!({"strategy": "custom", "delay": "1", "stop_when": "attempt > 2"}), 0.5, &[1_000, 1_000])]
#[case(json!({"delay": "1s", "jitter": false, "stop_when": "error == 'http_status' && attempt >= 2"}), 0.5, &[1_000])]
#[case::a_fault_means_the_default_delays(json!({"strategy": "custom", "delay": "1 / (attempt - 1)", "max_retries": 2}), 1.0, &[1_000, 1_000])]
#[case::a_fault_stops_nothing(json!({"strategy": "fixed", "max_retries": 2, "stop_when": "attempt"}), 1.0, &[1_000, 1_000])]
fn delays_of_rules(#[case] policy: Value, #[case] jitter: f64, #[case] expected: &[u64]) {
    let policy = RetryPolicy::parse(&policy, &Path::body()).unwrap();
    assert_eq!(delays(&policy, &status(500), jitter), expected);
    let stored = serde_json::to_value(&policy).unwrap();
    assert_eq!(RetryPolicy::parse(&stored, &Path::body()).unwrap(), policy, "{stored}");
    assert_eq!(serde_json::from_value::<RetryPolicy>(stored).unwrap(), policy);
}

#[rstest]
#[case(json!({"strategy": "custom"}), "body.delays missing")]
#[case(json!({"strategy": "custom", "delays": ["1s"], "delay": "1"}), "body.delay conflict")]
#[case(json!({"strategy": "custom", "delay": "attempts * 2"}), "body.delay expression")]
#[case(json!({"strategy": "custom", "delay": "5s"}), "body.delay expression")]
#[case(json!({"stop_when": "body.x"}), "body.stop_when expression")]
fn faults_of_rules(#[case] policy: Value, #[case] fault: &str) {
    let violations = RetryPolicy::parse(&policy, &Path::body()).unwrap_err();
    assert_eq!(violations.iter().map(|v| format!("{} {}", v.path, v.kind)).collect::<Vec<_>>(), [fault]);
}

#[test]
fn an_answer_that_could_not_be_transformed_is_never_asked_for_again() {
    let policy = RetryPolicy::parse(&json!({"retry_on": ["transform", 200]}), &Path::body()).unwrap();
    let failure = Failure::new(FailureCode::Transform, "").after_head(200);
    assert_eq!(policy.decide(1, &failure, 1.0), RetryDecision::Stop);
}

#[rstest]
#[case(status(408), true)]
#[case(status(425), true)]
#[case(status(429), true)]
#[case(status(500), true)]
#[case(status(503), true)]
#[case(status(400), false)]
#[case(status(404), false)]
#[case(status(409), false)]
#[case(status(301), false)]
#[case(Failure::new(FailureCode::Connect, ""), true)]
#[case(Failure::new(FailureCode::Timeout, ""), true)]
#[case(Failure::new(FailureCode::Tls, ""), false)]
#[case(Failure::new(FailureCode::InvalidRequest, ""), false)]
fn failures_worth_another_attempt(#[case] failure: Failure, #[case] retried: bool) {
    let decision = RetryPolicy::with_retries(1).decide(1, &failure, 1.0);
    assert_eq!(decision != RetryDecision::Stop, retried, "{failure:?}");
}

#[test]
fn a_list_of_failures_replaces_the_usual_ones() {
    let policy = RetryPolicy::parse(&json!({"retry_on": [409, "timeout"]}), &Path::body()).unwrap();
    assert_ne!(policy.decide(1, &status(409), 1.0), RetryDecision::Stop);
    assert_ne!(policy.decide(1, &Failure::new(FailureCode::Timeout, ""), 1.0), RetryDecision::Stop);
    assert_eq!(policy.decide(1, &status(500), 1.0), RetryDecision::Stop);
}

#[rstest]
#[case(Duration::from_secs(7), Duration::from_secs(7))]
#[case(Duration::from_millis(1), Duration::from_secs(1))]
#[case(Duration::from_secs(1_000_000), MAX_DELAY)]
fn retry_after_lengthens_the_delay_within_bounds(#[case] asked: Duration, #[case] expected: Duration) {
    let failure = Failure::http_status(503, Some(asked));
    assert_eq!(RetryPolicy::with_retries(1).decide(1, &failure, 1.0), RetryDecision::After(expected));
}

#[test]
fn every_fault_is_named_with_its_place() {
    let value = json!({
        "strategy": "exponential", "max_retries": 101, "delay": "never", "multiplier": 0, "jitter": "yes",
        "delays": [], "retry_on": [99, "bored"],
    });
    let violations = RetryPolicy::parse(&value, &Path::body().key("retry")).unwrap_err();
    let mut places: Vec<_> = violations.iter().map(|violation| violation.path.to_string()).collect();
    places.sort();
    assert_eq!(
        places,
        [
            "body.retry.delay",
            "body.retry.delays",
            "body.retry.jitter",
            "body.retry.max_retries",
            "body.retry.multiplier",
            "body.retry.retry_on[0]",
            "body.retry.retry_on[1]",
        ]
    );
}

proptest! {
    #[test]
    fn a_delay_stays_within_its_bounds(attempt in 1u32..200, jitter in 0.0f64..1.0, multiplier in 1.0f64..100.0) {
        let backoff = Backoff::Exponential {
            delay: DEFAULT_DELAY, max_delay: DEFAULT_MAX_DELAY, multiplier, jitter: true,
        };
        prop_assert!(backoff.delay(attempt, jitter) <= DEFAULT_MAX_DELAY);
    }

    #[test]
    fn without_jitter_delays_never_shrink(attempt in 1u32..200, multiplier in 1.0f64..100.0) {
        let backoff = Backoff::Exponential {
            delay: DEFAULT_DELAY, max_delay: DEFAULT_MAX_DELAY, multiplier, jitter: false,
        };
        prop_assert!(backoff.delay(attempt, 0.0) <= backoff.delay(attempt + 1, 0.0));
    }

    #[test]
    fn retries_n_means_n_plus_one_attempts(max_retries in 0u32..=100) {
        let policy = RetryPolicy::with_retries(max_retries);
        prop_assert_eq!(delays(&policy, &status(500), 0.5).len(), max_retries as usize);
    }

    #[test]
    fn a_policy_reads_back_as_it_is_stored(max_retries in 0u32..=100, delay in 0u64..1_000_000, choice in 0..4) {
        let delay = Duration::from_millis(delay);
        let backoff = match choice {
            0 => Backoff::Fixed { delay },
            1 => Backoff::Linear { delay, max_delay: MAX_DELAY },
            2 => Backoff::Exponential { delay, max_delay: MAX_DELAY, multiplier: 1.5, jitter: false },
            _ => Backoff::Custom { delays: vec![crate::policy::Milliseconds(delay)], delay: None, function: None },
        };
        let policy = RetryPolicy { max_retries, backoff, retry_on: Some(vec![RetryOn::Status(409), RetryOn::Code(FailureCode::Timeout)]), stop_when: None };
        let stored = serde_json::to_string(&policy).unwrap();
        prop_assert_eq!(serde_json::from_str::<RetryPolicy>(&stored).unwrap(), policy);
    }
}
