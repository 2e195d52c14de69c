//! Run a request that is not saved.

use beadle_domain::{
    access::Principal,
    account::Credits,
    adhoc::AdHoc,
    execution::{Request, Trigger, TriggerKind},
    masking,
    policy::RunDefaults,
};
use beadle_values::{id::ExecutionId, violation::Path};
use jiff::Timestamp;

use super::begin::{Begun, begin};
use crate::{
    GivenKey, Operation, Refusal,
    account::{self, AccountPorts},
    config,
    port::{Configs, Ids, StartExecutions},
};

/// Starts `asked` for `by` at `now`.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Limit`], [`Refusal::Invalid`], [`Refusal::KeyReused`], [`Refusal::Store`].
#[expect(clippy::too_many_arguments, reason = "two ports, ids and defaults, then what is asked")]
pub async fn start_ad_hoc(
    configs: &dyn Configs,
    accounts: AccountPorts<'_>,
    executions: &dyn StartExecutions,
    ids: &dyn Ids,
    defaults: &RunDefaults,
    by: &Principal,
    asked: AdHoc,
    key: Option<&GivenKey>,
    now: Timestamp,
) -> Result<Begun, Refusal> {
    Operation::Execute.check_own(by)?;
    account::may_start(accounts, by, &by.owner, 1, Credits::ZERO, now).await?;
    let AdHoc { mut spec, config_id, input, policy, priority, run_at } = asked;
    masking::unmask(&mut spec, None, &Path::body())?;
    config::usable(configs, config_id, &by.owner).await?;
    let request = Request {
        id: key.map_or_else(|| ExecutionId::from_uuid(ids.fresh(now)), |key| key.execution_id(&by.owner)),
        owner: by.owner.clone(),
        task_id: None,
        spec: spec.resolved(defaults),
        config_id,
        input,
        policy: policy.resolve(defaults, config_id.is_some()),
        priority,
        credits: Credits::ZERO,
        trigger: Trigger { scheduled_for: run_at, ..Trigger::of(TriggerKind::Api) },
        created_at: now,
        idempotency: key.map(|key| key.stamp.clone()),
    };
    begin(executions, request, run_at.unwrap_or(now), key).await
}
