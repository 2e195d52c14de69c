//! Explaining the state of an execution.

use beadle_domain::{
    access::Principal,
    execution::{
        Execution, HoldKind, State,
        explain::{self, AccountView, Explanation},
    },
    order::holds_line,
};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;

use super::{ExecutionService, needed::needed};
use crate::{Error, Operation, account, config, pause};

impl ExecutionService {
    /// Explains the state of the execution at `now`. Its gate is read only while it waits, the account of its
    /// owner only if that holds it back and `by` may see it.
    ///
    /// # Errors
    /// [`Error::ExecutionNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn explain(
        &self,
        by: &Principal,
        id: ExecutionId,
        now: Timestamp,
    ) -> Result<Explanation, Error> {
        let execution = self.find(by, id, Operation::ReadExecution).await?;
        let task = match execution.request.task_id {
            Some(id) => self.tasks.get(id).await?.map(|saved| saved.task),
            None => None,
        };
        let config = match execution.request.config_id {
            Some(id) => {
                let config = self.configs.get(id).await?;
                let config = config.filter(|config| config.is_usable_by(&execution.request.owner));
                config.map(|config| config.limited(self.rate_limit.clone()))
            }
            None => None,
        };
        let gate = match config.as_ref().filter(|_| !execution.status().is_final()) {
            Some(config) => Some(config::gate_view(&*self.gates, config, now).await?),
            None => None,
        };
        let needed = needed(&*self.executions, &*self.tasks, by, &execution, task.as_ref()).await?;
        let account = self.account(by, &execution, now).await?;
        let request = &execution.request;
        let pause = match execution.state() {
            State::Deferred { hold, .. } if hold.is_pause() => {
                pause::longest(&*self.gates, &request.owner, request.config_id, now).await?
            }
            _ => None,
        };
        let (config, gate, account) = (config.as_ref(), gate.as_ref(), account.as_ref());
        let explanation =
            explain::explain(&execution, config, gate, task.as_ref(), &needed, account, now).under(pause);
        Ok(match self.first_before(&execution).await? {
            Some(first) => explanation.behind(&first),
            None => explanation,
        })
    }

    /// The first of the line in which `execution` waits, if it is another one.
    async fn first_before(&self, execution: &Execution) -> Result<Option<Execution>, Error> {
        let State::Deferred { hold, .. } = execution.state() else { return Ok(None) };
        let Some(line) = execution.order_line().filter(|_| hold.kind == HoldKind::Order) else {
            return Ok(None);
        };
        let Some(first) = self.executions.first_in_line(&line).await? else { return Ok(None) };
        Ok(self
            .executions
            .get(first)
            .await?
            .filter(|first| first.id() != execution.id() && holds_line(first)))
    }

    /// The account of the owner, if it holds `execution` back.
    async fn account(
        &self,
        by: &Principal,
        execution: &Execution,
        now: Timestamp,
    ) -> Result<Option<AccountView>, Error> {
        const READ: Operation = Operation::ReadAccount;
        let State::Deferred { hold, .. } = execution.state() else { return Ok(None) };
        let by_account = matches!(hold.kind, HoldKind::Credits | HoldKind::Limit);
        if !by_account || READ.check(by, &execution.request.owner, Error::Denied(READ)).is_err() {
            return Ok(None);
        }
        Ok(Some(account::snapshot(&*self.accounts, execution, now).await?))
    }
}
