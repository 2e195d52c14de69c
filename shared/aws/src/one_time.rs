//! One-time schedules, which put messages on a queue that are due later than a queue can delay them.
//!
//! EventBridge Scheduler is precise to the minute, not to the second: an [`at` expression] runs at some time
//! within its minute. So a message is scheduled for the last whole minute that ends before it is due, and its
//! receiver delays it for the rest with the queue's own delay, which is exact.
//!
//! [`at` expression]: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time

use aws_sdk_scheduler::{
    Client,
    error::BuildError,
    types::{
        ActionAfterCompletion, DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy,
        Target,
    },
};
use beadle_application::port::QueueError;
use beadle_domain::execution::Message;
use beadle_values::cause::Cause;
use jiff::{Timestamp, tz::TimeZone};

use crate::errors::failed;

/// How long a schedule retries when it can't reach the queue, in seconds: the maximum.
const MAX_AGE: i32 = 86_400;

/// Puts messages on a queue at a later time.
#[derive(Debug, Clone)]
pub(crate) struct OneTimeSchedules {
    client: Client,
    group: String,
    role_arn: String,
    dead_letter_arn: Option<String>,
}

impl OneTimeSchedules {
    /// The largest message in a schedule, in bytes; its input may have 256 KB.
    pub const MAX_BODY: usize = 200 * 1024;

    /// Schedules in `group`, which assume the role `role_arn`. What can't be delivered goes to the queue `dead_letter_arn`.
    pub fn new(client: Client, group: String, role_arn: String, dead_letter_arn: Option<String>) -> Self {
        Self { client, group, role_arn, dead_letter_arn }
    }

    /// Puts `body`, the JSON of `message`, on the queue `queue_arn` shortly before `due`. There is one
    /// schedule for each version of an execution and each time, so a repeated call finds it created.
    ///
    /// The message has no group: a schedule can only set one for a FIFO queue.
    pub async fn send_at(
        &self,
        due: Timestamp,
        message: &Message,
        body: &str,
        queue_arn: &str,
    ) -> Result<(), QueueError> {
        let unbuilt = |error: BuildError| QueueError::Unavailable(Cause::new("schedule a message", error));
        let dead_letters =
            self.dead_letter_arn.as_ref().map(|arn| DeadLetterConfig::builder().arn(arn).build());
        let target = Target::builder()
            .arn(queue_arn)
            .role_arn(&self.role_arn)
            .input(without_placeholders(body))
            .retry_policy(RetryPolicy::builder().maximum_event_age_in_seconds(MAX_AGE).build())
            .set_dead_letter_config(dead_letters)
            .build()
            .map_err(unbuilt)?;
        let window = FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build();
        let window = window.map_err(unbuilt)?;
        let call = self
            .client
            .create_schedule()
            .name(name(message, due))
            .group_name(&self.group)
            .schedule_expression(expression(due))
            .flexible_time_window(window)
            .action_after_completion(ActionAfterCompletion::Delete)
            .target(target);
        match call.send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_conflict_exception()) => {
                Ok(())
            }
            Err(error) => Err(QueueError::Unavailable(failed("schedule a message", error))),
        }
    }
}

/// The name of the schedule that sends `message` at `due`. A wait that is put off, since its job has given a sign of life,
/// has another schedule under the same version: the one before may not be deleted yet.
fn name(message: &Message, due: Timestamp) -> String {
    let execution = message.execution();
    let of_version = format!("{}-v{}", execution.id(), execution.version());
    if message.due().is_none_or(|first| first == due) {
        return of_version;
    }
    format!("{of_version}-{}", due.as_second().div_euclid(60))
}

/// The last whole minute that ends at or before `due`.
fn expression(due: Timestamp) -> String {
    let minute = due.as_second().div_euclid(60).saturating_sub(1);
    let minute = Timestamp::from_second(minute.saturating_mul(60)).unwrap_or(due);
    format!("at({})", minute.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S"))
}

/// The same JSON with `<` escaped, so that EventBridge Scheduler does not replace `<aws.scheduler.…>` in a
/// caller's data. In JSON the character only occurs in strings, where it may be escaped.
fn without_placeholders(body: &str) -> String {
    body.replace("<aws.scheduler.", "\\u003caws.scheduler.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_arrives_at_most_two_minutes_early_and_never_late() {
        for (due, expected) in [
            ("2027-01-01T10:00:00Z", "at(2027-01-01T09:59:00)"),
            ("2027-01-01T10:00:59.999Z", "at(2027-01-01T09:59:00)"),
            ("2027-01-01T00:00:30Z", "at(2026-12-31T23:59:00)"),
        ] {
            assert_eq!(expression(due.parse().unwrap()), expected, "{due}");
        }
    }

    #[test]
    fn a_wait_that_is_put_off_has_another_schedule() {
        let json = serde_json::json!({
            "v": "1",
            "execution": {
                "request": {
                    "id": "exe_01930000000070008000000000000001", "owner": "ada",
                    "spec": {"type": "http", "config": {"method": "GET", "url": "https://a.example/"}},
                    "policy": {"timeout_ms": 1000, "retry": {"max_retries": 0, "strategy": "fixed", "delay_ms": 1}},
                    "trigger": {"kind": "api"}, "created_at": "2027-01-01T00:00:00Z"
                },
                "progress": {
                    "version": 3, "updated_at": "2027-01-01T00:00:00Z",
                    "state": {"status": "waiting", "attempt": 1, "until": "2027-01-01T10:00:00Z", "what": "callback"}
                }
            }
        });
        let message: Message = serde_json::from_value(json).unwrap();
        let name = |due: &str| name(&message, due.parse().unwrap());
        assert_eq!(name("2027-01-01T10:00:00Z"), "exe_01930000000070008000000000000001-v3");
        let later = name("2027-01-01T11:00:00Z");
        assert_eq!(later, "exe_01930000000070008000000000000001-v3-29980020");
        assert!(later.len() <= 64, "the most that EventBridge Scheduler takes");
    }

    #[test]
    fn placeholders_in_the_data_of_a_caller_are_escaped() {
        let body = r#"{"body":"<aws.scheduler.execution-id> < b"}"#;
        let sent = without_placeholders(body);
        assert!(!sent.contains("<aws."));
        let (before, after): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(body).unwrap(), serde_json::from_str(&sent).unwrap());
        assert_eq!(before, after);
    }
}
