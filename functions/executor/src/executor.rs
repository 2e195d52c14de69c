//! Handles one message from arrival to acknowledgement.

use std::{future::Future, ops::ControlFlow, panic::AssertUnwindSafe, sync::Arc};

use beadle_application::{
    port::{
        Accounts, Authorizer, Clock, Configs, DatabaseCaller, Delivery, HttpCaller, Jitter, MailSender,
        Queue, RunExecutions, Secrets, Tasks,
    },
    tick::TickService,
};
use beadle_domain::{
    callback::Callbacks,
    policy::{RateLimit, RunDefaults},
};
use beadle_runtime::{Metrics, Spans};
use futures_util::FutureExt;
use jiff::Timestamp;

use crate::{
    Code, HandleError, Record,
    gate::Gates,
    stage::{admit, claim, evaluate, gate, look_after, parse, prepare, run, settle, simulate, tick},
};

/// The ports of the executor.
#[derive(Clone)]
pub struct Ports {
    /// Claims, renews and saves executions, and reads the results of upstream tasks.
    pub runs: Arc<dyn RunExecutions>,
    /// Delays messages that arrive early, and sends messages again.
    pub queue: Arc<dyn Queue>,
    /// Reads tasks, and pauses the schedules of webhooks whose receiver is gone.
    pub tasks: Arc<dyn Tasks>,
    /// Reads and writes accounts, and reads what owners have used.
    pub accounts: Arc<dyn Accounts>,
    /// Reads the configs that executions name.
    pub configs: Arc<dyn Configs>,
    /// The policy of tasks that state none: an execution of a schedule is built again if its task changed.
    pub defaults: RunDefaults,
    /// The rate limit of configs that set none.
    pub rate_limit: Option<RateLimit>,
    /// The gates of configs and owners.
    pub gates: Arc<Gates>,
    /// Reads secrets.
    pub secrets: Arc<dyn Secrets>,
    /// Adds credentials to requests.
    pub authorizer: Arc<dyn Authorizer>,
    /// Calls HTTP destinations.
    pub caller: Arc<dyn HttpCaller>,
    /// Runs statements on databases.
    pub databases: Arc<dyn DatabaseCaller>,
    /// Sends mails.
    pub mails: Arc<dyn MailSender>,
    /// The address and keys of callbacks; `None` where they are not configured.
    pub callbacks: Option<Arc<Callbacks>>,
    /// Runs scripts and functions.
    pub code: Code,
    /// The current time.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub jitter: Arc<dyn Jitter>,
    /// Records metrics.
    pub metrics: Arc<dyn Metrics>,
    /// Takes the spans of attempts and executions.
    pub spans: Arc<dyn Spans>,
}

/// Runs executions.
pub struct Executor {
    pub(crate) ports: Ports,
    pub(crate) concurrency: usize,
    ticks: Option<TickService>,
}

impl Executor {
    /// An executor that runs all messages of a batch concurrently.
    pub fn new(ports: Ports) -> Self {
        Self { ports, concurrency: usize::MAX, ticks: None }
    }

    /// Runs at most `concurrency` messages of a batch at once, and at least one.
    #[must_use]
    pub fn with_concurrency(self, concurrency: usize) -> Self {
        Self { concurrency: concurrency.max(1), ..self }
    }

    /// Takes ticks of the scheduler beside messages, and runs what they ask for.
    #[must_use]
    pub fn with_ticks(self, ticks: TickService) -> Self {
        Self { ticks: Some(ticks), ..self }
    }

    /// Handles a delivery of the queue. `Ok` acknowledges the message, whatever the outcome of the task.
    /// `deadline` is when the process stops, if it does; a deadline that has passed or is hours away is
    /// ignored.
    ///
    /// # Errors
    /// [`HandleError`] if the message is to be delivered again.
    pub async fn handle(&self, delivery: Delivery, deadline: Option<Timestamp>) -> Result<(), HandleError> {
        catch_panic(async {
            match delivery {
                Delivery::Claimed { execution, hops } => {
                    self.drive(claim::Claimed::before(execution, hops), deadline).await
                }
                Delivery::Message(message) => {
                    let claimed = claim::claim(&self.ports, &message, None).await?;
                    self.go_on(claimed, deadline).await
                }
            }
        })
        .await
    }

