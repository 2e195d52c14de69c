//! What a caller writes about a config, read and checked; all its faults at once.

use beadle_values::violation::{Path, Violation, Violations};
use serde_json::{Map, Value, json};

use super::{Config, Profile};
use crate::{
    policy::StatedPolicy,
    task::draft::{description, name},
};

/// The part of a config that its owner writes.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigDraft {
    /// See [`Config::name`].
    pub name: String,
    /// See [`Config::description`].
    pub description: Option<String>,
    /// See [`Config::shared`].
    pub shared: bool,
    /// See [`Config::profile`].
    pub profile: Profile,
}

impl ConfigDraft {
    /// The members beside those of the profile.
    const MEMBERS: [&'static str; 3] = ["name", "description", "shared"];

    /// Reads a config as the body of a request gives it.
    ///
    /// # Errors
    /// Every fault of it, unknown members included.
    pub fn parse(body: &Value, path: &Path) -> Result<Self, Violations> {
        let Some(body) = body.as_object() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
        };
        let mut violations = Violations::new();
        let known = |name: &str| {
            Self::MEMBERS.contains(&name)
                || Profile::MEMBERS.contains(&name)
                || StatedPolicy::MEMBERS.contains(&name)
        };
        for name in body.keys().filter(|name| !known(name)) {
            let hint = format!("members: {}, {}", Self::MEMBERS.join(", "), Profile::MEMBERS.join(", "));
            let unknown = Violation::new(path.key(name), "unknown_field", "is not known here");
            violations.push(unknown.hint(hint));
        }
        let present = |name: &str| body.get(name).filter(|value| !value.is_null());
        let name = name(present("name"), path, &mut violations);
        let description = description(present("description"), path, &mut violations);
        let shared = match present("shared").map(Value::as_bool) {
            None => false,
            Some(Some(shared)) => shared,
            Some(None) => {
                violations.add(path.key("shared"), "type_error", "must be true or false");
                false
            }
        };
        let profile = violations.take(Profile::parse(body, path));
        match (name, profile) {
            (Some(name), Some(profile)) if violations.is_empty() => {
                Ok(Self { name, description, shared, profile })
            }
            _ => Err(violations),
        }
    }

    /// The members that `config` would be written with: what answers tell and what PUT and PATCH start from.
    pub fn document(config: &Config) -> Map<String, Value> {
        let Profile {
            base_url,
            connection,
            headers,
            query,
            auth,
            variables,
            policy,
            rate_limit,
            concurrency,
            breaker,
            egress,
        } = &config.profile;
        let policy = serde_json::to_value(policy).unwrap_or_default();
        let members = json!({
            "name": config.name,
            "description": config.description,
            "shared": config.shared,
            "base_url": base_url,
            "connection": connection,
            "headers": headers,
            "query": query,
            "auth": auth,
            "variables": variables,
            "timeout_ms": policy.get("timeout_ms"),
            "retry": policy.get("retry"),
            "rate_limit": rate_limit,
            "concurrency": concurrency,
            "breaker": breaker,
            "egress": egress,
        });
        match members {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }
}

#[cfg(test)]
mod tests;
