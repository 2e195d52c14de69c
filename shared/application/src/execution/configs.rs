//! The configs under which executions run.

use std::collections::{BTreeMap, BTreeSet};

use beadle_domain::{config::Config, execution::Execution, policy::StatedPolicy};
use beadle_values::id::ConfigId;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::ExecutionService;
use crate::port::StoreError;

/// How many configs are read at once.
const AT_ONCE: usize = 8;

/// The configs of executions that have not ended.
#[derive(Debug, Clone, Default)]
pub struct ConfigsInForce(BTreeMap<ConfigId, Config>);

impl ConfigsInForce {
    /// What the config of `execution` states; `None` if it has none, may not use it, or has ended.
    pub fn policy(&self, execution: &Execution) -> Option<&StatedPolicy> {
        let config = self.0.get(&execution.request.config_id?)?;
        config.is_usable_by(&execution.request.owner).then_some(&config.profile.policy)
    }
}

impl ExecutionService {
    /// The configs of those of `executions` that have not ended, each read once; one that has ended notes the
    /// policy of its last attempt itself.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn configs_in_force<'a>(
        &self,
        executions: impl IntoIterator<Item = &'a Execution>,
    ) -> Result<ConfigsInForce, StoreError> {
        let going_on = executions.into_iter().filter(|execution| !execution.status().is_final());
        let named: BTreeSet<ConfigId> = going_on.filter_map(|one| one.request.config_id).collect();
        let read = stream::iter(named).map(|id| self.configs.get(id)).buffered(AT_ONCE);
        let found: Vec<_> = read.try_collect().await?;
        Ok(ConfigsInForce(found.into_iter().flatten().map(|config| (config.id, config)).collect()))
    }
}
