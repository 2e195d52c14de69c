//! What is not moved, each with its reason, so that nothing is left out silently.

use beadle_values::names;
use serde_json::{Map, Value, json};

use super::{Record, RecordKind};

names! {
    /// Something that is not moved.
    pub enum Withheld {
        /// An API key: only its hash is stored.
        ApiKey = "api_key",
        /// The value of a secret that something refers to.
        Secret = "secret",
        /// A credential that was written as it is, which nothing tells again.
        Credential = "credential",
        /// An execution that has begun and not ended, or counts in a batch that has not ended.
        Execution = "execution",
        /// A batch that has not ended.
        Batch = "batch",
        /// A pause of the account or of a config.
        Pause = "pause",
        /// All functions, which only operators move.
        Functions = "functions",
        /// All templates, which only admins move.
        Templates = "templates",
    }
}

impl Withheld {
    /// Why it is not moved, and what to do.
    pub fn reason(self) -> &'static str {
        match self {
            Self::ApiKey => "only its hash is stored: make another key where you move to",
            Self::Secret => "values of secrets are not told: set it up where you move to",
            Self::Credential => {
                "credentials are not told: write it into the file, or a reference to a secret"
            }
            Self::Execution => "it has begun or counts in a batch: let it end, or cancel it",
            Self::Batch => "it has not ended: let it end, or cancel it",
            Self::Pause => "pauses are not moved, so that one side can be paused while the other one runs",
            Self::Functions => "they are everybody's: an operator moves them",
            Self::Templates => "they are everybody's: an admin moves them",
        }
    }
}

/// Something that is not moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is.
    pub what: Withheld,
    /// The id of the thing that has it, or its own.
    pub id: String,
    /// Its name or place.
    pub name: String,
}

impl LeftOut {
    /// It as a record.
    pub fn record(&self) -> Record {
        let state = json!({"what": self.what, "name": self.name, "reason": self.what.reason()});
        Record::new(RecordKind::LeftOut, &self.id, [("members", Value::Object(Map::new())), ("state", state)])
    }
}
