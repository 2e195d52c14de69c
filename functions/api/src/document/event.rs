//! An event about a user, as it is told.

use beadle_domain::account::SubscriptionLevel;
use serde_json::Value;
use utoipa::ToSchema;

/// What happened to a user elsewhere.
#[derive(ToSchema)]
#[serde(untagged)]
#[schema(example = json!({"type": "user.deleted", "user_id": "ada"}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum EventRequest {
    /// A user is gone.
    Deleted(UserDeleted),
    /// A user has another subscription.
    Changed(SubscriptionChanged),
}

/// A user is gone.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct UserDeleted {
    /// What happened.
    r#type: UserDeletedName,
    /// To whom.
    #[schema(min_length = 1, max_length = 255)]
    user_id: String,
    /// It is of no interest any more.
    level: Option<Value>,
}

/// A user has another subscription.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct SubscriptionChanged {
    /// What happened.
    r#type: SubscriptionChangedName,
    /// To whom.
    #[schema(min_length = 1, max_length = 255)]
    user_id: String,
    /// The level from now on: `free`, `basic`, `pro` or `enterprise`.
    level: SubscriptionLevel,
}

/// The name of what happened.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes names that the domain reads")]
pub(crate) enum UserDeletedName {
    #[serde(rename = "user.deleted")]
    UserDeleted,
}

/// The name of what happened.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes names that the domain reads")]
pub(crate) enum SubscriptionChangedName {
    #[serde(rename = "subscription.changed")]
    SubscriptionChanged,
}
