//! A template: a predefined task with defaults, the fields that its user has to give, and their JSON Schema.
//!
//! [`draft`] parses what an admin writes, [`built_in`] are the templates that come with Beadle, [`schema`] is
//! the supported part of JSON Schema, and [`fill`](mod@fill) creates a task from a template.

pub mod built_in;
pub mod draft;
pub mod fill;
pub mod schema;

use beadle_values::id::TemplateId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::{draft::TemplateDraft, fill::fill, schema::Schema};
use crate::{
    account::{Credits, SubscriptionLevel},
    plan::PlanMark,
    spec::TaskType,
};

/// A predefined task (seed 003, `task.task_templates`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// The name, 1 to 255 characters. Tasks created from it have this name by default.
    pub name: String,
    /// The description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The category, 1 to 100 characters.
    pub category: String,
    /// The type of its tasks.
    pub task_type: TaskType,
    /// The predefined part of its tasks' config. A placeholder `${input.name}` is filled in by the field
    /// `name`.
    #[serde(default)]
    pub default_config: Map<String, Value>,
    /// The fields that are required.
    #[serde(default)]
    pub required_fields: Vec<String>,
    /// The fields that are optional.
    #[serde(default)]
    pub optional_fields: Vec<String>,
    /// The schema of the fields.
    #[serde(default)]
    pub config_schema: Schema,
    /// The lowest subscription level that may use it.
    #[serde(default)]
    pub required_subscription_level: SubscriptionLevel,
    /// The cost of an execution of its tasks.
    #[serde(default)]
    pub credits_per_run: Credits,
    /// Labels. Tasks created from it have these tags by default.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Additional data.
    #[serde(default)]
    pub metadata: Map<String, Value>,
    /// Whether tasks can be created from it.
    pub is_active: bool,
    /// The plan that keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanMark>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The number of changes, starting at 1; 0 for a built-in template.
    pub version: u64,
}
