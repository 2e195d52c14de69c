//! Waits for the end of an execution: by its event stream where the server has one, by asking again otherwise.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};

use super::super::Session;
use crate::{
    client::{Error, Result, events::Events, lookup::Noun},
    output::bar,
};

/// The first pause between two questions; each is longer than the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// Where nothing limits the wait.
const FOREVER: Duration = Duration::from_secs(10 * 365 * 86_400);

/// The execution `id` once it has ended; `changed` is called with each state on the way, the last one included.
///
/// # Errors
/// [`Error::StillRunning`] if that takes longer than `limit`, and what the requests return.
pub async fn until_end(
    session: &Session,
    id: &str,
    limit: Option<Duration>,
    mut changed: impl FnMut(&Value) -> Result<()>,
) -> Result<Value> {
    let spinner = bar::spinner(&session.output, id);
    let path = format!("{}/{id}", Noun::Execution.list());
    let deadline = Instant::now() + limit.unwrap_or(FOREVER);
    let mut last = Value::Null;
    let mut seen = |execution: &Value| {
        let state = [&execution["status"], &execution["attempts"], &execution["job"]].map(Value::clone);
        let state = Value::Array(state.into());
        if state == last {
            return Ok(());
        }
        last = state;
        spinner.suspend(|| changed(execution))
    };
    let following = async {
        let mut pause = FIRST_PAUSE;
        loop {
            if let Some(mut events) = Events::open(&session.client, &format!("{path}/events")).await? {
                while let Some(event) = events.next().await {
                    if event.name == "execution" {
                        seen(&event.data)?;
                        if is_final(&event.data) {
                            break;
                        }
                    }
                }
            }
            let execution = session.client.get(&path).await?;
            seen(&execution)?;
            if is_final(&execution) {
                return Ok(execution);
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    };
    let ended = timeout_at(deadline, following).await;
    spinner.finish_and_clear();
    ended.unwrap_or_else(|_| {
        let limit = limit.unwrap_or(FOREVER);
        Err(Error::StillRunning(format!("{id} has not ended after {limit:?}")))
    })
}

/// Whether nothing follows this status.
pub fn is_final(execution: &Value) -> bool {
    matches!(execution["status"].as_str(), Some("completed" | "failed" | "cancelled"))
}

/// Whether an execution that has ended has completed.
///
/// # Errors
/// [`Error::Unsuccessful`] if it has not.
pub fn outcome(execution: &Value) -> Result<()> {
    let text = |member: &str| execution[member].as_str();
    let (id, status) = (text("id").unwrap_or_default(), text("status").unwrap_or_default());
    if status == "completed" {
        return Ok(());
    }
    let verb = if status == "cancelled" { "was cancelled" } else { status };
    let why = text("error_message").or_else(|| text("cancel_reason"));
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    Err(Error::Unsuccessful(format!("{id} {verb}{why}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_completed_went_well() {
        assert!(outcome(&json!({"id": "exe_1", "status": "completed"})).is_ok());
        let failed =
            outcome(&json!({"id": "exe_1", "status": "failed", "error_message": "HTTP 500"})).unwrap_err();
        assert_eq!((failed.exit_code(), failed.to_string()), (3, "exe_1 failed: HTTP 500".into()));
        let cancelled =
            outcome(&json!({"id": "exe_1", "status": "cancelled", "cancel_reason": null})).unwrap_err();
        assert_eq!((cancelled.exit_code(), cancelled.to_string()), (3, "exe_1 was cancelled".into()));
    }
}
