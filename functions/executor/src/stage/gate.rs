//! Asks the gates of the owner and of the config. This is the last stage before the call, because a granted
//! pass is valid only for a moment.

use std::{ops::ControlFlow, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::execution::{Hold, HoldKind, conclude::Outcome};
use beadle_values::duration;
use jiff::Timestamp;

use super::{GateReport, Job, Redaction, evaluate::Evaluated, job::Work, prepare::Prepared, run::Allowance};
use crate::{
    Ports,
    gate::{GateAdmission, LocalWait, OwnerAdmission, Pass, PermitGuard, Reported},
};

/// How long an execution waits at most, and how often. For a permit it looks several times within two seconds; a slot is
/// lost if it comes too late for it, or if the time of the call has come and there is no permit, and then it waits for
/// another one. The lease of its claim is thirty seconds longer than its timeout.
const MAX_WAITING: Duration = Duration::from_secs(6);
const MAX_WAITS: usize = 40;

/// An execution that may make its call.
#[derive(Debug)]
pub struct Passed {
    pub(super) job: Job,
    pub(super) work: Work,
    pub(super) redaction: Redaction,
    /// The owner's permit for the call; `None` if the owner's concurrency is not limited.
    pub(super) owner_permit: Option<PermitGuard>,
    /// The config's pass for the call; `None` without a config.
    pub(super) pass: Option<Pass>,
}

/// Passes the gates, or breaks with a deferral. Whoever has a slot of the config's rate limit or is next to a permit waits for
/// it here, a second or two at most and not beyond what `deadline` leaves for the call. It waits without permits, which
/// others can use meanwhile, and asks again then.
///
/// # Errors
/// [`StoreError`] if a gate can't be read or written.
pub async fn pass(
    ports: &Ports,
    prepared: Prepared,
    deadline: Option<Timestamp>,
) -> Result<ControlFlow<Evaluated, Passed>, StoreError> {
    let Prepared { mut job, work, redaction } = prepared;
    let (mut waited, begun) = (None, ports.clock.now());
    for _ in 0..MAX_WAITS {
        let admitted = match owners_admission(ports, &job, &mut waited).await? {
            None => Ok(None),
            Some(OwnerAdmission::Go(permit)) => Ok(Some(permit)),
            Some(OwnerAdmission::Wait(wait)) => Err(wait),
            Some(OwnerAdmission::Defer { due, hold }) => return Ok(deferred(job, due, hold)),
        };
        let wait = match admitted {
            Err(wait) => wait,
            Ok(owner_permit) => {
                let Some(config) = &job.config else {
                    let passed = Passed { job, work, redaction, owner_permit, pass: None };
                    return Ok(ControlFlow::Continue(passed));
                };
                match ports.gates.admit(config, &job.execution, job.hops, waited.take()).await? {
                    GateAdmission::Go(pass) => {
                        let kept = &mut job.execution.progress.job.permit_shard;
                        *kept = pass.job_shard().or(*kept);
                        let passed = Passed { job, work, redaction, owner_permit, pass: Some(pass) };
                        return Ok(ControlFlow::Continue(passed));
                    }
                    GateAdmission::Wait(wait) => wait,
                    GateAdmission::Defer { due, hold } => return Ok(deferred(job, due, hold)),
                }
            }
        };
        let now = ports.clock.now();
        let is_long = duration::between(begun, now) >= MAX_WAITING;
        if is_long || !Allowance::leaves(wait.length(), now, deadline) {
            break;
        }
        // What it has waited for before is not kept from others meanwhile.
        drop(waited.take());
        wait.end().await;
        waited = Some(wait);
    }
    let hold = Hold::new(HoldKind::OutOfTime, "the function's time was up before it could run");
    let due = ports.clock.now();
    Ok(deferred(job, due, hold))
}

/// Whether the owner's calls leave room for this one; `None` if their number is not limited.
async fn owners_admission(
    ports: &Ports,
    job: &Job,
    waited: &mut Option<LocalWait>,
) -> Result<Option<OwnerAdmission>, StoreError> {
    let Some(most) = job.owners_concurrency else { return Ok(None) };
    let request = &job.execution.request;
    ports.gates.admit_owner(&request.owner, most, request.priority, job.hops, waited).await.map(Some)
}

fn deferred(job: Job, due: Timestamp, hold: Hold) -> ControlFlow<Evaluated, Passed> {
    ControlFlow::Break(Evaluated::without_call(job, Outcome::Deferred { due, hold }))
}

/// Reports the call result to the gates. A half-open breaker may defer instead: the failure then says
/// something about the destination, so no retry is used up.
pub(super) async fn report(
    ports: &Ports,
    job: &Job,
    gate_report: Option<GateReport>,
    outcome: Outcome,
) -> Outcome {
    let (Some(config), Some(GateReport { pass, verdict, took })) = (&job.config, gate_report) else {
        return outcome;
    };
    match ports.gates.report(config, pass, verdict, took).await {
        Reported::Settle => outcome,
        Reported::Defer { due, hold } => Outcome::Deferred { due, hold },
    }
}