    /// Handles a message, or a tick.
    ///
    /// # Errors
    /// [`HandleError`] if it is to be delivered again.
    pub async fn handle_record(
        &self,
        record: &Record<'_>,
        deadline: Option<Timestamp>,
    ) -> Result<(), HandleError> {
        catch_panic(async {
            let claimed = match (parse::parse(record.body)?, &self.ticks) {
                (parse::Parsed::Message(message), _) => {
                    claim::claim(&self.ports, &message, record.sent_at).await?
                }
                (parse::Parsed::Tick(tick), Some(ticks)) => {
                    let delivered = tick::Delivered { sent_at: record.sent_at, again: record.deliveries > 1 };
                    Box::pin(tick::begin(&self.ports, ticks, &tick, delivered)).await?
                }
                (parse::Parsed::Tick(_), None) => return Err(HandleError::NoTicks),
            };
            self.go_on(claimed, deadline).await
        })
        .await
    }

    async fn go_on(
        &self,
        claimed: ControlFlow<(), claim::Claimed>,
        deadline: Option<Timestamp>,
    ) -> Result<(), HandleError> {
        match claimed {
            ControlFlow::Continue(claimed) => self.drive(claimed, deadline).await,
            ControlFlow::Break(()) => Ok(()),
        }
    }

    /// Runs the attempt. `None` if another runner has taken the execution over.
    async fn attempt(
        &self,
        admitted: admit::Admitted,
        deadline: Option<Timestamp>,
    ) -> Result<Option<evaluate::Evaluated>, HandleError> {
        let admitted = match simulate::simulate(admitted) {
            ControlFlow::Continue(admitted) => admitted,
            ControlFlow::Break(evaluated) => return Ok(Some(evaluated)),
        };
        let admitted = match look_after::look_after(&self.ports, admitted) {
            ControlFlow::Continue(admitted) => admitted,
            ControlFlow::Break(evaluated) => return Ok(Some(evaluated)),
        };
        let prepared = match prepare::prepare(&self.ports, admitted).await? {
            ControlFlow::Continue(prepared) => prepared,
            ControlFlow::Break(evaluated) => return Ok(Some(evaluated)),
        };
        let passed = match gate::pass(&self.ports, prepared, deadline).await? {
            ControlFlow::Continue(passed) => passed,
            ControlFlow::Break(evaluated) => return Ok(Some(evaluated)),
        };
        Ok(match run::run(&self.ports, passed, deadline).await {
            run::Run::Called(result) => Some(evaluate::evaluate(&self.ports, *result).await),
            run::Run::NotCalled(evaluated) => Some(*evaluated),
            run::Run::Lost => None,
        })
    }

    async fn drive(&self, claimed: claim::Claimed, deadline: Option<Timestamp>) -> Result<(), HandleError> {
        let claimed = match look_after::early(claimed) {
            ControlFlow::Continue(claimed) => claimed,
            ControlFlow::Break(evaluated) => return Box::pin(settle::settle(&self.ports, evaluated)).await,
        };
        let evaluated = match Box::pin(admit::admit(&self.ports, claimed)).await? {
            ControlFlow::Break(evaluated) => evaluated,
            ControlFlow::Continue(admitted) => match Box::pin(self.attempt(admitted, deadline)).await? {
                Some(evaluated) => evaluated,
                None => return Ok(()),
            },
        };
        Box::pin(settle::settle(&self.ports, evaluated)).await
    }
}

/// Turns a panic into an error, so that it fails only its own message.
async fn catch_panic(work: impl Future<Output = Result<(), HandleError>>) -> Result<(), HandleError> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or(Err(HandleError::Panicked))
}
