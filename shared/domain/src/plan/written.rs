//! The form in which what a plan says and what a server has are compared.

use beadle_values::{
    id::TemplateId,
    violation::{Path, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Kind;
use crate::{
    config::ConfigDraft,
    day_calendar::CalendarDraft,
    document,
    function::UploadDraft,
    task::TaskDraft,
    template::{TemplateDraft, draft},
};

/// Members by which a plan knows a thing, and that do not say what it is.
const OWN: [&str; 3] = ["key", "plan", "template_id"];

/// The members of a request that saves a thing of this kind, in normal form: however something is written, it is the same
/// here, and what is left out or null is not there.
///
/// # Errors
/// Every violation of the body, below `path`.
pub fn written(kind: Kind, body: &Value, path: &Path) -> Result<Map<String, Value>, Violations> {
    let mut members = match kind {
        Kind::Calendar => {
            let draft = CalendarDraft::parse(body, path)?;
            let mut members = document::of(&draft.all_days(&path.key("days"))?);
            members.insert("description".to_owned(), json!(draft.description));
            members
        }
        Kind::Function => document::of(&UploadDraft::parse(body, path)?.complete(path)?),
        Kind::Config => ConfigDraft::parse(body, path)?.written(),
        Kind::Template => {
            let (id, then) = (TemplateId::from_uuid(Uuid::nil()), Timestamp::UNIX_EPOCH);
            draft::document(&TemplateDraft::parse(body, path)?.into_template(id, then, then, 0))
        }
        Kind::Task => document::of(&TaskDraft::parse(body, path)?),
    };
    members.retain(|name, value| !value.is_null() && !OWN.contains(&name.as_str()));
    Ok(members)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::durations(Kind::Config, json!({"name": "a", "timeout": "10s"}), json!({"name": "a", "timeout_ms": 10_000}))]
    #[case::retries(
        Kind::Task,
        json!({"name": "a", "type": "http", "config": {"url": "https://a.example"}, "retries": 2}),
        json!({"name": "a", "task_type": "http", "config": {"url": "https://a.example", "method": "GET"}, "retry": 2})
    )]
    #[case::schedules(
        Kind::Task,
        json!({"name": "a", "type": "simulated", "config": {}, "schedule": "every 5 minutes"}),
        json!({"name": "a", "type": "simulated", "config": {}, "schedule": {"expression": "every 5 minutes"}, "key": "k"})
    )]
    #[case::days(
        Kind::Calendar,
        json!({"days": ["2027-05-06"]}),
        json!({"days": [{"days": "2027-05-06"}], "weekly": [], "description": null})
    )]
    #[case::entries(
        Kind::Function,
        json!({"modules": {"a.js": "x"}, "hosts": ["b.example", "a.example"]}),
        json!({"modules": {"a.js": "x"}, "entry": "a.js", "hosts": ["a.example", "b.example"], "memory_mb": 32})
    )]
    #[case::labels(
        Kind::Template,
        json!({"name": "a", "category": "b", "task_type": "http", "tags": []}),
        json!({"name": "a", "category": "b", "task_type": "http", "is_active": true, "template_id": "tpl_a"})
    )]
    fn what_means_the_same_is_the_same(#[case] kind: Kind, #[case] one: Value, #[case] other: Value) {
        let read = |body| written(kind, body, &Path::body()).unwrap();
        assert_eq!(read(&one), read(&other));
    }

    #[test]
    fn every_fault_is_told() {
        let faults = written(Kind::Task, &json!({"nam": "a"}), &Path::body()).unwrap_err();
        assert!(faults.iter().count() >= 3, "{faults}");
    }
}
