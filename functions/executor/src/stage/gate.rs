//! Asks the gates of the owner and of the config. This is the last stage before the call, because a granted
//! pass is valid only for a moment.

use std::ops::ControlFlow;

use beadle_application::port::StoreError;
use beadle_domain::execution::{Hold, HoldKind, conclude::Outcome};
use jiff::Timestamp;
use tokio::time;

use super::{GateReport, Job, Redaction, evaluate::Evaluated, job::Work, prepare::Prepared, run::Allowance};
use crate::{
    Ports,
    gate::{GateAdmission, OwnerAdmission, Pass, PermitGuard, Reported},
};

/// How often an execution waits for a slot. A slot is lost if it comes too late for it, or if the time of the call
/// has come and there is no permit.
const MAX_WAITS: usize = 3;

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

/// Passes the gates, or breaks with a deferral. Whoever has a slot of the config's rate limit waits for it here, a
/// second or two at most and not beyond what `deadline` leaves for the call. It waits without permits, which others
/// can use meanwhile, and asks again then.
///
/// # Errors
/// [`StoreError`] if a gate can't be read or written.
pub async fn pass(
    ports: &Ports,
    prepared: Prepared,
    deadline: Option<Timestamp>,
) -> Result<ControlFlow<Evaluated, Passed>, StoreError> {
    let Prepared { mut job, work, redaction } = prepared;
    let mut slot = None;
    for _ in 0..MAX_WAITS {
        let owner_permit = match owners_permit(ports, &job).await? {
            ControlFlow::Continue(permit) => permit,
            ControlFlow::Break(outcome) => return Ok(deferred(job, outcome)),
        };
        let Some(config) = &job.config else {
            return Ok(ControlFlow::Continue(Passed { job, work, redaction, owner_permit, pass: None }));
        };
        match ports.gates.admit(config, &job.execution, job.hops, slot.take()).await? {
            GateAdmission::Go(pass) => {
                let kept = &mut job.execution.progress.job.permit_shard;
                *kept = pass.job_shard().or(*kept);
                let passed = Passed { job, work, redaction, owner_permit, pass: Some(pass) };
                return Ok(ControlFlow::Continue(passed));
            }
            GateAdmission::Wait(ahead) => {
                drop(owner_permit);
                if !Allowance::leaves(ahead.wait(), ports.clock.now(), deadline) {
                    break;
                }
                time::sleep(ahead.wait()).await;
                slot = Some(ahead);
            }
            GateAdmission::Defer { due, hold } => return Ok(deferred(job, Outcome::Deferred { due, hold })),
        }
    }
    let hold = Hold::new(HoldKind::OutOfTime, "the function's time was up before it could run");
    let due = ports.clock.now();
    Ok(deferred(job, Outcome::Deferred { due, hold }))
}

/// The owner's permit, if its concurrency is limited.
async fn owners_permit(
    ports: &Ports,
    job: &Job,
) -> Result<ControlFlow<Outcome, Option<PermitGuard>>, StoreError> {
    let Some(most) = job.owners_concurrency else { return Ok(ControlFlow::Continue(None)) };
    let request = &job.execution.request;
    Ok(match ports.gates.admit_owner(&request.owner, most, request.priority, job.hops).await? {
        OwnerAdmission::Go(permit) => ControlFlow::Continue(Some(permit)),
        OwnerAdmission::Defer { due, hold } => ControlFlow::Break(Outcome::Deferred { due, hold }),
    })
}

fn deferred(job: Job, outcome: Outcome) -> ControlFlow<Evaluated, Passed> {
    ControlFlow::Break(Evaluated::without_call(job, outcome))
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
