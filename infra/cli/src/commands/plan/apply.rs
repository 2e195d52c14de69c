//! Makes the changes of a plan, one request each, on condition that nobody else changes anything meanwhile.

use beadle_domain::plan::Kind;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{
    change::{Action, Change, Changes},
    fault::table,
    file::{Plan, Thing},
    saved,
};
use crate::{
    client::{Error, Result},
    commands::Session,
};

/// Makes all changes, and tells of each once it is made.
///
/// # Errors
/// The first refusal, with what was done before it: a repeat goes on from there.
pub async fn apply(session: &Session, plan: &Plan, changes: &mut Changes) -> Result<()> {
    let total = changes.changes.len();
    for (done, change) in changes.changes.iter().enumerate() {
        let made = make(session, change, changes.ids.with_ids(&sent(plan, change))).await;
        match made {
            Ok(answer) => {
                if let Some(id) = answer["id"].as_str() {
                    changes.ids.note(change.kind, &change.key, id);
                }
                session.output.note(&format!(
                    "{} {} {}",
                    change.kind.noun(),
                    change.key,
                    past(change.action)
                ));
            }
            Err(error) => return Err(explained(error, change, done, total)),
        }
    }
    Ok(())
}

fn past(action: Action) -> &'static str {
    match action {
        Action::Create => "created",
        Action::Change => "changed",
        Action::Delete => "deleted",
    }
}

/// The members that the request for `change` has, which name others by keys.
fn sent(plan: &Plan, change: &Change) -> Map<String, Value> {
    let Some(thing) = &change.thing else { return Map::new() };
    let is_whole = change.action == Action::Create || matches!(change.kind, Kind::Calendar | Kind::Function);
    let mut members = if is_whole { thing.body.clone() } else { changed(change, thing) };
    if change.action == Action::Create && saved::is_keyed(change.kind) {
        members.insert("key".to_owned(), thing.key.clone().into());
    }
    if change.action == Action::Create && change.kind == Kind::Template {
        members.insert("template_id".to_owned(), thing.key.clone().into());
    }
    members.insert("plan".to_owned(), json!({"name": plan.name, "digest": thing.digest}));
    members
}

/// The members that differ, as a whole; what the file leaves out is reset to its default.
fn changed(change: &Change, thing: &Thing) -> Map<String, Value> {
    let members = change.differences.iter().map(|difference| {
        let member = difference.member();
        (member.to_owned(), thing.written.get(member).cloned().unwrap_or_default())
    });
    members.collect()
}

async fn make(session: &Session, change: &Change, members: Map<String, Value>) -> Result<Value> {
    let list = saved::list(change.kind);
    let version = change.saved.as_ref().map_or(0, |saved| saved.version);
    let etag = format!("\"{version}\"");
    let body = Value::Object(members);
    let client = &session.client;
    match (change.action, &change.saved) {
        (Action::Delete, Some(saved)) => {
            client.send(Method::DELETE, &saved.path, None, &[("if-match", &etag)]).await
        }
        (Action::Change, Some(saved)) => {
            client.send(Method::PUT, &saved.path, Some(&body), &[("if-match", &etag)]).await
        }
        _ if matches!(change.kind, Kind::Calendar | Kind::Function) => {
            let path = format!("{list}/{}", change.key);
            client.send(Method::PUT, &path, Some(&body), &[("if-match", &etag)]).await
        }
        // Its key is unique, so a repeat makes no second one.
        _ => client.post(&list, &body).await,
    }
}

/// The error with its place in the file, and what was done before it.
fn explained(error: Error, change: &Change, done: usize, total: usize) -> Error {
    let place = table(change.kind, &change.key);
    let is_stale = matches!(&error, Error::Refused(problem) if problem.status == 412);
    let reason = match (&error, is_stale) {
        (Error::Interrupted(_), _) => return error,
        (_, true) => "was changed by somebody else meanwhile: look at it with `beadle plan`".to_owned(),
        _ => error.to_string(),
    };
    let before = match done {
        0 => "nothing was changed".to_owned(),
        _ => format!("{done} of {total} changes were made"),
    };
    let text = format!("{place}: {reason}\n{before}; run it again to go on");
    match error.exit_code() {
        // Those that are no refusal of what the file says.
        4 | 7 => error,
        _ => Error::Failed(text),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::client::Problem;

    #[rstest]
    #[case::changed_meanwhile(
        412,
        1,
        "[tasks.poll]: was changed by somebody else meanwhile: look at it with `beadle plan`"
    )]
    #[case::refused(422, 1, "[tasks.poll]: is off")]
    #[case::not_signed_in(401, 4, "is off")]
    #[case::too_many(429, 7, "is off")]
    fn a_refusal_has_its_place_and_its_exit_code(#[case] status: u16, #[case] code: u8, #[case] shown: &str) {
        let problem = Problem { status, detail: "is off".to_owned(), ..Problem::default() };
        let error = explained(problem.into(), &Change::of_poll(Vec::new()), 2, 5);
        assert_eq!(error.exit_code(), code);
        assert!(error.to_string().starts_with(shown), "{error}");
        if code == 1 {
            assert!(
                error.to_string().ends_with("2 of 5 changes were made; run it again to go on"),
                "{error}"
            );
        }
    }
}
