//! One message, from its arrival to its acknowledgement.

use std::{future::Future, ops::ControlFlow, panic::AssertUnwindSafe, sync::Arc};

use beadle_application::port::{
    Accounts, Authorizer, Clock, Configs, DatabaseCaller, Delivery, Executions, HttpCaller, Jitter, Queue,
    RunExecutions, Secrets, Tasks,
};
use beadle_domain::policy::RateLimit;
use beadle_runtime::Metrics;
use futures_util::FutureExt;
use jiff::Timestamp;

use crate::{
    HandleError,
    gate::Gates,
    stage::{admit, claim, gate, judge, parse, prepare, run, settle, simulate},
};

/// What the executor asks of the world.
#[derive(Clone)]
pub struct Ports {
    /// Claims, keeps and settles executions.
    pub runs: Arc<dyn RunExecutions>,
    /// Reads what the tasks came to that a task runs after.
    pub executions: Arc<dyn Executions>,
    /// Takes messages that come early or are to be sent again.
    pub queue: Arc<dyn Queue>,
    /// Knows whether a task is still there.
    pub tasks: Arc<dyn Tasks>,
    /// Pauses the schedules of webhooks that are gone.
    pub task_writer: Arc<dyn Tasks>,
    /// Knows what their owners may use.
    pub accounts: Arc<dyn Accounts>,
    /// Knows what they use.
    pub usage: Arc<dyn Accounts>,
    /// Knows the configs that executions name.
    pub configs: Arc<dyn Configs>,
    /// The rate limit of configs that state none.
    pub rate_limit: Option<RateLimit>,
    /// The gates of configs.
    pub gates: Arc<Gates>,
    /// Reads secrets.
    pub secrets: Arc<dyn Secrets>,
    /// Puts credentials on requests.
    pub authorizer: Arc<dyn Authorizer>,
    /// Calls destinations.
    pub caller: Arc<dyn HttpCaller>,
    /// Runs statements on databases.
    pub databases: Arc<dyn DatabaseCaller>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub jitter: Arc<dyn Jitter>,
    /// Takes notice.
    pub metrics: Arc<dyn Metrics>,
}

/// Runs executions.
pub struct Executor {
    pub(crate) ports: Ports,
    pub(crate) concurrency: usize,
}

impl Executor {
    /// An executor that runs all messages of a batch at once.
    pub fn new(ports: Ports) -> Self {
        Self { ports, concurrency: usize::MAX }
    }

    /// The same, with at most `concurrency` messages of a batch at once; at least one.
    #[must_use]
    pub fn with_concurrency(self, concurrency: usize) -> Self {
        Self { concurrency: concurrency.max(1), ..self }
    }

    /// Handles what the queue delivered; `Ok` means that it is done with, whatever became of the task. `deadline` is when
    /// the process is stopped, if it is; one that is over or hours away is taken for none.
    ///
    /// # Errors
    /// [`HandleError`] when it has to come again.
    pub async fn handle(&self, delivery: Delivery, deadline: Option<Timestamp>) -> Result<(), HandleError> {
        guarded(async {
            match delivery {
                Delivery::Claimed { execution, hops } => {
                    self.drive(claim::Claimed::before(execution, hops), deadline).await
                }
                Delivery::Message(message) => self.take(parse::Parsed::from(message), None, deadline).await,
            }
        })
        .await
    }

    /// Handles the body of a message that was sent at `sent_at`.
    ///
    /// # Errors
    /// [`HandleError`] when it has to come again.
    pub async fn handle_raw(
        &self,
        body: &str,
        sent_at: Option<Timestamp>,
        deadline: Option<Timestamp>,
    ) -> Result<(), HandleError> {
        guarded(async { self.take(parse::parse(body)?, sent_at, deadline).await }).await
    }

    async fn take(
        &self,
        parsed: parse::Parsed,
        sent_at: Option<Timestamp>,
        deadline: Option<Timestamp>,
    ) -> Result<(), HandleError> {
        match claim::claim(&self.ports, parsed, sent_at).await? {
            ControlFlow::Continue(claimed) => self.drive(claimed, deadline).await,
            ControlFlow::Break(()) => Ok(()),
        }
    }

    /// Makes the attempt; `None` when somebody else has taken the execution over.
    async fn attempt(
        &self,
        admitted: admit::Admitted,
        deadline: Option<Timestamp>,
    ) -> Result<Option<judge::Judged>, HandleError> {
        let admitted = match simulate::simulate(admitted) {
            ControlFlow::Continue(admitted) => admitted,
            ControlFlow::Break(judged) => return Ok(Some(judged)),
        };
        let prepared = match prepare::prepare(&self.ports, admitted).await? {
            ControlFlow::Continue(prepared) => prepared,
            ControlFlow::Break(judged) => return Ok(Some(judged)),
        };
        let passed = match gate::pass(&self.ports, prepared).await? {
            ControlFlow::Continue(passed) => passed,
            ControlFlow::Break(judged) => return Ok(Some(judged)),
        };
        Ok(match run::run(&self.ports, passed, deadline).await {
            run::Run::Ran(ran) => Some(judge::judge(&self.ports, *ran).await),
            run::Run::NotRun(judged) => Some(*judged),
            run::Run::Lost => None,
        })
    }

    async fn drive(&self, claimed: claim::Claimed, deadline: Option<Timestamp>) -> Result<(), HandleError> {
        let judged = match admit::admit(&self.ports, claimed).await? {
            ControlFlow::Break(judged) => judged,
            ControlFlow::Continue(admitted) => match self.attempt(admitted, deadline).await? {
                Some(judged) => judged,
                None => return Ok(()),
            },
        };
        settle::settle(&self.ports, judged).await
    }
}

/// A panic fails the message that it comes from and no other.
async fn guarded(work: impl Future<Output = Result<(), HandleError>>) -> Result<(), HandleError> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or(Err(HandleError::Panicked))
}
