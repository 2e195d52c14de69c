//! The listener function.

use std::sync::Arc;

use beadle_application::port::{Accounts, AuditQuery, AuditTrail, Clock, Tasks};
use beadle_domain::{
    account::SubscriptionLevel,
    account_event::{AccountEvent, AccountEventKind},
};
use beadle_embedded::Embedded;
use beadle_listener::{Listener, payload};
use jiff::Timestamp;
use serde_json::Value;

use crate::conformance::specimen::owner;

use super::{sample, store, task, task_id};

fn listener(store: &Embedded, clock: Arc<dyn Clock>) -> Listener {
    Listener::new(beadle_testing::services_at(&Arc::new(store.clone()), clock).account_events)
}

fn sample_event(name: &str) -> anyhow::Result<AccountEvent> {
    Ok(payload::event(serde_json::from_str(&sample(name)?)?)?)
}

#[tokio::test]
async fn the_tasks_of_a_deleted_user_are_deleted() -> anyhow::Result<()> {
    let (store, clock) = store()?;
    store.insert(&task()?).await?;
    for _ in 0..2 {
        listener(&store, clock.clone())
            .handle(&sample_event("listener-user-deleted.json")?, Timestamp::MAX)
            .await?;
        let task = Tasks::get(&store, task_id()).await?.map(|saved| saved.task);
        assert!(task.is_some_and(|task| task.deleted_at.is_some()));
    }
    Ok(())
}

#[tokio::test]
async fn a_change_of_subscription_is_handled() -> anyhow::Result<()> {
    let (store, clock) = store()?;
    store.insert(&task()?).await?;
    let event = sample_event("listener-subscription-changed.json")?;
    listener(&store, clock).handle(&event, Timestamp::MAX).await?;
    let account = Accounts::read(&store, &owner("ada")).await?.account;
    assert_eq!(account.and_then(|account| account.level), Some(SubscriptionLevel::Free));
    let query = AuditQuery { limit: 10, ..AuditQuery::default() };
    let trail = AuditTrail::list(&store, &query).await?.items;
    let [entry] = &trail[..] else { anyhow::bail!("{trail:?}") };
    let actor = entry.actor.as_ref().map(|actor| actor.as_str());
    assert_eq!((actor, &entry.owner), (Some("system:subscription.changed"), &Some(owner("ada"))));
    assert_eq!(entry.changes.iter().map(|change| &*change.field).collect::<Vec<_>>(), ["subscription_level"]);
    Ok(())
}

#[test]
fn the_samples_match_their_schemas() -> anyhow::Result<()> {
    for (name, kind) in ["listener-user-deleted.json", "listener-subscription-changed.json"]
        .into_iter()
        .zip(AccountEventKind::ALL)
    {
        let event: Value = serde_json::from_str(&sample(name)?)?;
        assert_eq!(event["detail-type"], kind.as_str());
        let schema: Value = serde_json::from_str(&sample(&format!("schemas/{kind}.json"))?)?;
        assert_eq!(schema["title"], kind.as_str());
        let validator = jsonschema::options().build(&schema)?;
        assert!(validator.is_valid(&event["detail"]));
        assert!(!validator.is_valid(&serde_json::json!({})));
    }
    Ok(())
}
