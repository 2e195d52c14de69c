//! Retention of the audit trail.

use std::{sync::Arc, time::Duration};

use aws_sdk_dynamodb::types::AttributeValue;
use beadle_application::port::{Applied, AuditQuery, AuditTrail, Checkpoint, ProjectionStore};
use beadle_aws::{AuditStore, Projections, Retention, Table};
use beadle_domain::projection::{
    AuditEntry, Projection, Sequence,
    audit::{AuditAction, Subject, Verb},
};
use beadle_embedded::{Embedded, Options};

use crate::{
    conformance::{
        Verdict,
        adapters::stepped_clock::SteppedClock,
        specimen::{at, owner},
    },
    dynamo::{Dynamo, TABLE},
};

/// An entry about an action at second `second`.
fn entry(second: i64, number: u32) -> AuditEntry {
    let action = AuditAction { subject: Subject::Account, verb: Verb::Updated };
    AuditEntry::new(action, &owner("root"), Some(&owner("ada")), format!("ada {number}"), None, at(second))
}

#[tokio::test]
async fn old_entries_are_deleted_on_one_machine() -> Verdict {
    let clock = Arc::new(SteppedClock::default());
    let keep = Duration::from_secs(86_400);
    let options = Options { clock: clock.clone(), audit_retention: Some(keep), ..Options::in_memory() };
    let store = Embedded::open(options)?;
    let entries = async || -> anyhow::Result<usize> {
        let query = AuditQuery { limit: 100, ..AuditQuery::default() };
        Ok(AuditTrail::list(&store, &query).await?.items.len())
    };
    store.append(&entry(0, 1)).await?;
    clock.advance_to(at(86_400));
    store.append(&entry(86_400, 2)).await?;
    assert_eq!(entries().await?, 2, "a day old, and no older");
    clock.advance_to(at(86_400 + 600));
    store.append(&entry(86_400 + 600, 3)).await?;
    assert_eq!(entries().await?, 2);
    clock.advance_to(at(10 * 86_400));
    let projection = Projection { audit: vec![entry(10 * 86_400, 4)], ..Projection::default() };
    assert_eq!(store.apply(&projection, &checkpoint()).await?, Applied::Done);
    assert_eq!(entries().await?, 1);
    Ok(())
}

fn checkpoint() -> Checkpoint {
    Checkpoint { shard: "shardId-1".into(), first: Sequence::of(1), last: Sequence::of(1) }
}

#[tokio::test]
async fn entries_in_the_table_have_a_time_to_live() -> Verdict {
    let dynamo = Dynamo::start().await?;
    let table = Table::new(dynamo.client.clone(), TABLE);
    let clock = Arc::new(SteppedClock::default());
    let day = Retention::After(Duration::from_secs(86_400));
    let usual = AuditStore::new(table.clone());
    usual.append(&entry(0, 1)).await?;
    AuditStore::new(table.clone().keeping_audit(Retention::Forever)).append(&entry(0, 2)).await?;
    AuditStore::new(table.clone().keeping_audit(day)).append(&entry(0, 3)).await?;
    let projections = Projections::new(table.keeping_audit(day), clock);
    let projection = Projection { audit: vec![entry(0, 4)], ..Projection::default() };
    assert_eq!(projections.apply(&projection, &checkpoint()).await?, Applied::Done);
    let begin = at(0).as_second();
    for (number, ttl) in
        [(1, Some(begin + 365 * 86_400)), (2, None), (3, Some(begin + 86_400)), (4, Some(begin + 86_400))]
    {
        let id = entry(0, number).id;
        let get = dynamo.client.get_item().table_name(TABLE);
        let key = |text: String| AttributeValue::S(text);
        let item = get.key("pk", key(format!("A#{id}"))).key("sk", key("A".into())).send().await?.item;
        let stored = item.expect("a row").get("ttl").and_then(|ttl| ttl.as_n().ok()?.parse::<i64>().ok());
        assert_eq!(stored, ttl, "entry {number}");
    }
    let query = AuditQuery { limit: 100, ..AuditQuery::default() };
    assert_eq!(AuditTrail::list(&usual, &query).await?.items.len(), 4);
    Ok(())
}
