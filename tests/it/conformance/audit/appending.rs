//! Appending entries.

use beadle_domain::projection::{
    AuditEntry,
    audit::{FieldChange, Refused, Verb},
};
use serde_json::{Value, json};

use super::{Fixture, everything, task_entry};
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, fresh_task_id, owner},
};

pub async fn an_entry_is_read_back_as_written(trail: Fixture) -> Verdict {
    let mut entry = task_entry(Verb::Updated, "ada", "bob", fresh_task_id(), at(1));
    entry.changes = vec![FieldChange {
        field: "name".into(),
        before: Value::Null,
        after: json!({"text": AWKWARD_TEXT, "number": 1.5e300}),
    }];
    trail.trail.append(&entry).await?;
    assert_eq!(trail.all(&everything(10)).await?, [entry]);
    Ok(())
}

pub async fn a_repeat_adds_no_entry(trail: Fixture) -> Verdict {
    let entry = task_entry(Verb::Deleted, "ada", "ada", fresh_task_id(), at(1));
    for _ in 0..3 {
        trail.trail.append(&entry).await?;
    }
    assert_eq!(trail.all(&everything(10)).await?, [entry]);
    Ok(())
}

pub async fn refusals_of_one_minute_are_one_entry(trail: Fixture) -> Verdict {
    let refused = |path: &str| Refused {
        method: "GET".into(),
        path: path.into(),
        status: 403,
        code: "permission_denied".into(),
    };
    let entry = |path, actor: Option<&str>, second| {
        AuditEntry::of_refusal(refused(path), "/tasks/{id}", actor.map(owner).as_ref(), at(second))
    };
    let entries = [
        entry("/tasks/1", Some("ada"), 0),
        entry("/tasks/2", Some("ada"), 59), // the same route in the same minute
        entry("/tasks/1", Some("ada"), 60),
        entry("/tasks/1", Some("bob"), 1),
        entry("/tasks/1", None, 2),
    ];
    for entry in &entries {
        trail.trail.append(entry).await?;
    }
    let [first, _, later, bob, nobody] = entries;
    assert_eq!(trail.all(&everything(10)).await?, [later, nobody, bob, first]);
    Ok(())
}
