//! How a retry rule or a transformation names the function that it calls.

use beadle_values::{
    body,
    body::{optional, required},
};
use serde::{Deserialize, Serialize};

use super::{ExportName, FunctionRef, export, reference};

body! {
    /// A function that a rule calls.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct RuleFunction as "RuleFunction" {
        /// The function, as a task of type `custom` names it: `name`, `name@7` for one version, or `name@` with a digest.
        pub name: FunctionRef = required(reference()).strict(),
        /// The export to call. Unless given, the one that is named like the function, or the default one, or the only one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub export: Option<ExportName> = optional(export()).strict(),
    }
    example {"name": "patience@3"}
}
