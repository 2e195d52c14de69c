//! Running a request that is not saved as a task.

use beadle_domain::{
    account::Credits,
    adhoc::AdHoc,
    execution::{Request, Trigger, TriggerKind},
    function::usage,
    masking,
};
use beadle_values::violation::Path;

use super::{Begun, ExecutionService};
use crate::{Call, Error, Operation, account, config};

impl ExecutionService {
    /// Starts `request` for the caller.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Limit`], [`Error::Invalid`], [`Error::KeyReused`], [`Error::Store`].
    pub async fn start_ad_hoc(&self, call: Call<'_>, request: AdHoc) -> Result<Begun, Error> {
        let Call { by, key, now, .. } = call;
        let defaults = &self.defaults.ad_hoc;
        Operation::Execute.check_own(by)?;
        account::may_start(&*self.accounts, call, &by.owner, 1, Credits::ZERO).await?;
        let AdHoc { mut spec, config_id, input, policy, priority, run_at } = request;
        masking::unmask(&mut spec, None, &Path::body())?;
        self.code.may_run_script(by, &spec, &Path::body())?;
        let uses = usage::of_spec(&spec, &Path::body()).into_iter();
        self.code.has_functions(uses.chain(usage::of_policy(&policy, &Path::body()))).await?;
        config::ensure_usable(&*self.configs, config_id, &by.owner).await?;
        let request = Request {
            id: call.execution_id(&*self.ids),
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
        self.begin(call, request, run_at.unwrap_or(now)).await
    }
}
