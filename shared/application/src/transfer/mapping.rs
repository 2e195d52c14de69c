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
            let is_shared = record.id != id.to_string() && self.is_shared(id).await?;
            let owner = self.owner_of(id).await?.filter(|owner| *owner != call.by.owner);
            if owner.is_some() && !is_shared {
                others.insert(id, id.for_import(&call.by.owner));
            }
        }
        Ok(replace_ids(&value, &mut |id| others.get(&id).copied()))
    }

    async fn owner_of(&self, id: AnyId) -> Result<Option<OwnerId>, Error> {
        Ok(match id {
            AnyId::Task(id) => self.tasks.tasks.get(id).await?.map(|saved| saved.task.owner),
            AnyId::Config(id) => self.configs.configs.get(id).await?.map(|config| config.owner),
            AnyId::Batch(id) => self.batches.get(id).await?.map(|counted| counted.batch.owner),
            AnyId::Execution(id) => {
                let found = self.executions.executions.get(id).await?;
                found.map(|execution| execution.request.owner.clone())
            }
        })
    }

    /// Whether `id` is that of a config which everyone may use, and that the caller has not imported under another id.
    async fn is_shared(&self, id: AnyId) -> Result<bool, Error> {
        let AnyId::Config(id) = id else { return Ok(false) };
        Ok(self.configs.configs.get(id).await?.is_some_and(|config| config.shared))
    }
}
