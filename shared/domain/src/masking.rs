//! Masks credentials in outputs: the values of headers that contain credentials, and the passwords in
//! connections.

use std::{borrow::Cow, collections::BTreeMap};

use beadle_values::violation::{Path, Violation, Violations};
use serde_json::Value;

use crate::{
    call::credentials::is_credential,
    interpolation::Template,
    spec::{TaskSpec, origin::origin},
};

mod connection;

/// The mask that replaces a value.
pub const MASK: &str = "********";

/// Words before a credential in a header that are not part of it (RFC 9110 section 11.1).
const SCHEMES: [&str; 6] = ["", "bearer", "basic", "digest", "token", "apikey"];

/// The value of the header `name`, masked if it may contain a credential.
pub fn header<'a>(name: &str, value: &'a str) -> &'a str {
    if is_credential(name) { MASK } else { value }
}

/// The same for a header as a user wrote it. A placeholder reveals no credential, so `Bearer ${secret:name}`
/// is not masked.
pub fn header_template<'a>(name: &str, value: &'a Template) -> &'a str {
    if !is_credential(name) || is_reference(value) { value.as_str() } else { MASK }
}

/// Whether there is only an authentication scheme beside the placeholders, and these have no defaults.
fn is_reference(value: &Template) -> bool {
    let (beside, _) = value.outline("");
    value.holds_placeholders()
        && !value.as_str().contains(":-")
        && SCHEMES.contains(&beside.trim().to_ascii_lowercase().as_str())
}

/// A connection with its passwords masked, unless they are placeholders.
pub fn connection_url(connection: &Template) -> Cow<'_, str> {
    connection::masked(connection.as_str())
}

/// The member `name` of a document, masked. Values whose name indicates a credential are masked at any depth
/// unless they are placeholders, and so are passwords in URLs.
pub fn member(name: &str, value: Value) -> Value {
    let secret = is_credential(&name.to_ascii_lowercase());
    match value {
        Value::String(text) if secret => {
            let template = Template::literal(&text);
            let reference = Template::parse(&text, &Path::body()).unwrap_or(template);
            Value::String(header_template(name, &reference).to_owned())
        }
        Value::String(text) if text.contains("://") => Value::String(connection::masked(&text).into_owned()),
        Value::Number(_) if secret => Value::String(MASK.to_owned()),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| member(name, item)).collect()),
        Value::Object(members) => {
            let masked_member = |(inner, value): (String, Value)| {
                let masked = member(&inner, value);
                (inner, masked)
            };
            Value::Object(members.into_iter().map(masked_member).collect())
        }
        other => other,
    }
}

/// Replaces each mask in `spec` that a client sent back by the value it masks in the known spec, which comes with whether
/// its config stays. Only if the call keeps its origin, so that a credential never goes to another destination.
///
/// # Errors
/// A violation below `path` (the path of the config) for a mask without such a value.
pub fn unmask(spec: &mut TaskSpec, known: Option<(&TaskSpec, bool)>, path: &Path) -> Result<(), Violations> {
    let is_there = |known: &TaskSpec, is_same_config: bool| {
        let (before, after) = (known.url().map(origin), spec.url().map(origin));
        before == after && (is_same_config || before.is_some_and(|origin| !origin.is_empty()))
    };
    let known = match known {
        Some((known, is_same_config)) if known.url().is_none() || is_there(known, is_same_config) => {
            Some(known)
        }
        _ => None,
    };
    let mut violations = Violations::new();
    let path_of_call = if matches!(spec, TaskSpec::Wait(_)) { &path.key("request") } else { path };
    if let Some(headers) = headers_mut(spec) {
        violations.take(unmask_headers(headers, known.and_then(headers_of), path_of_call));
    }
    if let TaskSpec::Wait(wait) = spec
        && let Some(abandon) = &mut wait.abandon
    {
        let known = match known {
            Some(TaskSpec::Wait(known)) => known.abandon.as_deref().filter(|known| known.url == abandon.url),
            _ => None,
        };
        let headers = known.map(|known| &known.headers);
        violations.take(unmask_headers(&mut abandon.headers, headers, &path.key("abandon")));
    }
    if let Some((member, connection)) = connection_mut(spec) {
        let known = known.and_then(connection_of);
        let unmasked = unmask_connection(connection, known, &path.key(member));
        violations.take(unmasked.map_err(Violations::from));
    }
    violations.into_result(())
}

