//! Asks the gates of the owner and of the config last, when all is ready to be sent: what they let through is sent at once.

use std::ops::ControlFlow;

use beadle_application::port::StoreError;
use beadle_domain::{call::Outgoing, execution::conclude::Outcome};

use super::{
    Job,
    judge::{Judged, Told},
    prepare::{Prepared, Shown},
};
use crate::{
    Ports,
    gate::{GateAdmission, Held, OwnerAdmission, Pass, Reported},
};

/// An execution that may make its call.
#[derive(Debug)]
pub struct Passed {
    pub(super) job: Job,
    pub(super) outgoing: Outgoing,
    pub(super) shown: Shown,
    /// One of the calls that its owner may make at once; `None` where any number may be made.
    pub(super) of_owner: Option<Held>,
    /// The right to make the call; `None` where nothing limits it.
    pub(super) pass: Option<Pass>,
}

/// Lets the execution through, or breaks off with the time to come back at.
///
/// # Errors
/// [`StoreError`] when it can't be told.
pub async fn pass(ports: &Ports, prepared: Prepared) -> Result<ControlFlow<Judged, Passed>, StoreError> {
    let Prepared { job, outgoing, shown } = prepared;
    let of_owner = match job.owners_concurrency {
        None => None,
        Some(most) => match ports.gates.admit_owner(&job.execution.request.owner, most, job.hops).await? {
            OwnerAdmission::Go(held) => Some(held),
            OwnerAdmission::Defer { due, hold } => {
                let outcome = Outcome::Deferred { due, hold };
                return Ok(ControlFlow::Break(Judged::without_call(job, outcome)));
            }
        },
    };
    let Some(config) = &job.config else {
        return Ok(ControlFlow::Continue(Passed { job, outgoing, shown, of_owner, pass: None }));
    };
    Ok(match ports.gates.admit(config, &job.execution, job.hops).await? {
        GateAdmission::Go(pass) => {
            ControlFlow::Continue(Passed { job, outgoing, shown, of_owner, pass: Some(pass) })
        }
        GateAdmission::Defer { due, hold } => {
            ControlFlow::Break(Judged::without_call(job, Outcome::Deferred { due, hold }))
        }
    })
}

/// Tells the gates what the call came to. They may say that it told about the destination and not about the execution: then
/// the attempt does not count.
pub(super) async fn report(ports: &Ports, job: &Job, told: Option<Told>, outcome: Outcome) -> Outcome {
    let (Some(config), Some(Told { pass, verdict, took })) = (&job.config, told) else { return outcome };
    match ports.gates.report(config, pass, verdict, took).await {
        Reported::Settle => outcome,
        Reported::Defer { due, hold } => Outcome::Deferred { due, hold },
    }
}
