//! Response to an event about a user.

use beadle_application::{account::Closed, account::Handled, account::LevelChange};
use beadle_values::id::OwnerId;
use serde::Serialize;

/// Result of an event about a user.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = EventResult))]
pub(crate) struct EventResponse<'a> {
    /// Type of the event.
    #[cfg_attr(test, schema(example = "user.deleted"))]
    r#type: &'a str,
    /// Id of the user.
    user_id: &'a str,
    /// Whether the event is fully processed. If not, send the same request again to continue.
    finished: bool,
    /// Number of API keys revoked by this request.
    api_keys: usize,
    /// Number of tasks deleted by this request.
    tasks: usize,
    /// Number of executions cancelled by this request.
    executions: usize,
    /// Number of configs removed by this request.
    configs: usize,
    /// Number of tasks paused because they exceed the limits of the new level.
    paused: usize,
    /// Number of tasks resumed that had been paused because of a limit.
    resumed: usize,
    /// Number of executions released that had waited for a limit or for credits.
    released: usize,
}

impl<'a> EventResponse<'a> {
    pub(crate) fn of(kind: &'a str, user: &'a OwnerId, processed: &Handled) -> Self {
        let (closed, level) = match processed {
            Handled::Closed(closed) => (*closed, LevelChange::default()),
            Handled::Level(level) => (Closed::default(), *level),
        };
        Self {
            r#type: kind,
            user_id: user.as_str(),
            finished: processed.is_finished(),
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
