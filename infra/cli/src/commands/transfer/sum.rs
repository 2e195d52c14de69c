//! What was moved and what was not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What was moved and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// The number of records of each kind, or of each outcome.
    pub counts: BTreeMap<String, u64>,
    /// What is not moved: why, and the names or ids of it.
    pub left_out: BTreeMap<String, BTreeSet<String>>,
}

impl Sum {
    /// Counts something called `name`.
    pub fn count(&mut self, name: &str) {
        *self.counts.entry(name.to_owned()).or_default() += 1;
    }

    /// Notes what `record` says is not moved, if it is such a record.
    pub fn note(&mut self, record: &Value) -> bool {
        if record["kind"] != "left_out" {
            return false;
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let state = &record["state"];
        let (what, id, name) = (text(&state["what"]), text(&record["id"]), text(&state["name"]));
        let thing = match what.as_str() {
            "secret" | "api_key" => name,
            "credential" => format!("{id} {name}"),
            _ => id,
        };
        let reason = format!("{what}: {}", text(&state["reason"]));
        self.left_out.entry(reason).or_default().insert(thing);
        true
    }

    /// The counts in a line, such as `3 created, 1 same`.
    pub fn counted(&self) -> String {
        self.with_names(|name, _| name.to_owned())
    }

    /// The counts of kinds of things in a line, such as `1 config, 3 tasks`.
    pub fn things(&self) -> String {
        self.with_names(|kind, count| {
            let kind = kind.replace('_', " ");
            match (count, kind.as_str()) {
                (1, _) | (_, "alerts") => kind,
                (_, "batch") => "batches".to_owned(),
                _ => format!("{kind}s"),
            }
        })
    }

    fn with_names(&self, shown: impl Fn(&str, u64) -> String) -> String {
        if self.counts.is_empty() {
            return "nothing".to_owned();
        }
        let counts = self.counts.iter().map(|(name, count)| format!("{count} {}", shown(name, *count)));
        counts.collect::<Vec<_>>().join(", ")
    }

    /// A line for each reason why something is not moved.
    pub fn lines(&self) -> Vec<String> {
        let line = |(reason, things): (&String, &BTreeSet<String>)| {
            let mut shown: Vec<&str> = things.iter().take(5).map(String::as_str).collect();
            let more = format!("and {} more", things.len() - shown.len());
            if things.len() > shown.len() {
                shown.push(&more);
            }
            format!("not moved, {reason}\n  {}", shown.join(", "))
        };
        self.left_out.iter().map(line).collect()
    }

    /// All of it as JSON.
    pub fn json(&self) -> Value {
        json!({"counts": self.counts, "left_out": self.left_out})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_many_things_need_is_named_once() {
        let mut sum = Sum::default();
        for id in ["tsk_1", "tsk_2"] {
            let state = json!({"what": "secret", "name": "shop", "reason": "set it up"});
            assert!(sum.note(&json!({"kind": "left_out", "id": id, "state": state})));
        }
        assert!(!sum.note(&json!({"kind": "task", "id": "tsk_1"})));
        assert_eq!(sum.lines(), ["not moved, secret: set it up\n  shop"]);
    }
}
