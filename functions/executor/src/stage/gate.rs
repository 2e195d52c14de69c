//! Asks the gates of the owner and of the config. This is the last stage before the call, because a granted
//! pass is valid only for a moment.

use std::ops::ControlFlow;

use beadle_application::port::StoreError;
use beadle_domain::{call::Outgoing, execution::conclude::Outcome};

use super::{GateReport, Job, Redaction, evaluate::Evaluated, prepare::Prepared};
use crate::{
    Ports,
    gate::{GateAdmission, OwnerAdmission, Pass, PermitGuard, Reported},
};

/// An execution that may make its call.
#[derive(Debug)]
pub struct Passed {
    pub(super) job: Job,
    pub(super) outgoing: Outgoing,
    pub(super) redaction: Redaction,
    /// The owner's permit for the call; `None` if the owner's concurrency is not limited.
    pub(super) owner_permit: Option<PermitGuard>,
    /// The config's pass for the call; `None` without a config.
    pub(super) pass: Option<Pass>,
}

/// Passes the gates, or breaks with a deferral.
///
/// # Errors
/// [`StoreError`] if a gate can't be read or written.
pub async fn pass(ports: &Ports, prepared: Prepared) -> Result<ControlFlow<Evaluated, Passed>, StoreError> {
    let Prepared { job, outgoing, redaction } = prepared;
    let owner_permit = match job.owners_concurrency {
        None => None,
        Some(most) => match ports.gates.admit_owner(&job.execution.request.owner, most, job.hops).await? {
            OwnerAdmission::Go(permit) => Some(permit),
            OwnerAdmission::Defer { due, hold } => {
                let outcome = Outcome::Deferred { due, hold };
                return Ok(ControlFlow::Break(Evaluated::without_call(job, outcome)));
            }
        },
    };
    let Some(config) = &job.config else {
        return Ok(ControlFlow::Continue(Passed { job, outgoing, redaction, owner_permit, pass: None }));
    };
    Ok(match ports.gates.admit(config, &job.execution, job.hops).await? {
        GateAdmission::Go(pass) => {
            ControlFlow::Continue(Passed { job, outgoing, redaction, owner_permit, pass: Some(pass) })
        }
        GateAdmission::Defer { due, hold } => {
            ControlFlow::Break(Evaluated::without_call(job, Outcome::Deferred { due, hold }))
        }
    })
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
