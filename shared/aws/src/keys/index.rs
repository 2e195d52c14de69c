//! The partitions of the index.

use beadle_values::id::OwnerId;

use super::spread::list_of;

/// The index partition of an owner's batches.
pub(crate) fn batches_of(owner: &OwnerId) -> String {
    format!("O#{owner}#J")
}

/// The index partition of an owner's lines.
pub(crate) fn order_lines_of(owner: &OwnerId) -> String {
    format!("O#{owner}#Y")
}

/// The index partition of an owner's executions.
pub(crate) fn executions_of(owner: &OwnerId) -> String {
    format!("O#{owner}#E")
}

/// The index partition of an owner's tasks.
pub(crate) fn tasks_of(owner: &OwnerId) -> String {
    format!("O#{owner}#T")
}

/// The index partition of an owner's deleted tasks.
pub(crate) fn deleted_tasks_of(owner: &OwnerId) -> String {
    format!("O#{owner}#TD")
}

/// The owner in an index partition of tasks.
pub(crate) fn owner_of_tasks(index_pk: &str) -> Option<&str> {
    index_pk.strip_prefix("O#")?.strip_suffix("#T")
}

/// The index partition of an owner's configs that are not shared.
pub(crate) fn configs_of(owner: &OwnerId) -> String {
    format!("O#{owner}#F")
}

/// The index partition of an owner's API keys.
pub(crate) fn api_keys_of(owner: &OwnerId) -> String {
    format!("O#{owner}#X")
}

/// The index partition of the configs shared with everyone.
pub(crate) fn shared_configs() -> String {
    "S#F".to_owned()
}

/// The index partition of the audit trail.
pub(crate) fn audit_trail() -> String {
    "A".to_owned()
}

/// The index partition of the watches that are due at some time.
pub(crate) fn due_watches() -> String {
    "W".to_owned()
}

/// The owner in an index partition of executions.
pub(crate) fn owner_in(index_pk: &str) -> Option<&str> {
    list_of(index_pk).strip_prefix("O#")?.strip_suffix("#E")
}
