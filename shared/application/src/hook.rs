//! Deliveries to the hooks of tasks: what a sender says that has no account, and proves itself by a signature.

use std::sync::Arc;

use beadle_domain::{
    call::Payload,
    execution::{Execution, Trigger},
    hook::{self, Delivery, Hook, SentDelivery},
    interpolation::SecretError,
    policy::RunDefaults,
    signature::{InvalidSignature, SignatureRules},
    task::Task,
};
use beadle_values::{
    cause::Chain,
    id::{ExecutionId, TaskId},
};
use jiff::Timestamp;

use crate::port::{Executions, Ids, Secrets, StartExecutions, Started, StoreError, Tasks};

/// Takes deliveries to the hooks of tasks.
#[derive(Clone)]
pub struct HookService {
    /// The tasks whose hooks they are.
    pub tasks: Arc<dyn Tasks>,
    /// The executions that deliveries have started.
    pub executions: Arc<dyn Executions>,
    /// Starts more.
    pub starter: Arc<dyn StartExecutions>,
    /// The secrets that senders sign with.
    pub secrets: Arc<dyn Secrets>,
    /// The source of ids for deliveries without one.
    pub ids: Arc<dyn Ids>,
    /// The policy that applies where a task states none.
    pub defaults: RunDefaults,
}

/// A task whose hook accepts the sender of a delivery.
#[derive(Debug, Clone)]
pub struct VerifiedHook {
    task: Task,
    hook: Hook,
}

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq)]
pub enum Delivered {
    /// It started this execution, now or before.
    Started {
        /// The execution.
        execution: ExecutionId,
        /// Its id, if it has one.
        id: Option<String>,
        /// Whether it came before.
        repeated: bool,
    },
    /// The filter of the hook leaves it out.
    Filtered {
        /// Its id, if it has one.
        id: Option<String>,
    },
    /// It asks for this text in return, to see that the hook is there.
    Challenged(String),
}

/// Why a delivery was not taken.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// There is no such hook, or the delivery is not signed as it asks for. Who sends is not told which.
    #[error("no hook accepts the sender")]
    Refused,
    /// The hook takes no deliveries, or its task was deleted.
    #[error("the hook takes no deliveries")]
    Disabled,
    /// The store or a secret can't be reached; the same delivery may be taken in a moment.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<InvalidSignature> for HookError {
    fn from(_: InvalidSignature) -> Self {
        Self::Refused
    }
}

impl VerifiedHook {
    /// The task.
    pub fn task(&self) -> TaskId {
        self.task.id
    }

    /// How many deliveries it takes in a minute.
    pub fn max_per_minute(&self) -> u32 {
        self.hook.max_per_minute
    }
}

impl HookService {
    /// The hook of the task `id`, if it accepts the sender of `sent`, which came at `now`.
    ///
    /// # Errors
    /// [`HookError`].
    pub async fn verify(
        &self,
        id: TaskId,
        sent: &SentDelivery,
        now: Timestamp,
    ) -> Result<VerifiedHook, HookError> {
        let task = self.tasks.get(id).await?.ok_or(HookError::Refused)?.task;
        let hook = *task.hook.clone().ok_or(HookError::Refused)?;
        if let Some(rules) = hook.verify.signature() {
            self.check(&task, rules, sent, now).await?;
        }
        if !hook.enabled || task.deleted_at.is_some() {
            return Err(HookError::Disabled);
        }
        Ok(VerifiedHook { task, hook })
    }

    /// Starts the task of `verified` with what `sent` delivers, unless its filter leaves that out. Returns once the execution
    /// is stored.
    ///
    /// # Errors
    /// [`HookError::Store`].
    pub async fn deliver(
        &self,
        verified: VerifiedHook,
        sent: SentDelivery,
        now: Timestamp,
    ) -> Result<Delivered, HookError> {
        let VerifiedHook { task, hook } = verified;
        let payload = Payload::read(&sent.headers, sent.body.clone());
        if let Some(challenge) = hook::challenge(&hook, &payload) {
            return Ok(Delivered::Challenged(challenge.to_owned()));
        }
        let delivery = Delivery::of(&hook, &sent, &payload);
        let id = delivery.id.clone();
        let of_delivery = id.as_ref().map(|id| ExecutionId::for_delivery(task.id, id));
        if hook.filter.as_ref().is_some_and(|filter| !payload.matches(filter)) {
            return self.filtered(of_delivery, id).await;
        }
        let execution = of_delivery.unwrap_or_else(|| self.ids.execution(&task.owner, now));
        let mut input = task.input.clone();
        input.extend(payload.into_input());
        let task = Task { input, ..task };
        let request = task.request(execution, Trigger::delivery(delivery), &self.defaults, now);
        let started = self.starter.start(&Execution::new(request, now)).await?;
        let repeated = id.is_some() && matches!(started, Started::Existing(_));
        Ok(Delivered::Started { execution, id, repeated })
    }

    /// A delivery that the filter leaves out. If it came before the filter was changed, it has the same answer as then.
    async fn filtered(
        &self,
        of_delivery: Option<ExecutionId>,
        id: Option<String>,
    ) -> Result<Delivered, HookError> {
        if let Some(execution) = of_delivery
            && self.executions.get(execution).await?.is_some()
        {
            return Ok(Delivered::Started { execution, id, repeated: true });
        }
        Ok(Delivered::Filtered { id })
    }

    /// Checks the signature of `sent`.
    async fn check(
        &self,
        task: &Task,
        rules: &SignatureRules,
        sent: &SentDelivery,
        now: Timestamp,
    ) -> Result<(), HookError> {
        let places = rules.secret.secrets();
        let unavailable = |error: SecretError| {
            tracing::warn!(task.id = %task.id, error = %Chain(&error), "failed to read the secret of a sender");
            StoreError::Unavailable("the secret that deliveries are signed with can't be read".into())
        };
        let secrets = self.secrets.resolve(&task.owner, &places).await.map_err(unavailable)?;
        let secret = places.first().and_then(|place| secrets.get(place)).ok_or(HookError::Refused)?;
        Ok(rules.verify(secret, &sent.signed(), now)?)
    }
}
