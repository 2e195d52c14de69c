//! Events of other services about users (seed 003): a user was deleted, or has another subscription.

use beadle_values::{
    body,
    body::{Body, Names, ObjectSchema, Schemas, Shape, as_object, one_of, parsed, refuse_unknown, required},
    id::OwnerId,
    names,
    names::Named,
    schema_for_utoipa,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::account::SubscriptionLevel;

names! {
    /// The type of an event about a user: its `detail-type` on EventBridge.
    pub enum AccountEventKind, noun "event type" {
        /// See [`AccountEvent::UserDeleted`].
        UserDeleted = "user.deleted",
        /// See [`AccountEvent::SubscriptionChanged`].
        SubscriptionChanged = "subscription.changed",
    }
}

/// Something that happened to a user elsewhere.
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
    /// The user it is about.
    pub fn user(&self) -> &OwnerId {
        match self {
            Self::UserDeleted { user } | Self::SubscriptionChanged { user, .. } => user,
        }
    }

    /// Reads an event of kind `kind` that happened at `at`: `user_id`, and `level` (or `subscription_level`) for a change of
    /// subscription. Other members are left alone.
    ///
    /// # Errors
    /// All its faults.
    pub fn parse(
        kind: &str,
        members: &Map<String, Value>,
        at: Timestamp,
        path: &Path,
    ) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let event = match kind.parse() {
            Ok(AccountEventKind::UserDeleted) => Deleted::read(members, path, &mut violations)
                .map(|Deleted { user_id }| Self::UserDeleted { user: user_id }),
            Ok(AccountEventKind::SubscriptionChanged) => Changed::read(members, path, &mut violations)
                .map(|Changed { user_id, level }| Self::SubscriptionChanged { user: user_id, level, at }),
            Err(unknown) => {
                Deleted::read(members, path, &mut violations);
                let fault = Violation::new(path.key("type"), "value_error", unknown.to_string());
                violations.push(fault.hint(unknown.choices()));
                None
            }
        };
        event.ok_or(violations)
    }
}

body! {
    /// A user is gone.
    struct Deleted {
        /// The user.
        user_id: OwnerId = required(user()),
    }
}

body! {
    /// A user has another subscription.
    struct Changed {
        /// The user.
        user_id: OwnerId = required(user()),
        /// The level from now on.
        level: SubscriptionLevel = required(one_of().faulted("value_error")).alias("subscription_level"),
    }
}

fn user() -> impl Shape<Value = OwnerId> {
    parsed("value_error")
        .fault("must be the id of a user")
        .shown(|| json!({"minLength": 1, "maxLength": 255}))
}

/// The body of `POST /api/v1/events`: an event as the API takes it, without members of its sender's own.
#[derive(Debug)]
pub enum EventRequest {}

impl EventRequest {
    /// The members that the API takes.
    const MEMBERS: [&'static str; 3] = ["type", "user_id", "level"];

    /// Reads an event that is received at `at`; answers its kind too.
    ///
    /// # Errors
    /// All its faults, unknown members included.
    pub fn parse<'b>(
        body: &'b Value,
        at: Timestamp,
        path: &Path,
    ) -> Result<(&'b str, AccountEvent), Violations> {
        let members = as_object(body, path)?;
        let names = Names { known: Self::MEMBERS.to_vec(), ..Names::default() };
        let mut violations = Violations::new();
        refuse_unknown(members, &names, &[], path, &mut violations);
        let kind = members.get("type").and_then(Value::as_str);
        if kind.is_none() {
            let missing = Violation::new(path.key("type"), "missing", "is required");
            violations.push(missing.hint(AccountEventKind::UNKNOWN.choices()));
        }
        let kind = violations.into_result(kind.unwrap_or_default())?;
        Ok((kind, AccountEvent::parse(kind, members, at, path)?))
    }

    fn schema(schemas: &mut Schemas) -> Value {
        schemas.named("EventRequest", |schemas| {
            let mut gone = kind_of("UserDeleted", AccountEventKind::UserDeleted, schemas);
            Deleted::describe(&mut gone, schemas);
            gone.member("level", "Not used for a user who is gone.", json!({}), false);
            let gone = schemas.named("UserDeleted", |schemas| gone.finish("A user is gone.", None, schemas));
            let mut changed = kind_of("SubscriptionChanged", AccountEventKind::SubscriptionChanged, schemas);
            Changed::describe(&mut changed, schemas);
            // The API takes one name of it, the bus two.
            changed.properties.shift_remove("subscription_level");
            changed.any_of.clear();
            changed.required.push("level".to_owned());
            let changed = schemas.named("SubscriptionChanged", |schemas| {
                changed.finish("A user has another subscription.", None, schemas)
            });
            json!({
                "description": "An event of a user in another service.",
                "example": {"type": "user.deleted", "user_id": "ada"},
                "anyOf": [gone, changed],
            })
        })
    }
}

/// An event with its `type`.
fn kind_of(name: &str, kind: AccountEventKind, schemas: &mut Schemas) -> ObjectSchema {
    let mut object = ObjectSchema::named(name);
    let kind = schemas.named(&format!("{name}Name"), |_| json!({"type": "string", "enum": [kind]}));
    object.member("type", "What happened.", kind, false);
    object.required.push("type".to_owned());
    object
}

schema_for_utoipa!(EventRequest, "EventRequest", EventRequest::schema);

#[cfg(test)]
mod tests {
    use rstest::rstest;

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
