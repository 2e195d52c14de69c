//! The scheduler: one EventBridge schedule for each task with a schedule, named by the task, in the stack's
//! group.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_scheduler::{
    Client,
    error::{BuildError, ProvideErrorMetadata, SdkError},
    primitives::DateTime,
    types::{
        ActionAfterCompletion, DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy,
        Target,
    },
};
use beadle_application::port::{Arming, Clock, Scheduler, SchedulerError};
use beadle_values::{cause::Cause, id::TaskId};
use jiff::Timestamp;
use serde_json::json;

use crate::{errors, settings::SchedulerSettings};

/// How long an undeliverable tick is retried, in seconds: by then a later one has come.
const MAX_AGE: i32 = 3_600;

/// The most retries: the maximum.
const MAX_RETRIES: i32 = 185;

/// EventBridge Scheduler.
pub struct EventBridgeScheduler {
    client: Client,
    settings: SchedulerSettings,
    clock: Arc<dyn Clock>,
}

/// A schedule in EventBridge's terms.
struct Rendered {
    name: String,
    expression: String,
    timezone: String,
    start: Option<DateTime>,
    end: Option<DateTime>,
    window: FlexibleTimeWindow,
    target: Target,
}

/// The result of a create or an update.
enum Outcome {
    Done,
    /// A create found a schedule, or an update found none.
    Mismatch,
}

/// Fills in a create or an update of a schedule: their builders have the same methods, but no common trait.
macro_rules! scheduled {
    ($call:expr, $group:expr, $rendered:expr) => {
        $call
            .name(&$rendered.name)
            .group_name(&$group)
            .schedule_expression(&$rendered.expression)
            .schedule_expression_timezone(&$rendered.timezone)
            .set_start_date($rendered.start)
            .set_end_date($rendered.end)
            .flexible_time_window($rendered.window.clone())
            .target($rendered.target.clone())
            .action_after_completion(ActionAfterCompletion::Delete)
    };
}

impl EventBridgeScheduler {
    /// The scheduler of `settings`.
    pub fn new(client: Client, settings: SchedulerSettings, clock: Arc<dyn Clock>) -> Self {
        Self { client, settings, clock }
    }

    fn render(&self, arming: &Arming, now: Timestamp) -> Result<Rendered, SchedulerError> {
        let schedule = &arming.schedule;
        let rejected = |error: BuildError| SchedulerError::Rejected(Cause::new("describe a schedule", error));
        let window = match schedule.flexible_window_minutes() {
            Some(minutes) => FlexibleTimeWindow::builder()
                .mode(FlexibleTimeWindowMode::Flexible)
                .maximum_window_in_minutes(i32::from(minutes)),
            None => FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off),
        };
        let dead_letters =
            self.settings.dead_letter_arn.as_ref().map(|arn| DeadLetterConfig::builder().arn(arn).build());
        let retry = RetryPolicy::builder()
            .maximum_event_age_in_seconds(MAX_AGE)
            .maximum_retry_attempts(MAX_RETRIES)
            .build();
        let target = Target::builder()
            .arn(&self.settings.tick_queue_arn)
            .role_arn(&self.settings.role_arn)
            .input(tick(arming))
            .retry_policy(retry)
            .set_dead_letter_config(dead_letters);
        Ok(Rendered {
            name: arming.task.to_string(),
            expression: schedule.expression(),
            timezone: schedule.timezone().to_owned(),
            start: schedule.start_date(now, arming.anchor).map(date),
            end: schedule.end().map(date),
            window: window.build().map_err(rejected)?,
            target: target.build().map_err(rejected)?,
        })
    }

    async fn create(&self, rendered: &Rendered) -> Result<Outcome, SchedulerError> {
        let call = scheduled!(self.client.create_schedule(), self.settings.group, rendered);
        match call.send().await {
            Ok(_) => Ok(Outcome::Done),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_conflict_exception()) => {
                Ok(Outcome::Mismatch)
            }
            Err(error) => Err(failed("create a schedule", error)),
        }
    }

    async fn update(&self, rendered: &Rendered) -> Result<Outcome, SchedulerError> {
        let call = scheduled!(self.client.update_schedule(), self.settings.group, rendered);
        match call.send().await {
            Ok(_) => Ok(Outcome::Done),
            Err(error)
                if error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()) =>
            {
                Ok(Outcome::Mismatch)
            }
            Err(error) => Err(failed("update a schedule", error)),
        }
    }
}

#[async_trait]
impl Scheduler for EventBridgeScheduler {
    /// Removes a schedule that is never due again: EventBridge rejects one whose end has passed.
    async fn arm(&self, arming: &Arming) -> Result<(), SchedulerError> {
        let now = self.clock.now();
        if arming.schedule.next_tick(now, arming.anchor).is_none() {
            return self.disarm(arming.task).await;
        }
        let rendered = self.render(arming, now)?;
        // The first version is most likely new, a later one most likely an update; if not, the other call
        // follows.
        let new = arming.schedule_version <= 1;
        for create in [new, !new] {
            let outcome = if create { self.create(&rendered).await? } else { self.update(&rendered).await? };
            if matches!(outcome, Outcome::Done) {
                return Ok(());
            }
        }
        Err(SchedulerError::Unavailable(
            format!("the schedule of {} keeps being created and removed", arming.task).into(),
        ))
    }

    async fn disarm(&self, task: TaskId) -> Result<(), SchedulerError> {
        let call = self.client.delete_schedule().name(task.to_string()).group_name(&self.settings.group);
        match call.send().await {
            Ok(_) => Ok(()),
            Err(error)
                if error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()) =>
            {
                Ok(())
            }
            Err(error) => Err(failed("remove a schedule", error)),
        }
    }
}

/// The payload of a tick; EventBridge fills in the time. See [`beadle_domain::tick::Tick`].
fn tick(arming: &Arming) -> String {
    json!({
        "task_id": arming.task,
        "schedule_version": arming.schedule_version,
        "scheduled_time": "<aws.scheduler.scheduled-time>",
    })
    .to_string()
}

fn date(time: Timestamp) -> DateTime {
    DateTime::from_millis(time.as_millisecond())
}

fn failed<E, R>(doing: &str, error: SdkError<E, R>) -> SchedulerError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let rejected = error.code() == Some("ValidationException");
    let cause = errors::failed(doing, error);
    if rejected { SchedulerError::Rejected(cause) } else { SchedulerError::Unavailable(cause) }
}
