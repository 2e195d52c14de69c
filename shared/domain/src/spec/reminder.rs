//! A reminder, as a user writes it: what it says at its time.

use beadle_values::{
    body,
    body::{optional, text},
};
use serde::{Deserialize, Serialize};

body! {
    /// A reminder.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct ReminderSpec {
        /// What it says, at most 2,000 characters; the name of the task unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub message: Option<String> = optional(text(1, 2_000)),
    }
}

#[cfg(test)]
mod tests {
    use beadle_values::{
        body::Body,
        violation::{Path, Violations},
    };
    use serde_json::{Value, json};

    use super::*;

    fn parse(config: Value) -> Result<ReminderSpec, Violations> {
        ReminderSpec::parse_beside(config.as_object().unwrap(), &[], &Path::body())
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
