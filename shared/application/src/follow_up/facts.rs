//! What happened is taken by the alerts of its owners.

use std::collections::BTreeMap;

use beadle_domain::{
    alert::Fact,
    projection::{Change, ChangeRecord},
};
use beadle_values::id::OwnerId;

use super::FollowUpService;
use crate::port::StoreError;

impl FollowUpService {
    /// Takes the facts of `records`. Taking them again changes nothing.
    pub(super) async fn take_facts(&self, records: &[ChangeRecord]) -> Result<(), StoreError> {
        for (owner, facts) in owners(records) {
            self.watches.alerts.note(owner, &facts).await?;
        }
        Ok(())
    }
}

/// The facts of `records` by owner, in their order.
fn owners(records: &[ChangeRecord]) -> BTreeMap<&OwnerId, Vec<Fact>> {
    let mut owners: BTreeMap<&OwnerId, Vec<Fact>> = BTreeMap::new();
    for record in records {
        let owner = match &record.change {
            Change::Execution { after, .. } => &after.owner,
            Change::Breaker { owner, .. } => owner,
            Change::Task { after, .. } => &after.owner,
            Change::Record(_) | Change::BatchClosed(_) => continue,
        };
        let facts = Fact::of(record);
        if !facts.is_empty() {
            owners.entry(owner).or_default().extend(facts);
        }
    }
    owners
}
