//! An event about a user, as it is told.

use utoipa::ToSchema;

/// What happened to a user elsewhere.
#[derive(ToSchema)]
#[schema(example = json!({"type": "user.deleted", "user_id": "ada"}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct EventRequest {
    /// What happened: `user.deleted` or `subscription.changed`.
    r#type: EventName,
    /// To whom.
    #[schema(min_length = 1, max_length = 255)]
    user_id: String,
    /// The level from now on, for `subscription.changed`: `free`, `basic`, `pro` or `enterprise`.
    level: Option<LevelName>,
}

/// What can happen to a user.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes names that the domain reads")]
pub(crate) enum EventName {
    #[serde(rename = "user.deleted")]
    UserDeleted,
    #[serde(rename = "subscription.changed")]
    SubscriptionChanged,
}

/// A subscription level.
#[derive(ToSchema)]
#[schema(as = SubscriptionLevel)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "describes names that the domain reads")]
pub(crate) enum LevelName {
    Free,
    Basic,
    Pro,
    Enterprise,
}
