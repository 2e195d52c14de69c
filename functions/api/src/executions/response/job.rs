//! What is known of the job of an execution.

use beadle_domain::execution::{Execution, State};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

/// The job of a wait: when it was started, and when it was last heard of.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct JobResponse<'a> {
    /// Answer to its start.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    accepted_at: Timestamp,
    /// End of its time.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    deadline: Timestamp,
    /// Time at which it counts as lost unless it gives a sign of life before.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    lost_at: Option<Timestamp>,
    /// Next poll.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    next_poll_at: Option<Timestamp>,
    /// Number of polls.
    polls: u32,
    /// Latest heartbeat.
    heartbeat: Option<HeartbeatResponse<'a>>,
}

/// A sign of life of a job.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Heartbeat))]
pub(crate) struct HeartbeatResponse<'a> {
    /// Time.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    at: Timestamp,
    /// How much is done, 0 to 100.
    #[cfg_attr(test, schema(example = 40))]
    percent: Option<f64>,
    /// What the job does.
    message: Option<&'a str>,
    /// Whatever the job needs to go on from there.
    #[cfg_attr(test, schema(value_type = Option<Value>))]
    checkpoint: Option<&'a Value>,
}

impl<'a> JobResponse<'a> {
    /// The job of `execution`, once its start was answered.
    pub(super) fn of(execution: &'a Execution) -> Option<Self> {
        let progress = &execution.progress;
        let accepted = progress.job.accepted.as_ref()?;
        let attempt = match &progress.state {
            State::Running { attempt, .. } | State::Waiting { attempt, .. } => *attempt,
            _ => progress.attempts.last().map_or(1, |attempt| attempt.number),
        };
        let heartbeat = progress.job.heartbeat_of(attempt);
        let goes_on = !execution.status().is_final();
        Some(Self {
            accepted_at: accepted.at,
            deadline: accepted.deadline,
            lost_at: accepted.lost_at(heartbeat).filter(|_| goes_on),
            next_poll_at: accepted.poll.as_ref().map(|poll| poll.at).filter(|_| goes_on),
            polls: accepted.poll.as_ref().map_or(0, |poll| poll.made),
            heartbeat: heartbeat.map(|heartbeat| HeartbeatResponse {
                at: heartbeat.at,
                percent: heartbeat.percent,
                message: heartbeat.message.as_deref(),
                checkpoint: heartbeat.checkpoint.as_ref(),
            }),
        })
    }
}
