//! DynamoDB as dynoxide has it, in this process.

use std::sync::Arc;

use beadle_aws::{Executions, Projections, Retention, Table, Tasks};

use super::{sent::SentMessages, stepped_clock::SteppedClock};
use crate::{
    conformance::{executions, projection, tasks},
    dynamo::{Dynamo, TABLE},
};

/// Executions, whose messages are kept where the case can see them.
pub async fn executions() -> anyhow::Result<executions::Fixture> {
    let (dynamo, table) = table().await?;
    let sent = Arc::new(SentMessages::default());
    let queue = Arc::clone(&sent);
    let store = Arc::new(Executions::new(table, queue, Retention::default()));
    Ok(executions::Fixture { store, outbox: Box::new(sent), _held: Box::new(dynamo) })
}

/// Tasks.
pub async fn tasks() -> anyhow::Result<tasks::Fixture> {
    let (dynamo, table) = table().await?;
    Ok(tasks::Fixture { store: Arc::new(Tasks::new(table)), _held: Box::new(dynamo) })
}

/// Projections, and the tasks that they count for.
pub async fn projections() -> anyhow::Result<projection::Fixture> {
    let (dynamo, table) = table().await?;
    let store = Arc::new(Projections::new(table.clone(), Arc::new(SteppedClock::default())));
    Ok(projection::Fixture { store, tasks: Arc::new(Tasks::new(table)), _held: Box::new(dynamo) })
}

async fn table() -> anyhow::Result<(Dynamo, Table)> {
    let dynamo = Dynamo::start().await?;
    let table = Table::new(dynamo.client.clone(), TABLE);
    Ok((dynamo, table))
}
