//! What happens when a schedule is due while its previous run has not ended.

use beadle_values::names;

names! {
    /// The policy for a run that is due while an earlier one has not ended.
    pub enum Overlap, default Skip, noun "overlap policy" {
        /// The new run is left out.
        Skip = "skip",
        /// The new run waits until the earlier one has ended.
        Queue = "queue",
        /// Both run.
        Allow = "allow",
        /// The earlier run is cancelled and the new one starts.
        CancelRunning = "cancel_running",
    }
}

/// What to do with a run that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlapDecision {
    /// Start it.
    Run,
    /// Skip it.
    Skip,
    /// Start it after the previous one has ended.
    Queue,
    /// Cancel the previous one, then start it.
    CancelRunningThenRun,
}

/// Decides about a run that is due; `running` says whether a previous one has not ended.
pub fn decide(policy: Overlap, running: bool) -> OverlapDecision {
    match (policy, running) {
        (_, false) | (Overlap::Allow, true) => OverlapDecision::Run,
        (Overlap::Skip, true) => OverlapDecision::Skip,
        (Overlap::Queue, true) => OverlapDecision::Queue,
        (Overlap::CancelRunning, true) => OverlapDecision::CancelRunningThenRun,
    }
}

#[cfg(test)]
mod tests {
    use beadle_values::violation::Path;
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    #[rstest]
    #[case("skip", OverlapDecision::Skip)]
    #[case("queue", OverlapDecision::Queue)]
    #[case("allow", OverlapDecision::Run)]
    #[case("cancel_running", OverlapDecision::CancelRunningThenRun)]
    fn each_policy_decides_while_the_previous_run_is_active(
        #[case] name: &str,
        #[case] expected: OverlapDecision,
    ) {
        let policy = Overlap::parse(&json!(name), &Path::body()).unwrap();
        assert_eq!(decide(policy, true), expected);
        assert_eq!(decide(policy, false), OverlapDecision::Run);
        assert_eq!(json!(policy), json!(name));
    }

    #[rstest]
    #[case(json!("queu"), "did you mean \"queue\"?")]
    #[case(json!("parallel processing"), "must be one of skip, queue, allow, cancel_running")]
    #[case(json!(true), "must be one of skip, queue, allow, cancel_running")]
    fn rejects_anything_else_with_a_hint(#[case] value: Value, #[case] hint: &str) {
        assert_eq!(Overlap::parse(&value, &Path::body()).unwrap_err().hint.as_deref(), Some(hint));
    }
}
