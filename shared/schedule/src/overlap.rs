//! What happens when a schedule is due while its previous run has not ended.

use beadle_values::violation::{Path, Violation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{error::Error, suggestion};

/// The policy for overlapping runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// The new run is skipped.
    #[default]
    Skip,
    /// The new run waits until the previous one has ended.
    Queue,
    /// Both run concurrently.
    Allow,
    /// The previous run is cancelled and the new one starts.
    CancelRunning,
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

impl Overlap {
    const NAMES: [(&str, Self); 4] = [
        ("skip", Self::Skip),
        ("queue", Self::Queue),
        ("allow", Self::Allow),
        ("cancel_running", Self::CancelRunning),
    ];

    /// Parses `"skip"`, `"queue"`, `"allow"` or `"cancel_running"`.
    ///
    /// # Errors
    /// A violation at `path` for anything else.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violation> {
        let text = value.as_str().unwrap_or_default();
        let found = Self::NAMES.iter().find(|(name, _)| *name == text);
        found.map(|(_, policy)| *policy).ok_or_else(|| {
            let error = Error::new(format!("{value} is not an overlap policy"));
            let near = suggestion::closest(text, Self::NAMES.iter().map(|(name, _)| *name), 3);
            let hint = near.map(|name| format!("did you mean \"{name}\"?"));
            let all = || "use \"skip\", \"queue\", \"allow\" or \"cancel_running\"".to_owned();
            error.hint(hint.unwrap_or_else(all)).at(path, "enum")
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

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
    #[case(json!("parallel processing"), "use \"skip\", \"queue\", \"allow\" or \"cancel_running\"")]
    #[case(json!(true), "use \"skip\", \"queue\", \"allow\" or \"cancel_running\"")]
    fn rejects_anything_else_with_a_hint(#[case] value: Value, #[case] hint: &str) {
        assert_eq!(Overlap::parse(&value, &Path::body()).unwrap_err().hint.as_deref(), Some(hint));
    }
}
