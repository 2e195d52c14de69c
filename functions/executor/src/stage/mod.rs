//! The stages of an execution, a file each. `Parsed → Claimed → Admitted → Prepared → Passed → Ran → Judged`; a stage that
//! ends the way early hands its verdict straight to [`settle`].

pub mod admit;
pub mod claim;
pub mod gate;
pub mod judge;
pub mod parse;
pub mod prepare;
pub mod run;
pub mod settle;
pub mod simulate;

use std::{sync::Arc, time::Duration};

use beadle_domain::{
    config::Config,
    execution::{Execution, State},
    policy::RunPolicy,
};

/// What every stage after the claim carries on.
#[derive(Debug)]
pub(crate) struct Job {
    /// The claimed execution; its version is the fence.
    pub(crate) execution: Box<Execution>,
    /// The config it names, as it stands for this attempt.
    pub(crate) config: Option<Arc<Config>>,
    /// The policy in force for this attempt.
    pub(crate) policy: RunPolicy,
    /// How many calls its owner may make at once; `None` where nothing limits them.
    pub(crate) owners_concurrency: Option<u32>,
    /// How often it was put off.
    pub(crate) hops: u32,
    /// How long its message waited beyond its time, where that is known.
    pub(crate) queue_age: Option<Duration>,
}

impl Job {
    fn new(execution: Box<Execution>, hops: u32, queue_age: Option<Duration>) -> Self {
        let policy = execution.request.policy.clone();
        Self { execution, config: None, policy, owners_concurrency: None, hops, queue_age }
    }

    /// The attempt that is made, counted from 1.
    fn attempt(&self) -> u32 {
        match self.execution.state() {
            State::Running { attempt, .. } => *attempt,
            _ => 1,
        }
    }
}
