//! What an execution waits for whose job is at another system.

use jiff::Timestamp;

use super::Decision;
use crate::execution::{Awaited, Execution, JobRecord, job::Heartbeat};

/// What the waiting attempt `attempt` waits for, and when its job was last heard of.
pub(super) fn waits(execution: &Execution, attempt: u32, what: Awaited) -> String {
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
    text
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

/// The reports that came too late.
pub(super) fn late(job: &JobRecord) -> Option<Decision> {
    let late = job.late.as_ref()?;
    let times = if late.times == 1 { "a report".to_owned() } else { format!("{} reports", late.times) };
    let detail = format!("{times} of its job came too late, the last one at {}", late.at);
    Some(Decision { at: late.at, what: "late_report", detail })
}
