//! Types that several stages share.

use std::{sync::Arc, time::Duration};

use beadle_application::port::{SandboxWork, SentSecrets};
use beadle_domain::{
    call::{JobStep, Outgoing, Redactor},
    config::Config,
    destination::Credential,
    execution::{Cancellation, Execution, Output, State, conclude::Outcome, job::Reported},
    function::RanFunction,
    gate::Verdict,
    policy::RunPolicy,
    task::Task,
};

use crate::gate::Pass;

/// An execution on its way through the stages after its claim.
#[derive(Debug)]
pub(crate) struct Job {
    /// The claimed execution. Its version fences every later write.
    pub(crate) execution: Box<Execution>,
    /// Its task, if that was read just before its claim.
    pub(crate) task: Option<Box<Task>>,
    /// Its config, as read for this attempt.
    pub(crate) config: Option<Arc<Config>>,
    /// The policy of this attempt.
    pub(crate) policy: RunPolicy,
    /// The timeout that the lease of its claim covers.
    pub(crate) leased_for: Duration,
    /// How many calls its owner may have in flight; `None` for no limit.
    pub(crate) owners_concurrency: Option<u32>,
    /// Whether runs of its task wait for one another, so that its end lets the next one begin.
    pub(crate) hands_over: bool,
    /// How often it was deferred.
    pub(crate) hops: u32,
    /// How long its message waited beyond its due time, if known.
    pub(crate) queue_age: Option<Duration>,
    /// Whether its call was cut off after it was sent.
    pub(crate) cut_off: bool,
    /// Which call about its job it makes, once that has been started.
    pub(crate) step: Option<JobStep>,
    /// Whether its job was asked to stop.
    pub(crate) is_abandoned: bool,
    /// The report that its outcome comes from, if it comes from one.
    pub(crate) reported: Option<Reported>,
    /// What this attempt and those before it wrote; `None` if this one runs neither a script nor a function.
    pub(crate) output: Option<Output>,
    /// The version of the function that it calls.
    pub(crate) function: Option<RanFunction>,
}

/// What an attempt does.
#[derive(Debug)]
pub(crate) enum Work {
    /// A call.
    Call(Outgoing),
    /// A script or a function.
    Sandbox(SandboxWork),
}

impl Job {
    pub(super) fn new(execution: Box<Execution>, hops: u32, queue_age: Option<Duration>) -> Self {
        let policy = execution.request.policy.clone();
        let leased_for = policy.timeout;
        Self {
            execution,
            task: None,
            config: None,
            policy,
            leased_for,
            owners_concurrency: None,
            hands_over: false,
            hops,
            queue_age,
            cut_off: false,
            step: None,
            is_abandoned: false,
            reported: None,
            output: None,
            function: None,
        }
    }

    /// Notes the request to cancel it; the result is the outcome of the attempt.
    pub(super) fn cancelled(&mut self, cancellation: Cancellation) -> Outcome {
        let reason = cancellation.reason;
        self.execution.progress.cancellation.get_or_insert(cancellation);
        Outcome::Cancelled { reason }
    }

    /// The number of the attempt, from 1.
    pub(super) fn attempt(&self) -> u32 {
        match self.execution.state() {
            State::Running { attempt, .. } => *attempt,
            _ => 1,
        }
    }
}

/// The secrets of the request, which must not be stored or logged.
#[derive(Debug)]
pub(crate) struct Redaction {
    /// Masks them in what comes back.
    pub(crate) redactor: Redactor,
    /// The credential of the request, if it has one, and the texts that were sent of it.
    pub(crate) credential: Option<(Credential, SentSecrets)>,
}

/// The report of a call to the gates.
#[derive(Debug)]
pub(crate) struct GateReport {
    pub(crate) pass: Pass,
    pub(crate) verdict: Verdict,
    pub(crate) took: Duration,
}
