//! Lists of owners over several partitions of the table, each of which is read a megabyte at a time.

use std::{collections::BTreeSet, sync::Arc};

use anyhow::Context;
use beadle_application::port::{ExecutionOrder, ExecutionQuery, Executions, Ids, StartExecutions, Started};
use beadle_aws::{ExecutionStore, Retention, Table};
use beadle_bench::responses::noise;
use beadle_domain::execution::{Answer, Event, Execution};
use beadle_runtime::SystemIds;
use beadle_values::id::{ExecutionId, ListParts};

use crate::{
    conformance::{
        Verdict,
        adapters::sent::SentMessages,
        specimen::{at, execution_with, executions_of_owner, owner},
    },
    dynamo::{Dynamo, TABLE},
};

const PARTS: u8 = 5;
const EXECUTIONS: u32 = 90;

struct World {
    executions: ExecutionStore,
    ids: SystemIds,
    _dynamo: Dynamo,
}

impl World {
    async fn start() -> anyhow::Result<Self> {
        let dynamo = Dynamo::start().await?;
        let parts = ListParts::new(PARTS).context("so many parts are allowed")?;
        let table = Table::new(dynamo.client.clone(), TABLE).spreading_lists(parts);
        Ok(Self {
            executions: ExecutionStore::new(table, Arc::new(SentMessages::default()), Retention::default()),
            ids: SystemIds::spread_over(parts),
            _dynamo: dynamo,
        })
    }

    /// A new execution of `ada` that is requested `second` after the others.
    fn execution(&self, second: u32) -> Execution {
        let requested_at = at(second.into());
        execution_with(|request| {
            request.id = self.ids.execution(&owner("ada"), requested_at);
            request.created_at = requested_at;
        })
    }

    /// The ids of all pages of `limit`, and how many pages there are.
    async fn pages(&self, order: ExecutionOrder, limit: usize) -> anyhow::Result<(Vec<ExecutionId>, usize)> {
        let mut query = ExecutionQuery { order, ..executions_of_owner("ada", limit) };
        let (mut ids, mut pages) = (Vec::new(), 0);
        loop {
            let page = self.executions.list(&query).await?;
            ids.extend(page.items.iter().map(Execution::id));
            pages += 1;
            assert!(pages <= 200, "the list does not end");
            let Some(next) = page.next else { return Ok((ids, pages)) };
            query.cursor = Some(next);
        }
    }
}

#[tokio::test]
async fn a_list_over_several_partitions_is_complete_and_in_order() -> Verdict {
    let world = World::start().await?;
    let started: Vec<Execution> = (0..EXECUTIONS).map(|second| world.execution(second)).collect();
    let parts: BTreeSet<Option<u8>> =
        started.iter().map(|execution| execution.id().list_place().map(|place| place.part)).collect();
    assert_eq!(parts.len(), usize::from(PARTS), "{parts:?}");
    for execution in &started {
        assert_eq!(world.executions.start(execution).await?, Started::Created);
    }
    let mut ids: Vec<ExecutionId> = started.iter().map(Execution::id).collect();
    for limit in [1, 4, 30, 100] {
        let expected = ids.len().div_ceil(limit);
        let (listed, pages) = world.pages(ExecutionOrder::OldestFirst, limit).await?;
        assert_eq!((&listed, pages), (&ids, expected), "pages of {limit}");
    }
    ids.reverse();
    for limit in [1, 4, 30, 100] {
        let expected = ids.len().div_ceil(limit);
        let (listed, pages) = world.pages(ExecutionOrder::NewestFirst, limit).await?;
        assert_eq!((&listed, pages), (&ids, expected), "pages of {limit}");
    }
    Ok(())
}

#[tokio::test]
async fn rows_that_fill_several_reads_are_listed_in_order() -> Verdict {
    let world = World::start().await?;
    let mut ids = Vec::new();
    for second in 0..30_u32 {
        let running = world.execution(second).apply(Event::Claim { lease_until: at(100) }, at(50))?;
        let body = noise(200 * 1024, second.into());
        let answer = Answer {
            status: Some(200),
            headers: Default::default(),
            size: 200 * 1024,
            body,
            truncated: false,
            extracted: None,
            warnings: Vec::new(),
        };
        let ended = running.apply(Event::Succeed { answer: Some(answer) }, at(60))?;
        world.executions.record(&ended).await?;
        ids.insert(0, ended.id());
    }
    for limit in [7, 30, 100] {
        assert_eq!(world.pages(ExecutionOrder::NewestFirst, limit).await?.0, ids, "pages of {limit}");
    }
    Ok(())
}
