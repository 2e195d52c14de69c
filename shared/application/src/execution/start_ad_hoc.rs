//! Running a request that is not saved as a task.

use beadle_domain::{
    account::Credits,
    adhoc::AdHoc,
    execution::{Request, Trigger, TriggerKind},
    function::usage,
    masking,
};
use beadle_values::{id::ExecutionId, violation::Path};
use jiff::Timestamp;

use super::{Begun, ExecutionService};
use crate::{Call, Error, Operation, account, config};

impl ExecutionService {
    /// Starts `request` for the caller.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Limit`], [`Error::Invalid`], [`Error::KeyReused`], [`Error::Store`].
    pub async fn start_ad_hoc(&self, call: Call<'_>, request: AdHoc) -> Result<Begun, Error> {
        Operation::Execute.check_own(call.by)?;
        account::may_start(&*self.accounts, call, &call.by.owner, 1, Credits::ZERO).await?;
        let id = call.execution_id(&*self.ids);
        let (request, due) = self.prepare(call, request, id, &Path::body()).await?;
        self.begin(call, request, due).await
    }

    /// The request of the execution `id` that `asked`, which is at `path` of a body, describes, and when it is
    /// due.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`], [`Error::Store`].
    pub(crate) async fn prepare(
        &self,
        call: Call<'_>,
        asked: AdHoc,
        id: ExecutionId,
        path: &Path,
    ) -> Result<(Request, Timestamp), Error> {
        let Call { by, key, now, .. } = call;
        let defaults = &self.defaults.ad_hoc;
        let AdHoc { mut spec, config_id, input, policy, priority, order, run_at } = asked;
        let order = order.map(|rule| rule.resolve(&input).checked(path.key("order"))).transpose()?;
        masking::unmask(&mut spec, None, path)?;
        self.code.may_run_script(by, &spec, path)?;
        let uses = usage::of_spec(&spec, path).into_iter();
        self.code.has_functions(uses.chain(usage::of_policy(&policy, path))).await?;
        config::ensure_usable(&*self.configs, config_id, &by.owner, path).await?;
        let request = Request {
            id,
            owner: by.owner.clone(),
            task_id: None,
            spec: spec.resolved(defaults),
            config_id,
            input,
            policy: policy.resolve(defaults, config_id.is_some()),
            priority,
            credits: Credits::ZERO,
            order,
            trigger: Trigger { scheduled_for: run_at, ..Trigger::of(TriggerKind::Api) },
            created_at: now,
            batch_id: None,
            idempotency: key.map(|key| key.stamp.clone()),
        };
        Ok((request, run_at.unwrap_or(now)))
    }
}
