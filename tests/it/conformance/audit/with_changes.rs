//! A change and the entry that tells of it: both are written, or none.

use std::sync::Arc;

use beadle_application::port::{
    Accounts, ApiKeys, AuditTrail, Configs, FunctionChange, Functions, Inserted, Replaced, Templates,
};
use beadle_aws::{
    AccountStore, ApiKeyTable, ConfigStore, FunctionTable, TemplateTable, audit::AuditStore, table::Table,
};
use beadle_domain::{
    account::Account,
    projection::{AuditEntry, audit::Verb},
    template::{Template, built_in},
};
use beadle_embedded::{Embedded, Options};
use beadle_values::id::{ConfigId, TaskId};
use uuid::Uuid;

use super::{everything, task_entry};
use crate::{
    conformance::{
        Verdict,
        api_keys::key_with,
        functions::writing,
        specimen::{at, owner},
    },
    dynamo::{Dynamo, TABLE},
};

/// The ports whose changes are told with an entry.
struct Stores {
    templates: Arc<dyn Templates>,
    api_keys: Arc<dyn ApiKeys>,
    accounts: Arc<dyn Accounts>,
    configs: Arc<dyn Configs>,
    functions: Arc<dyn Functions>,
    trail: Arc<dyn AuditTrail>,
}

impl Stores {
    async fn entries(&self) -> anyhow::Result<usize> {
        Ok(self.trail.list(&everything(100)).await?.items.len())
    }
}

/// An entry of its own.
fn entry(second: i64) -> AuditEntry {
    task_entry(Verb::Updated, "ada", "ada", TaskId::from_uuid(Uuid::from_u128(1)), at(second))
}

fn template(version: u64) -> Template {
    let like = built_in::find(&"tpl_database_cleanup".parse().expect("an id")).expect("it is built in");
    Template { id: "tpl_a".parse().expect("an id"), version, ..like.clone() }
}

async fn a_change_and_its_entry_are_one_write(stores: Stores) -> Verdict {
    let Stores { templates, api_keys, accounts, configs, functions, .. } = &stores;
    assert_eq!(templates.write(&template(1), 0, Some(&entry(1))).await?, Replaced::Done);
    assert_eq!(stores.entries().await?, 1);
    assert_eq!(templates.write(&template(2), 7, Some(&entry(2))).await?, Replaced::Conflict);
    assert_eq!(templates.remove(&template(1).id, 7, Some(&entry(3))).await?, Replaced::Conflict);
    assert_eq!(stores.entries().await?, 1, "what was refused has no entry");
    assert_eq!(templates.remove(&template(1).id, 1, Some(&entry(4))).await?, Replaced::Done);
    assert_eq!(stores.entries().await?, 2);

    let key = key_with(|_| {});
    assert_eq!(api_keys.insert(&key, Some(&entry(5))).await?, Inserted::Created);
    assert!(matches!(api_keys.insert(&key, Some(&entry(6))).await?, Inserted::Existing(_)));
    assert_eq!(stores.entries().await?, 3);
    api_keys.remove(key.id, Some(&entry(7))).await?;
    assert_eq!((stores.entries().await?, api_keys.get(key.id).await?), (4, None));

    let account = Account::new(owner("ada"), at(0));
    accounts.write(&account, 0, Some(&entry(8))).await?;
    accounts.write(&account, 7, Some(&entry(9))).await?;
    assert_eq!(stores.entries().await?, 5);
    assert_eq!(
        configs.remove(ConfigId::from_uuid(Uuid::from_u128(1)), 1, Some(&entry(10))).await?,
        Replaced::Done
    );
    assert_eq!(stores.entries().await?, 6);

    let (function, source) = (writing::function("f"), writing::upload("1"));
    let (kept, refused) = (entry(11), entry(12));
    let uploaded = FunctionChange { audit: Some(&kept), ..writing::first(&function, &source) };
    assert_eq!(functions.write(uploaded).await?, Replaced::Done);
    assert_eq!(stores.entries().await?, 7);
    let next = function.moved_to(1, function.updated_at);
    let moved =
        FunctionChange { function: &next, expected: 7, source: None, dropped: &[], audit: Some(&refused) };
    assert_eq!(functions.write(moved).await?, Replaced::Conflict);
    assert_eq!(functions.remove(&next, Some(&refused)).await?, Replaced::Conflict);
    assert_eq!(stores.entries().await?, 7, "what was refused has no entry");
    let kept = entry(13);
    let moved = FunctionChange { expected: 1, audit: Some(&kept), ..moved };
    assert_eq!(functions.write(moved).await?, Replaced::Done);
    assert_eq!(functions.remove(&next, Some(&entry(14))).await?, Replaced::Done);
    assert_eq!((stores.entries().await?, functions.get(&next.name).await?), (9, None));
    Ok(())
}

#[tokio::test]
async fn on_one_machine() -> Verdict {
    let store = Arc::new(Embedded::open(Options::in_memory())?);
    a_change_and_its_entry_are_one_write(Stores {
        templates: store.clone(),
        api_keys: store.clone(),
        accounts: store.clone(),
        configs: store.clone(),
        functions: store.clone(),
        trail: store,
    })
    .await
}

#[tokio::test]
async fn in_the_table() -> Verdict {
    let dynamo = Dynamo::start().await?;
    let table = Table::new(dynamo.client.clone(), TABLE);
    a_change_and_its_entry_are_one_write(Stores {
        templates: Arc::new(TemplateTable::new(table.clone())),
        api_keys: Arc::new(ApiKeyTable::new(table.clone())),
        accounts: Arc::new(AccountStore::new(table.clone())),
        configs: Arc::new(ConfigStore::new(table.clone())),
        functions: Arc::new(FunctionTable::new(table.clone())),
        trail: Arc::new(AuditStore::new(table)),
    })
    .await
}
