//! Say why an execution stands where it stands.

use beadle_domain::{
    access::Principal,
    execution::{
        Execution, HoldKind, State,
        explain::{self, AccountView, Explanation},
    },
    policy::RateLimit,
};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;

use super::{find::find, needed::needed};
use crate::{
    Operation, Refusal,
    account::{self, AccountPorts},
    config,
    port::{Configs, Executions, GateStore, Tasks},
};

/// What an explanation is made from.
#[derive(Clone, Copy)]
pub struct ExplainPorts<'a> {
    /// Where executions are read.
    pub executions: &'a dyn Executions,
    /// Where their tasks are read.
    pub tasks: &'a dyn Tasks,
    /// Where their configs are read.
    pub configs: &'a dyn Configs,
    /// Where the gates of those are read.
    pub gates: &'a dyn GateStore,
    /// The account of their owner.
    pub accounts: AccountPorts<'a>,
    /// The rate limit of configs that state none.
    pub rate_limit: Option<RateLimit>,
}

/// Explains the execution at `now`. Its gate is read only while it waits, the account of its owner only where that
/// keeps it back and `by` may look at it.
///
/// # Errors
/// [`Refusal::ExecutionNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn explain(
    ports: ExplainPorts<'_>,
    by: &Principal,
    id: ExecutionId,
    now: Timestamp,
) -> Result<Explanation, Refusal> {
    let execution = find(ports.tasks, ports.executions, by, id, Operation::ReadExecution).await?;
    let task = match execution.request.task_id {
        Some(id) => ports.tasks.get(id).await?.map(|saved| saved.task),
        None => None,
    };
    let config = match execution.request.config_id {
        Some(id) => {
            let config = ports.configs.get(id).await?;
            let config = config.filter(|config| config.is_usable_by(&execution.request.owner));
            config.map(|config| config.limited(ports.rate_limit))
        }
        None => None,
    };
    let gate = match config.as_ref().filter(|_| !execution.status().is_final()) {
        Some(config) => Some(config::view(ports.gates, config, now).await?),
        None => None,
    };
    let needed = needed(ports.executions, ports.tasks, by, &execution, task.as_ref()).await?;
    let account = standing(ports.accounts, by, &execution, now).await?;
    let (config, gate) = (config.as_ref(), gate.as_ref());
    Ok(explain::explain(&execution, config, gate, task.as_ref(), &needed, account.as_ref(), now))
}

/// How the account stands that keeps `execution` back.
async fn standing(
    ports: AccountPorts<'_>,
    by: &Principal,
    execution: &Execution,
    now: Timestamp,
) -> Result<Option<AccountView>, Refusal> {
    const LOOKS: Operation = Operation::ReadAccount;
    let State::Deferred { hold, .. } = execution.state() else { return Ok(None) };
    let by_account = matches!(hold.kind, HoldKind::Credits | HoldKind::Limit);
    if !by_account || LOOKS.check(by, &execution.request.owner, Refusal::Denied(LOOKS)).is_err() {
        return Ok(None);
    }
    Ok(Some(account::standing(ports, execution, now).await?))
}
