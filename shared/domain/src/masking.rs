//! What must not be told again: the values of headers that carry credentials, and the passwords of connections.

use std::{borrow::Cow, collections::BTreeMap};

use beadle_values::violation::{Path, Violation, Violations};
use serde_json::Value;

use crate::{call::credentials::is_credential, interpolation::Template, spec::TaskSpec};

mod connection;

/// What stands for a value that is not told.
pub const MASK: &str = "********";

/// Words that may stand before a credential in a header and are none (RFC 9110 section 11.1).
const SCHEMES: [&str; 6] = ["", "bearer", "basic", "digest", "token", "apikey"];

/// The value of the header `name` as it may be told.
pub fn shown<'a>(name: &str, value: &'a str) -> &'a str {
    if is_credential(name) { MASK } else { value }
}

/// The same of a header as a user wrote it: a placeholder tells no credential, so `Bearer ${secret:name}` is told.
pub fn shown_template<'a>(name: &str, value: &'a Template) -> &'a str {
    if !is_credential(name) || is_reference(value) { value.as_str() } else { MASK }
}

/// Whether nothing but an authentication scheme stands beside its placeholders, and those have no defaults.
fn is_reference(value: &Template) -> bool {
    let (beside, _) = value.outline("");
    value.holds_placeholders()
        && !value.as_str().contains(":-")
        && SCHEMES.contains(&beside.trim().to_ascii_lowercase().as_str())
}

/// A connection as it may be told: its passwords are masked unless they are placeholders.
pub fn shown_connection(connection: &Template) -> Cow<'_, str> {
    connection::masked(connection.as_str())
}

/// The member `name` of a document as it may be told: what carries credentials by its name, at any depth, is masked unless
/// it is a placeholder, and so are the passwords in addresses.
pub fn member(name: &str, value: Value) -> Value {
    let secret = is_credential(&name.to_ascii_lowercase());
    match value {
        Value::String(text) if secret => {
            let template = Template::literal(&text);
            let reference = Template::parse(&text, &Path::body()).unwrap_or(template);
            Value::String(shown_template(name, &reference).to_owned())
        }
        Value::String(text) if text.contains("://") => Value::String(connection::masked(&text).into_owned()),
        Value::Number(_) if secret => Value::String(MASK.to_owned()),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| member(name, item)).collect()),
        Value::Object(members) => {
            let told = |(inner, value): (String, Value)| {
                let masked = member(&inner, value);
                (inner, masked)
            };
            Value::Object(members.into_iter().map(told).collect())
        }
        other => other,
    }
}

/// `spec` with each mask that came back from an answer replaced by the value it stands for in `known`.
///
/// # Errors
/// A violation below `path` (the place of the config) for a mask that stands for nothing.
pub fn unmask(spec: &mut TaskSpec, known: Option<&TaskSpec>, path: &Path) -> Result<(), Violations> {
    let mut violations = Violations::new();
    if let Some(headers) = headers_mut(spec) {
        violations.take(unmask_headers(headers, known.and_then(headers_of), path));
    }
    if let TaskSpec::Database(database) = spec
        && let Some(connection) = &mut database.connection
    {
        let known = match known {
            Some(TaskSpec::Database(known)) => known.connection.as_ref(),
            _ => None,
        };
        let unmasked = unmask_connection(connection, known, &path.key("connection"));
        violations.take(unmasked.map_err(Violations::from));
    }
    violations.into_result(())
}

/// Replaces each mask that came back from an answer by the value it stands for in `known`.
///
/// # Errors
/// A violation below `path` (the place of the headers' parent) for a mask that stands for nothing.
pub fn unmask_headers(
    headers: &mut BTreeMap<String, Template>,
    known: Option<&BTreeMap<String, Template>>,
    path: &Path,
) -> Result<(), Violations> {
    let mut violations = Violations::new();
    for (name, value) in headers {
        if value.as_str() != MASK || !is_credential(name) {
            continue;
        }
        match known.and_then(|headers| headers.get(name)) {
            Some(stored) => stored.clone_into(value),
            None => violations.push(stands_for_nothing(path.key("headers").key(name))),
        }
    }
    violations.into_result(())
}

/// `connection` with its mask replaced by what it stands for in `known`: only as it was told, so that a password never
/// goes elsewhere.
///
/// # Errors
/// A violation at `path` for a mask that stands for nothing.
pub fn unmask_connection(
    connection: &mut Template,
    known: Option<&Template>,
    path: &Path,
) -> Result<(), Violation> {
    if !connection.as_str().contains(MASK) {
        return Ok(());
    }
    match known {
        Some(known) if shown_connection(known) == connection.as_str() => {
            known.clone_into(connection);
            Ok(())
        }
        _ => Err(stands_for_nothing(path.clone())),
    }
}

fn stands_for_nothing(path: Path) -> Violation {
    Violation::new(path, "masked", "is the mask of a value, not a value")
        .hint("answers don't tell credentials: send the credential itself")
}

fn headers_of(spec: &TaskSpec) -> Option<&BTreeMap<String, Template>> {
    match spec {
        TaskSpec::Http(http) | TaskSpec::ApiCall(http) => Some(&http.headers),
        TaskSpec::Webhook(webhook) => Some(&webhook.http.headers),
        TaskSpec::Graphql(graphql) => Some(&graphql.headers),
        TaskSpec::Database(_)
        | TaskSpec::Simulated(_)
        | TaskSpec::Todo(_)
        | TaskSpec::Reminder(_)
        | TaskSpec::CalendarEvent(_) => None,
    }
}

fn headers_mut(spec: &mut TaskSpec) -> Option<&mut BTreeMap<String, Template>> {
    match spec {
        TaskSpec::Http(http) | TaskSpec::ApiCall(http) => Some(&mut http.headers),
        TaskSpec::Webhook(webhook) => Some(&mut webhook.http.headers),
        TaskSpec::Graphql(graphql) => Some(&mut graphql.headers),
        TaskSpec::Database(_)
        | TaskSpec::Simulated(_)
        | TaskSpec::Todo(_)
        | TaskSpec::Reminder(_)
        | TaskSpec::CalendarEvent(_) => None,
    }
}

#[cfg(test)]
mod tests;
