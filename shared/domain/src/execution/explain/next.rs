//! What an execution waits for, and what happens next.

use jiff::Timestamp;

use super::{
    AccountView, Next, WaitKind, WaitingFor, job,
    needed::{Needed, listed},
};
use crate::{
    config::Config,
    execution::{Awaited, Execution, State, TriggerKind},
    gate::GateView,
    task::Task,
};

pub(super) fn waiting_for(
    execution: &Execution,
    config: Option<&Config>,
    gate: Option<&GateView>,
    account: Option<&AccountView>,
    now: Timestamp,
) -> Option<WaitingFor> {
    let (kind, reason) = match execution.state() {
        State::Pending { due } if *due > now => {
            (WaitKind::Time, format!("it is to run at {due}, not before"))
        }
        State::Pending { .. } => (WaitKind::Runner, "it is in the queue and waits for a runner".to_owned()),
        State::Running { attempt, since, .. } => {
            (WaitKind::Attempt, format!("attempt {attempt} has been running since {since}"))
        }
        State::Retrying { attempt, due } if *due > now => {
            (WaitKind::RetryDelay, format!("the delay before attempt {attempt} lasts until {due}"))
        }
        State::Retrying { attempt, .. } => {
            (WaitKind::Runner, format!("attempt {attempt} is due and waits for a runner"))
        }
        State::Deferred { hold, .. } => (WaitKind::Hold(hold.kind), hold.reason.clone()),
        State::Waiting { attempt, until, what: Awaited::Time } => {
            (WaitKind::Time, format!("attempt {attempt} takes its time until {until}"))
        }
        State::Waiting { attempt, what, .. } => {
            (WaitKind::Job(*what), job::waits(execution, *attempt, *what, config, gate))
        }
        State::Completed { .. } | State::Failed { .. } | State::Cancelled { .. } => return None,
    };
    let (gate, account) = (gate.cloned(), account.copied());
    Some(WaitingFor { kind, reason, gate, account, execution: None, pause: None })
}

pub(super) fn next(
    execution: &Execution,
    config: Option<&Config>,
    task: Option<&Task>,
    needed: &[Needed],
    account: Option<&AccountView>,
    now: Timestamp,
) -> Option<Next> {
    let (what, at) = match execution.state() {
        State::Running { lease_until, .. } if execution.progress.cancel_requested => {
            ("its runner notices that it is to be cancelled, and stops".to_owned(), *lease_until)
        }
        State::Running { attempt, lease_until, .. } => {
            let what =
                format!("attempt {attempt} ends; should its runner have vanished, another one takes over");
            (what, *lease_until)
        }
        State::Waiting { attempt, until, what: Awaited::Time } => {
            (format!("attempt {attempt} is taken up again"), *until)
        }
        State::Waiting { attempt, until, .. } => job::next(execution, *attempt, *until),
        State::Pending { due } => {
            let ends = ends_instead(execution, config, task);
            let ends = ends.or_else(|| {
                let needed = listed(needed)?;
                Some(format!("it is cancelled unless they complete before it begins: {needed}"))
            });
            (ends.unwrap_or_else(|| "attempt 1 is made".to_owned()), *due)
        }
        State::Retrying { attempt, due } => (attempt_made(execution, *attempt, config, task), *due),
        State::Deferred { attempt, due, hold } => match ends_instead(execution, config, task) {
            Some(end) => (end, *due),
            None => {
                let asks = format!("attempt {attempt} asks again whether it may be made");
                match account.and_then(|account| account.outlook(hold.kind)) {
                    Some(outlook) => (format!("{asks}: {outlook}"), *due),
                    None => (asks, *due),
                }
            }
        },
        State::Completed { .. } | State::Failed { .. } | State::Cancelled { .. } => return None,
    };
    Some(Next { what, at: at.max(now) })
}

fn attempt_made(execution: &Execution, attempt: u32, config: Option<&Config>, task: Option<&Task>) -> String {
    ends_instead(execution, config, task).unwrap_or_else(|| format!("attempt {attempt} is made"))
}

/// What happens instead of the next attempt, if it will not be made.
fn ends_instead(execution: &Execution, config: Option<&Config>, task: Option<&Task>) -> Option<String> {
    let request = &execution.request;
    let scheduled = request.trigger.kind == TriggerKind::Schedule;
    let gone = request.task_id.is_some() && task.is_none_or(|task| task.deleted_at.is_some());
    if gone {
        return Some("it is cancelled, since its task was deleted".to_owned());
    }
    if scheduled && task.is_some_and(|task| task.paused) {
        return Some("it is cancelled, since its task is paused".to_owned());
    }
    let usable = config.is_some_and(|config| config.is_usable_by(&request.owner));
    (request.config_id.is_some() && !usable)
        .then(|| "it fails, since its config was deleted or may no longer be used".to_owned())
}
