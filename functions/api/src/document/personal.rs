//! What todos, reminders and events of a calendar say.

use utoipa::ToSchema;

/// What a todo, a reminder or an event of a calendar says: `notes` and `checklist` of a todo, the `message` of a reminder,
/// and the other members of an event.
#[derive(ToSchema)]
#[schema(as = PersonalConfig, example = json!({"notes": "by Friday", "checklist": [{"text": "call the bank", "done": false}]}))]
#[expect(dead_code, reason = "describes what the domain reads and writes")]
pub(crate) struct PersonalDocument {
    /// What to know about it, at most 10,000 characters.
    #[schema(max_length = 10000)]
    notes: Option<String>,
    /// The steps of a todo, at most 100.
    #[schema(max_items = 100)]
    checklist: Option<Vec<ChecklistItemDocument>>,
    /// What a reminder says, at most 2,000 characters.
    #[schema(max_length = 2000)]
    message: Option<String>,
    /// Where an event takes place, at most 1,000 characters.
    #[schema(max_length = 1000)]
    location: Option<String>,
    /// The mail addresses of those who take part, at most 100.
    #[schema(max_items = 100)]
    attendees: Option<Vec<String>>,
    /// How long an event takes, in milliseconds.
    #[schema(minimum = 1000)]
    duration_ms: Option<u64>,
    /// Whether an event takes whole days, in UTC.
    all_day: Option<bool>,
}

/// A step of a todo.
#[derive(ToSchema)]
#[schema(as = ChecklistItem)]
#[expect(dead_code, reason = "describes what the domain reads and writes")]
pub(crate) struct ChecklistItemDocument {
    /// What to do.
    #[schema(min_length = 1, max_length = 500)]
    text: String,
    /// Whether it is done.
    done: bool,
}
