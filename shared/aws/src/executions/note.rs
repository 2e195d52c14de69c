//! Notes about the jobs of executions: attributes of their own, which no write of the progress touches.

use aws_sdk_dynamodb::types::AttributeValue;
use beadle_application::port::{Noted, StoreError};
use beadle_domain::execution::{Note, Status};
use beadle_values::id::ExecutionId;

use super::ExecutionStore;
use crate::{
    errors::{Conditional, conditional, unreadable},
    keys::Key,
    table::number,
};

impl ExecutionStore {
    pub(super) async fn note_beside(
        &self,
        id: ExecutionId,
        version: u64,
        note: &Note,
    ) -> Result<Noted, StoreError> {
        let (name, json, condition) = match note {
            Note::Early(report) => (
                "early",
                serde_json::to_string(report),
                " AND #status = :running AND attribute_not_exists(#note)",
            ),
            Note::Heartbeat(heartbeat) => {
                ("heartbeat", serde_json::to_string(heartbeat), " AND #status IN (:running, :waiting)")
            }
            Note::Late(late) => ("late", serde_json::to_string(late), ""),
        };
        let json = json.map_err(|error| unreadable(id, error))?;
        let mut update = self
            .table
            .update(&Key::execution(id))
            .update_expression("SET #note = :note")
            .condition_expression(format!("version = :version{condition}"))
            .expression_attribute_names("#note", name)
            .expression_attribute_values(":note", AttributeValue::S(json))
            .expression_attribute_values(":version", number(version));
        let status = |status: Status| AttributeValue::S(status.as_str().to_owned());
        if !condition.is_empty() {
            update = update
                .expression_attribute_names("#status", "status")
                .expression_attribute_values(":running", status(Status::Running));
        }
        if matches!(note, Note::Heartbeat(_)) {
            update = update.expression_attribute_values(":waiting", status(Status::Waiting));
        }
        Ok(match conditional("note something about a job", update.send().await)? {
            Conditional::Done(_) => Noted::Done,
            Conditional::ConditionFailed(_) => Noted::Conflict,
        })
    }
}
