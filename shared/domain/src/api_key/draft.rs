//! What a caller writes about a key, read and checked; all its faults at once.

use beadle_values::{
    names::Named,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    access::{Role, Scope, Scopes},
    task::draft::name,
};

/// The part of a key that its maker writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyDraft {
    /// See [`super::ApiKey::name`].
    pub name: String,
    /// The role it is to act with; `None` for that of its maker.
    pub role: Option<Role>,
    /// See [`super::ApiKey::scopes`].
    pub scopes: Scopes,
    /// See [`super::ApiKey::expires_at`].
    pub expires_at: Option<Timestamp>,
}

impl ApiKeyDraft {
    const MEMBERS: [&'static str; 4] = ["name", "role", "scopes", "expires_at"];

    /// Reads a key as the body of a request gives it at `now`.
    ///
    /// # Errors
    /// Every fault of it, unknown members included.
    pub fn parse(body: &Value, path: &Path, now: Timestamp) -> Result<Self, Violations> {
        let Some(body) = body.as_object() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
        };
        let mut violations = Violations::new();
        for name in body.keys().filter(|name| !Self::MEMBERS.contains(&name.as_str())) {
            let unknown = Violation::new(path.key(name), "unknown_field", "is not known here");
            violations.push(unknown.hint(format!("members: {}", Self::MEMBERS.join(", "))));
        }
        let present = |name: &str| body.get(name).filter(|value| !value.is_null());
        let name = name(present("name"), path, &mut violations);
        let role = present("role").and_then(|value| read_role(value, path, &mut violations));
        let scopes = read_scopes(present("scopes"), path, &mut violations);
        let expires_at =
            present("expires_at").and_then(|value| read_expiry(value, path, now, &mut violations));
        match (name, scopes) {
            (Some(name), Some(scopes)) if violations.is_empty() => {
                Ok(Self { name, role, scopes, expires_at })
            }
            _ => Err(violations),
        }
    }
}

fn read_role(value: &Value, path: &Path, violations: &mut Violations) -> Option<Role> {
    let role = value.as_str().and_then(|text| text.parse().ok());
    if role.is_none() {
        violations.add(path.key("role"), "value_error", Role::UNKNOWN.to_string());
    }
    role
}

fn read_scopes(value: Option<&Value>, path: &Path, violations: &mut Violations) -> Option<Scopes> {
    let hint = Scope::UNKNOWN.to_string();
    let path = path.key("scopes");
    let Some(value) = value else {
        violations.push(Violation::new(path, "missing", "is required").hint(hint));
        return None;
    };
    let Some(names) = value.as_array().filter(|names| !names.is_empty()) else {
        violations
            .push(Violation::new(path, "type_error", "must be a list with at least one scope").hint(hint));
        return None;
    };
    let mut scopes = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        match name.as_str().and_then(|text| text.parse::<Scope>().ok()) {
            Some(scope) => scopes.push(scope),
            None => violations.push(Violation::new(path.index(index), "value_error", hint.clone())),
        }
    }
    Some(Scopes::of(scopes))
}

fn read_expiry(value: &Value, path: &Path, now: Timestamp, violations: &mut Violations) -> Option<Timestamp> {
    let path = path.key("expires_at");
    let Some(expiry) = value.as_str().and_then(|text| text.parse::<Timestamp>().ok()) else {
        let fault = Violation::new(path, "value_error", "must be a time as RFC 3339 writes it");
        violations.push(fault.hint("such as 2027-03-01T12:00:00Z, or null for a key that never expires"));
        return None;
    };
    if expiry <= now {
        violations.add(path, "value_error", "has passed already");
        return None;
    }
    Some(expiry)
}
