//! A function that somebody uploaded, and one run of it.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::limits::FunctionLimits;

/// The modules of a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Each module's source by its path, such as `lib/a.js`.
    pub modules: BTreeMap<String, String>,
    /// The module whose exports can be called.
    pub entry: String,
}

impl Upload {
    /// All sources together, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.modules.values().map(|source| source.len() as u64).sum()
    }
}

/// The second argument of a function. `signal` is added by the child.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// The execution.
    pub execution_id: String,
    /// The task, if it is saved.
    pub task_id: Option<String>,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// The same for each attempt of the execution.
    pub idempotency_key: String,
    /// When the schedule wanted it, in RFC 3339.
    pub scheduled_for: Option<String>,
    /// When the run is ended, in RFC 3339.
    pub deadline: String,
}

/// One run of a function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunctionRun {
    /// The modules.
    pub upload: Upload,
    /// The export to call; without a name the default one, or the only one.
    pub function: Option<String>,
    /// Its first argument.
    pub params: Value,
    /// Its second argument.
    pub context: Context,
    /// How long it may take.
    pub timeout: Duration,
    /// How much it may use.
    pub limits: FunctionLimits,
}

/// What is wrong with a module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    /// The module.
    pub module: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1; none if the engine does not tell.
    pub column: Option<u32>,
    /// What is wrong.
    pub message: String,
}
