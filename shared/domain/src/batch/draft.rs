//! The batch that requests are added to, as a request says it.

use beadle_values::{
    body,
    body::{Shape, flag, optional, otherwise, parsed, text},
    id::BatchId,
};
use serde_json::json;

use super::StatedSuccessor;

/// The most characters of a name.
pub const MAX_NAME: usize = 200;

body! {
    /// The batch that the requests are added to: a new one, or one that is named by its id or its name.
    #[derive(Debug, Clone, PartialEq)]
    pub struct BatchDraft as "BatchRequest" {
        /// The id of a batch that exists. Without `id` and `name`, a new batch without a name is created.
        pub id: Option<BatchId> = optional(parsed("id").shown(|| json!({"pattern": "^bat_[0-9a-f]{32}$"}))),
        /// The name, unique among your batches. The first request with it creates the batch.
        pub name: Option<String> = optional(text(1, MAX_NAME).trimmed()),
        /// What runs once all executions have completed.
        pub on_complete: Option<StatedSuccessor> = optional(StatedSuccessor::shape()),
        /// What runs once all executions have ended, if one of them failed or was cancelled.
        pub on_failure: Option<StatedSuccessor> = optional(StatedSuccessor::shape()),
        /// Whether to close the batch once all requests of this body have been accepted. If one of them is refused, the
        /// batch stays open.
        pub close: bool = otherwise(flag(), || false),
    }
    example {
        "name": "import-2027-01-15",
        "on_complete": {"type": "http", "method": "POST", "url": "https://example.com/done", "body": {"rows": "${batch.completed}"}},
        "close": true
    }
    check |given, _members, path, violations| {
        let is_named_by_id = matches!(given.id, Some(Some(_)));
        let others = [
            ("name", matches!(given.name, Some(Some(_)))),
            ("on_complete", matches!(given.on_complete, Some(Some(_)))),
            ("on_failure", matches!(given.on_failure, Some(Some(_)))),
        ];
        for (name, _) in others.into_iter().filter(|(_, is_given)| is_named_by_id && *is_given) {
            violations.add(path.key(name), "conflict", "goes without `id`: the batch exists");
        }
    }
}
