//! A template: a prepared task with defaults, the fields that whoever uses it gives, and a JSON Schema of those.
//!
//! [`draft`] reads what an admin writes, [`built_in`] are those that come with Beadle, [`schema`] is the part of JSON Schema
//! that is understood, and [`fill`] makes a task of a template.

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
    spec::TaskType,
};

/// A prepared task (seed 003, `task.task_templates`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Its name, 1 to 255 characters; a task made from it has this name unless it is given another.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What kind of thing it does, 1 to 100 characters.
    pub category: String,
    /// What its tasks do.
    pub task_type: TaskType,
    /// The config of its tasks, as far as it is prepared. What it has as `${input.name}` is filled in by the field `name`.
    #[serde(default)]
    pub default_config: Map<String, Value>,
    /// The fields that have to be given.
    #[serde(default)]
    pub required_fields: Vec<String>,
    /// The fields that may be given.
    #[serde(default)]
    pub optional_fields: Vec<String>,
    /// What the fields have to be.
    #[serde(default)]
    pub config_schema: Schema,
    /// The least level that may use it.
    #[serde(default)]
    pub required_subscription_level: SubscriptionLevel,
    /// What an execution of its tasks costs.
    #[serde(default)]
    pub credits_per_run: Credits,
    /// Labels to find it by; its tasks get them unless they are given others.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Further data about it.
    #[serde(default)]
    pub metadata: Map<String, Value>,
    /// Whether tasks can be made from it.
    pub is_active: bool,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1; 0 for one that is built in.
    pub version: u64,
}
