//! An event about a user, as it is told.

use utoipa::ToSchema;

/// What happened to a user elsewhere.
#[derive(ToSchema)]
#[schema(example = json!({"type": "user.deleted", "user_id": "ada"}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct EventRequest {
    /// What happened: `user.deleted` or `subscription.changed`.
    r#type: String,
    /// To whom.
    #[schema(min_length = 1, max_length = 255)]
    user_id: String,
    /// The level from now on, for `subscription.changed`: `free`, `basic`, `pro` or `enterprise`.
    level: Option<String>,
}
