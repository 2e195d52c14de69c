//! A reminder, as a user writes it: what it says at its time.

use beadle_values::violation::{Path, Violations};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{refuse_unknown, text};

const MEMBERS: [&str; 1] = ["message"];
const MAX_MESSAGE: usize = 2_000;

/// A reminder, checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReminderSpec {
    /// What it says, at most 2,000 characters; the name of the task where nothing is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl ReminderSpec {
    /// Reads the members of a reminder.
    ///
    /// # Errors
    /// Every fault of them, unknown members included, save those named in `beside`.
    pub fn parse(config: &Map<String, Value>, beside: &[&str], path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        refuse_unknown(config, &MEMBERS, beside, path, &mut violations);
        let message = text::optional(config, "message", MAX_MESSAGE, path, &mut violations);
        violations.into_result(Self { message })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse(config: Value) -> Result<ReminderSpec, Violations> {
        ReminderSpec::parse(config.as_object().unwrap(), &[], &Path::body())
    }

    #[test]
    fn what_is_written_reads_back() {
        let reminder = parse(json!({"message": "Water the plants"})).unwrap();
        assert_eq!(parse(serde_json::to_value(&reminder).unwrap()), Ok(reminder));
        assert_eq!(parse(json!({})), Ok(ReminderSpec::default()));
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let violations = parse(json!({"message": "", "at": "noon"})).unwrap_err();
        assert_eq!(
            violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(),
            ["body.at", "body.message"]
        );
    }
}
