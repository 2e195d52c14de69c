//! What turned is told: each target of the rule is called by an execution of its own, so that a call is retried, listed and
//! explained as every other is.

use beadle_domain::{
    alert::{AlertBook, AlertRule, AlertTarget, AlertTurn, message},
    execution::{Execution, Request, Trigger, TriggerKind},
    policy::StatedPolicy,
    task::Priority,
};
use beadle_values::id::{ConfigId, ExecutionId, OwnerId, TaskId};
use jiff::Timestamp;

use super::AlertService;
use crate::port::StoreError;

impl AlertService {
    /// Calls the targets of `rule` about `turn`; returns their number. Each call has the id of its turn and target: calling
    /// again, after a crash or beside another one who does, starts nothing twice.
    pub(super) async fn tell(
        &self,
        owner: &OwnerId,
        book: &AlertBook,
        (turn, rule): (&AlertTurn, &AlertRule),
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let name = Self::readable(owner, self.name(&turn.subject).await)?.flatten();
        let mut calls = 0;
        for target in book.rules.targets.iter().filter(|target| rule.targets.contains(&target.name)) {
            let Some(call) = self.call(owner, (rule, target), (turn, name.as_deref()), now) else { continue };
            let started = Self::readable(owner, self.starter.start(&call).await)?;
            calls += usize::from(started.is_some());
        }
        Ok(calls)
    }

    fn call(
        &self,
        owner: &OwnerId,
        (rule, target): (&AlertRule, &AlertTarget),
        (turn, name): (&AlertTurn, Option<&str>),
        now: Timestamp,
    ) -> Option<Execution> {
        let at = turn.at.as_millisecond().to_string();
        let task: Option<TaskId> = turn.subject.parse().ok();
        let request = Request {
            id: ExecutionId::for_alert(owner, turn.number, &at, &target.name),
            owner: owner.clone(),
            task_id: None,
            spec: message::call(target)?,
            config_id: None,
            input: message::data(turn, rule, owner, name, target),
            policy: StatedPolicy::default().resolve(&self.defaults.ad_hoc, false),
            priority: Priority::High,
            trigger: task.map_or_else(|| Trigger::of(TriggerKind::Event), Trigger::notice),
            created_at: now,
            batch_id: None,
            idempotency: None,
            credits: Default::default(),
            order: None,
        };
        Some(Execution::new(request, now))
    }

    /// The name of a task or a config.
    async fn name(&self, subject: &str) -> Result<Option<String>, StoreError> {
        if let Ok(task) = subject.parse::<TaskId>() {
            return Ok(self.tasks.get(task).await?.map(|saved| saved.task.name));
        }
        match subject.parse::<ConfigId>() {
            Ok(config) => Ok(self.configs.get(config).await?.map(|config| config.name)),
            Err(_) => Ok(None),
        }
    }
}
