//! An API key as its owner writes it.

use beadle_values::{
    body,
    body::{Shape, custom, list, one_of, optional, required},
    time::{TimeError, UtcTime},
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    access::{Role, Scope, Scopes},
    labels::name,
};

body! {
    /// A new API key.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ApiKeyDraft as "ApiKeyRequest" {
        /// Its name, 1 to 255 characters.
        pub name: String = required(name()),
        /// The role it acts with: at most your own, which it has unless given.
        pub role: Option<Role> = optional(one_of().faulted("value_error")),
        /// The scopes of the role that it has: any of `read`, `execute`, `write`, `admin`.
        pub scopes: Scopes = required(
            list("scopes", one_of::<Scope>().faulted("value_error"))
                .min(1)
                .map(Scopes::of)
                .shown(|| json!({"example": ["read", "execute"]})),
        ),
        /// The time from which on it is invalid; null for never.
        pub expires_at: Option<UtcTime> =
            optional(custom(expiry, |_| json!({"type": "string", "format": "date-time"}))),
    }
    example {"name": "ci", "scopes": ["read", "execute"], "expires_at": "2099-01-01T00:00:00Z"}
}

impl ApiKeyDraft {
    /// Reads a key that is requested at `now`.
    ///
    /// # Errors
    /// All its faults, unknown members included.
    pub fn parse_at(body: &Value, now: Timestamp, path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let draft = violations.take(Self::parse(body, path));
        let place = path.key("expires_at");
        let expires_at = body.get("expires_at").and_then(|value| expiry(value, &place).ok());
        if expires_at.is_some_and(|expiry| expiry.timestamp() <= now) {
            violations.add(place, "value_error", "has passed already");
        }
        match draft {
            Some(draft) if violations.is_empty() => Ok(draft),
            _ => Err(violations),
        }
    }
}

fn expiry(value: &Value, path: &Path) -> Result<UtcTime, Violations> {
    let time = value.as_str().ok_or(TimeError::NotATime).and_then(str::parse);
    time.map_err(|fault| {
        Violation::new(path.clone(), "value_error", fault.to_string())
            .hint(format!("{}; or null for a key that never expires", fault.hint()))
            .into()
    })
}
