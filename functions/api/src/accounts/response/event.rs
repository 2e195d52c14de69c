//! What came of an event, as it is answered.

use beadle_application::{account::Closed, account::Handled, account::LevelChange};
use beadle_values::id::OwnerId;
use serde::Serialize;
use utoipa::ToSchema;

/// What came of an event about a user.
#[derive(Serialize, ToSchema)]
#[schema(as = EventResult)]
pub(crate) struct EventResponse<'a> {
    /// What was told.
    #[schema(example = "user.deleted")]
    r#type: &'a str,
    /// About whom.
    user_id: &'a str,
    /// Whether nothing is left to do; otherwise the same request again goes on.
    finished: bool,
    /// How many API keys this request revoked.
    api_keys: usize,
    /// How many tasks this request deleted.
    tasks: usize,
    /// How many executions this request cancelled.
    executions: usize,
    /// How many configs this request removed.
    configs: usize,
    /// How many tasks were paused, since they no longer fit the new level.
    paused: usize,
    /// How many tasks that had been paused for a limit go on.
    resumed: usize,
    /// How many executions that waited for a limit or for credits go on.
    released: usize,
}

impl<'a> EventResponse<'a> {
    pub(crate) fn of(kind: &'a str, user: &'a OwnerId, handled: &Handled) -> Self {
        let (closed, level) = match handled {
            Handled::Closed(closed) => (*closed, LevelChange::default()),
            Handled::Level(level) => (Closed::default(), *level),
        };
        Self {
            r#type: kind,
            user_id: user.as_str(),
            finished: handled.is_finished(),
            api_keys: closed.api_keys,
            tasks: closed.tasks,
            executions: closed.executions,
            configs: closed.configs,
            paused: level.tasks.paused,
            resumed: level.tasks.resumed,
            released: level.released,
        }
    }
}
