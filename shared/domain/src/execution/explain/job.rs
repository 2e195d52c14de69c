//! What an execution waits for whose job is at another system.

use jiff::Timestamp;

use super::Decision;
use crate::{
    config::Config,
    execution::{Awaited, Execution, FailureCode, JobRecord, State, job::Heartbeat},
    gate::GateView,
};

/// What the waiting attempt `attempt` waits for, when its job was last heard of, and which permit it keeps.
pub(super) fn waits(
    execution: &Execution,
    attempt: u32,
    what: Awaited,
    config: Option<&Config>,
    gate: Option<&GateView>,
) -> String {
    let job = &execution.progress.job;
    let awaited = match what {
        Awaited::Time => "the end of its time",
        Awaited::Callback => "a callback",
        Awaited::Poll => "the answer to a poll that says that its job has ended",
        Awaited::CallbackOrPoll => "a callback, or the answer to a poll that says that its job has ended",
    };
    let Some(accepted) = &job.accepted else { return format!("attempt {attempt} waits for {awaited}") };
    let mut text = format!(
        "attempt {attempt} started a job at {} and waits for {awaited}, until {} at most",
        accepted.at, accepted.deadline
    );
    match job.heartbeat_of(attempt) {
        Some(heartbeat) => text.push_str(&heard(heartbeat)),
        None => text.push_str("; no heartbeat has come"),
    }
    if let Some(poll) = accepted.poll.as_ref().filter(|poll| poll.made > 0) {
        let times = if poll.made == 1 { "once".to_owned() } else { format!("{} times", poll.made) };
        text.push_str(&format!("; it was polled {times}"));
    }
    if job.permit_shard.is_some() {
        text.push_str(&keeps(config, gate));
    }
    text
}

/// That its job keeps a permit, and whether others wait for it.
fn keeps(config: Option<&Config>, gate: Option<&GateView>) -> String {
    let Some((config, most)) = config.and_then(|config| Some((config, config.profile.concurrency?))) else {
        return "; it keeps a permit of its config until the job has ended".to_owned();
    };
    let name = &config.name;
    let others = match gate.and_then(|gate| gate.in_use) {
        Some(in_use) if in_use >= most => ", and all of them are in use: other calls wait",
        _ => "",
    };
    format!("; it keeps one of the permits of the config `{name}` ({most}) until the job has ended{others}")
}

fn heard(heartbeat: &Heartbeat) -> String {
    let percent = heartbeat.percent.map(|percent| format!(" at {percent} %")).unwrap_or_default();
    let message = heartbeat.message.as_ref().map(|message| format!(": {message}")).unwrap_or_default();
    format!("; the last heartbeat came at {}{percent}{message}", heartbeat.at)
}

/// What happens to the waiting attempt next unless its job ends before.
pub(super) fn next(execution: &Execution, attempt: u32, until: Timestamp) -> (String, Timestamp) {
    let progress = &execution.progress;
    let Some(accepted) = &progress.job.accepted else {
        return (format!("attempt {attempt} is taken up again"), until);
    };
    if progress.cancellation.is_some() {
        return ("its job is told to stop, and it is cancelled".to_owned(), until);
    }
    let wakes = progress.wakes_at().unwrap_or(until);
    let polls = accepted.poll.as_ref().is_some_and(|poll| poll.at <= wakes);
    let loses = accepted.lost_at(progress.job.heartbeat_of(attempt)).is_some_and(|lost| lost <= wakes);
    let what = if wakes >= accepted.deadline {
        "it fails, since the time of its job is up"
    } else if polls {
        "its job is polled"
    } else if loses {
        "it fails unless a heartbeat comes before"
    } else {
        "its job is looked after"
    };
    (what.to_owned(), wakes)
}

/// How it was learnt that the job has ended, once it has.
pub(super) fn how_it_ended(execution: &Execution) -> Option<Decision> {
    let progress = &execution.progress;
    let job = &progress.job;
    if let Some(reported) = &job.reported {
        let detail = format!("a callback reported its job as {}", reported.end);
        return Some(Decision { at: reported.at, what: "job_reported", detail });
    }
    let poll = job.accepted.as_ref()?.poll.as_ref()?;
    let by_poll = match &progress.state {
        State::Completed { .. } => true,
        // The others mean that no report came.
        State::Failed { failure, .. } => {
            matches!(failure.code, FailureCode::JobFailed | FailureCode::HttpStatus)
        }
        _ => false,
    };
    let times = poll.made.saturating_add(1);
    let at = progress.state.ended_at().filter(|_| by_poll)?;
    let detail = format!("the answer to poll {times} of its job said how it ended");
    Some(Decision { at, what: "job_polled", detail })
}

/// The reports that came too late.
pub(super) fn late(job: &JobRecord) -> Option<Decision> {
    let late = job.late.as_ref()?;
    let times = if late.times == 1 { "a report".to_owned() } else { format!("{} reports", late.times) };
    let detail = format!("{times} of its job came too late, the last one at {}", late.at);
    Some(Decision { at: late.at, what: "late_report", detail })
}

#[cfg(test)]
mod tests;
