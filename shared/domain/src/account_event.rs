//! Events of other services about users (seed 003): a user was deleted, or has another subscription.

use beadle_values::{
    id::OwnerId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::account::SubscriptionLevel;

/// An event about a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountEvent {
    /// `user.deleted`: the user was deleted.
    UserDeleted {
        /// The user.
        user: OwnerId,
    },
    /// `subscription.changed`: the user has another level.
    SubscriptionChanged {
        /// The user.
        user: OwnerId,
        /// The new level.
        level: SubscriptionLevel,
        /// When it changed.
        at: Timestamp,
    },
}

impl AccountEvent {
    /// The kinds of events: detail types on EventBridge.
    pub const KINDS: [&'static str; 2] = ["user.deleted", "subscription.changed"];

    /// The user of the event.
    pub fn user(&self) -> &OwnerId {
        match self {
            Self::UserDeleted { user } | Self::SubscriptionChanged { user, .. } => user,
        }
    }

    /// Parses an event of kind `kind` with these members that was sent at `at`: `user_id`, and `level` (or
    /// `subscription_level`) for a change of subscription. Other members are ignored.
    ///
    /// # Errors
    /// Every violation.
    pub fn parse(
        kind: &str,
        members: &Map<String, Value>,
        at: Timestamp,
        path: &Path,
    ) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let user = read(members, &["user_id"], path, "must be the id of a user", &mut violations);
        match kind {
            "user.deleted" => match user {
                Some(user) if violations.is_empty() => Ok(Self::UserDeleted { user }),
                _ => Err(violations),
            },
            "subscription.changed" => {
                let names = &["level", "subscription_level"];
                let expects = "must be one of free, basic, pro, enterprise";
                match (user, read(members, names, path, expects, &mut violations)) {
                    (Some(user), Some(level)) => Ok(Self::SubscriptionChanged { user, level, at }),
                    _ => Err(violations),
                }
            }
            _ => {
                let violation =
                    Violation::new(path.key("type"), "value_error", "is no event that is listened to");
                violations.push(violation.hint(format!("one of {}", Self::KINDS.join(", "))));
                Err(violations)
            }
        }
    }
}

/// Parses the first of `names` that is present.
fn read<T: std::str::FromStr>(
    members: &Map<String, Value>,
    names: &[&str],
    path: &Path,
    expects: &'static str,
    violations: &mut Violations,
) -> Option<T> {
    let name = names.iter().find(|name| members.get(**name).is_some_and(|value| !value.is_null()));
    let Some(name) = name else {
        violations.add(path.key(names.first().copied().unwrap_or_default()), "missing", "is required");
        return None;
    };
    let value = members.get(*name).and_then(Value::as_str).and_then(|text| text.parse().ok());
    if value.is_none() {
        violations.add(path.key(*name), "value_error", expects);
    }
    value
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    const AT: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn parse(kind: &str, members: &Value) -> Result<AccountEvent, Vec<String>> {
        AccountEvent::parse(kind, members.as_object().unwrap(), AT, &Path::body())
            .map_err(|violations| violations.iter().map(|violation| violation.path.to_string()).collect())
    }

    #[test]
    fn parses_events_and_ignores_other_members() {
        let user = OwnerId::parse("ada").unwrap();
        let gone = parse("user.deleted", &json!({"user_id": "ada", "deleted_by": "ops"}));
        assert_eq!(gone, Ok(AccountEvent::UserDeleted { user: user.clone() }));
        for member in ["level", "subscription_level"] {
            let changed = parse("subscription.changed", &json!({"user_id": "ada", member: "pro"}));
            let level = SubscriptionLevel::Pro;
            assert_eq!(changed, Ok(AccountEvent::SubscriptionChanged { user: user.clone(), level, at: AT }));
        }
    }

    #[rstest]
    #[case("user.deleted", json!({}), &["body.user_id"])]
    #[case("user.deleted", json!({"user_id": ""}), &["body.user_id"])]
    #[case("subscription.changed", json!({"user_id": 7, "level": "gold"}), &["body.user_id", "body.level"])]
    #[case("subscription.changed", json!({}), &["body.user_id", "body.level"])]
    #[case("user.renamed", json!({"user_id": "ada"}), &["body.type"])]
    fn rejects_anything_else(#[case] kind: &str, #[case] members: Value, #[case] places: &[&str]) {
        assert_eq!(parse(kind, &members).unwrap_err(), places);
    }
}
