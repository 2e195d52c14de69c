//! Other ids for what has those of somebody else. A new id derives from the old one and the caller, so that a reference in
//! another record finds it, whichever is imported first.

use std::collections::BTreeMap;

use beadle_domain::transfer::{AnyId, Record, ids::ids_in, replace_ids};
use beadle_values::id::OwnerId;
use serde_json::Value;

use super::TransferService;
use crate::{Call, Error};

impl TransferService {
    /// `record` with other ids in place of those that are somebody else's.
    pub(super) async fn mapped(&self, call: Call<'_>, record: &Record) -> Result<Value, Error> {
        let value = record.value();
        let mut others = BTreeMap::new();
        for id in ids_in(&value) {
            let owner = self.owner_of(id, record).await?.filter(|owner| *owner != call.by.owner);
            if owner.is_some() {
                others.insert(id, id.for_import(&call.by.owner));
            }
        }
        Ok(replace_ids(&value, &mut |id| others.get(&id).copied()))
    }

    /// Whose `id` is. A shared config that `record` only names is nobody's: everyone may use it.
    async fn owner_of(&self, id: AnyId, record: &Record) -> Result<Option<OwnerId>, Error> {
        Ok(match id {
            AnyId::Task(id) => self.tasks.tasks.get(id).await?.map(|saved| saved.task.owner),
            AnyId::Config(id) => {
                let found = self.configs.configs.get(id).await?;
                let is_its = record.id == id.to_string();
                found.filter(|config| is_its || !config.shared).map(|config| config.owner)
            }
            AnyId::Batch(id) => self.batches.get(id).await?.map(|counted| counted.batch.owner),
            AnyId::Execution(id) => {
                let found = self.executions.executions.get(id).await?;
                found.map(|execution| execution.request.owner.clone())
            }
        })
    }
}
