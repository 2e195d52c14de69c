//! Edits what the server has in the editor of whoever calls: what was changed becomes a merge patch (RFC 7396).

use std::{
    fs,
    io::{IsTerminal, Write},
    os::unix::fs::OpenOptionsExt,
    process::Command,
};

use reqwest::{Method, header::ETAG};
use serde_json::{Map, Value};

use super::Session;
use crate::client::{Error, Result};

/// Members that the server keeps, and that nobody edits: they are not shown.
const KEPT: &[&str] = &[
    "id",
    "task_id",
    "user_id",
    "task_type",
    "stated_policy",
    "status",
    "missing_calendars",
    "run_count",
    "skipped_count",
    "last_skip",
    "success_count",
    "failure_count",
    "total_credits_consumed",
    "paused",
    "paused_by",
    "next_run_time",
    "last_run_time",
    "last_success_time",
    "last_error",
    "last_result",
    "created_at",
    "updated_at",
    "updated_by",
    "deleted_at",
    "completed_at",
    "template_id",
    "version",
    "idempotency_key",
    "overlap",
    "catch_up",
];

/// Sends `patch` to `path`, on condition that nobody else changes it meanwhile; without a patch the editor makes one.
/// Returns `None` if nothing was changed.
///
/// # Errors
/// [`Error::Usage`] if there is no terminal to edit on, [`Error::Failed`] if the editor fails, and what the requests return.
pub async fn change(session: &Session, path: &str, patch: Map<String, Value>) -> Result<Option<Value>> {
    if !patch.is_empty() {
        let patch = Value::Object(patch);
        let changed = session.client.send(Method::PATCH, path, Some(&patch), &[]).await?;
        return Ok(Some(changed));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Error::Usage(
            "say what to change by an option or `-d`: there is no terminal to edit on".into(),
        ));
    }
    let answer = session.client.exchange(Method::GET, path, None, &[]).await?.accepted()?;
    let etag = answer.headers.get(ETAG).and_then(|etag| etag.to_str().ok()).unwrap_or("*");
    let mut before: Value = serde_json::from_slice(&answer.body)
        .map_err(|error| Error::Failed(format!("the response is damaged: {error}")))?;
    if let Some(members) = before.as_object_mut() {
        members.retain(|name, _| !KEPT.contains(&name.as_str()));
    }
    let after = edited(&before)?;
    match difference(&before, &after) {
        None => Ok(None),
        Some(patch) => {
            let changed =
                session.client.send(Method::PATCH, path, Some(&patch), &[("if-match", etag)]).await?;
            Ok(Some(changed))
        }
    }
}

fn edited(before: &Value) -> Result<Value> {
    let failed = |error: std::io::Error| Error::Failed(format!("can't edit: {error}"));
    let file = std::env::temp_dir().join(format!("beadle-{}.json", std::process::id()));
    let mut options = fs::OpenOptions::new();
    let mut open = options.write(true).create_new(true).mode(0o600).open(&file).map_err(failed)?;
    writeln!(open, "{before:#}").map_err(failed)?;
    drop(open);
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let editor = variable("VISUAL").or_else(|| variable("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    // As git does: the variable may have arguments.
    let ended = Command::new("sh").args(["-c", &format!("{editor} \"$1\""), "editor"]).arg(&file).status();
    let text = ended.and_then(|status| match status.success() {
        true => fs::read_to_string(&file),
        false => Err(std::io::Error::other(format!("{editor} ended with {status}"))),
    });
    let read = text.map_err(failed).and_then(|text| {
        serde_json::from_str(&text)
            .map_err(|error| Error::Usage(format!("what was edited is not JSON: {error}")))
    });
    fs::remove_file(&file).map_err(failed)?;
    read
}

/// The merge patch that makes `after` of `before`; `None` if they are the same.
fn difference(before: &Value, after: &Value) -> Option<Value> {
    if before == after {
        return None;
    }
    let (Value::Object(old), Value::Object(new)) = (before, after) else { return Some(after.clone()) };
    let removed = old.keys().filter(|name| !new.contains_key(*name)).map(|name| (name.clone(), Value::Null));
    let changed = new.iter().filter_map(|(name, value)| {
        let patch = difference(old.get(name).unwrap_or(&Value::Null), value)?;
        Some((name.clone(), patch))
    });
    Some(Value::Object(removed.chain(changed).collect()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_was_changed_is_in_the_patch() {
        let before =
            json!({"name": "a", "tags": ["x"], "config": {"url": "u", "headers": {"a": "1"}}, "input": {}});
        assert_eq!(difference(&before, &before), None);
        let after = json!({"name": "b", "tags": ["x", "y"], "config": {"url": "u", "headers": {"b": "2"}}});
        let patch = json!({"input": null, "name": "b", "tags": ["x", "y"], "config": {"headers": {"a": null, "b": "2"}}});
        assert_eq!(difference(&before, &after), Some(patch));
    }
}