/// Replaces each mask that a client sent back by the value it masks in `known`.
///
/// # Errors
/// A violation below `path` (the path of the headers' parent) for a mask without a value in `known`.
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
            None => violations.push(unknown_mask(path.key("headers").key(name))),
        }
    }
    violations.into_result(())
}

/// `connection` with its mask replaced by the password in `known`. Only if it is otherwise unchanged, so that
/// a password never goes to another destination.
///
/// # Errors
/// A violation at `path` for a mask without a value in `known`.
pub fn unmask_connection(
    connection: &mut Template,
    known: Option<&Template>,
    path: &Path,
) -> Result<(), Violation> {
    if !connection.as_str().contains(MASK) {
        return Ok(());
    }
    match known {
        Some(known) if connection_url(known) == connection.as_str() => {
            known.clone_into(connection);
            Ok(())
        }
        _ => Err(unknown_mask(path.clone())),
    }
}

/// Masks the credentials of `spec` that answers do not tell.
pub fn mask(spec: &mut TaskSpec) {
    if let Some(headers) = headers_mut(spec) {
        mask_headers(headers);
    }
    if let TaskSpec::Wait(wait) = spec
        && let Some(abandon) = &mut wait.abandon
    {
        mask_headers(&mut abandon.headers);
    }
    if let Some((_, connection)) = connection_mut(spec) {
        mask_connection(connection);
    }
}

/// Masks the values of headers that contain credentials.
pub fn mask_headers(headers: &mut BTreeMap<String, Template>) {
    for (name, value) in headers {
        if header_template(name, value) == MASK {
            *value = Template::literal(MASK);
        }
    }
}

/// Masks the password of a connection.
pub fn mask_connection(connection: &mut Template) {
    let masked = match connection_url(connection) {
        masked if masked == connection.as_str() => return,
        masked => masked.into_owned(),
    };
    *connection = Template::parse(&masked, &Path::body()).unwrap_or_else(|_| Template::literal(&masked));
}

fn unknown_mask(path: Path) -> Violation {
    Violation::new(path, "masked", "is the mask of a value, not a value")
        .hint("answers don't tell credentials: send the credential itself")
}

/// The URL with a password of a database or a mail server.
fn connection_of(spec: &TaskSpec) -> Option<&Template> {
    match spec {
        TaskSpec::Database(database) => database.connection.as_ref(),
        TaskSpec::Email(email) => Some(&email.server),
        _ => None,
    }
}

/// The same to be changed, with the name of its member.
fn connection_mut(spec: &mut TaskSpec) -> Option<(&'static str, &mut Template)> {
    match spec {
        TaskSpec::Database(database) => Some(("connection", database.connection.as_mut()?)),
        TaskSpec::Email(email) => Some(("server", &mut email.server)),
        _ => None,
    }
}

fn headers_of(spec: &TaskSpec) -> Option<&BTreeMap<String, Template>> {
    match spec {
        TaskSpec::Http(http) | TaskSpec::ApiCall(http) => Some(&http.headers),
        TaskSpec::Webhook(webhook) => Some(&webhook.http.headers),
        TaskSpec::Graphql(graphql) => Some(&graphql.headers),
        TaskSpec::Wait(wait) => Some(&wait.request.headers),
        TaskSpec::Database(_)
        | TaskSpec::Email(_)
        | TaskSpec::Script(_)
        | TaskSpec::Custom(_)
        | TaskSpec::Simulated(_)
        | TaskSpec::Todo(_)
        | TaskSpec::Reminder(_)
        | TaskSpec::CalendarEvent(_)
        | TaskSpec::Monitor(_) => None,
    }
}

fn headers_mut(spec: &mut TaskSpec) -> Option<&mut BTreeMap<String, Template>> {
    match spec {
        TaskSpec::Http(http) | TaskSpec::ApiCall(http) => Some(&mut http.headers),
        TaskSpec::Webhook(webhook) => Some(&mut webhook.http.headers),
        TaskSpec::Graphql(graphql) => Some(&mut graphql.headers),
        TaskSpec::Wait(wait) => Some(&mut wait.request.headers),
        TaskSpec::Database(_)
        | TaskSpec::Email(_)
        | TaskSpec::Script(_)
        | TaskSpec::Custom(_)
        | TaskSpec::Simulated(_)
        | TaskSpec::Todo(_)
        | TaskSpec::Reminder(_)
        | TaskSpec::CalendarEvent(_)
        | TaskSpec::Monitor(_) => None,
    }
}

#[cfg(test)]
mod tests;
