//! Applies projections: counters, rollups, audit trail and checkpoint in one transaction. The same
//! transaction deletes the changes before the projected ones: their follow-up work is done, or these would
//! not have been delivered.

use async_trait::async_trait;
use beadle_application::port::{Applied, Checkpoint, ProjectionStore, StoreError};
use beadle_domain::projection::{Projection, Sequence};
use rusqlite::{Connection, OptionalExtension};

use crate::{Embedded, audit, batches, error::Error, group::Write, rollups};

/// The most rows of one projection: bounds how long its transaction blocks others.
const MAX_ROWS: usize = 5_000;

#[async_trait]
impl ProjectionStore for Embedded {
    fn max_rows(&self) -> usize {
        MAX_ROWS
    }

    async fn apply(&self, projection: &Projection, checkpoint: &Checkpoint) -> Result<Applied, StoreError> {
        // Events go to the bus, not here.
        let projection = Projection { events: Vec::new(), ..projection.clone() };
        let (checkpoint, own) = (checkpoint.clone(), self.shared.shard.clone());
        self.writer.ask(move |write| apply(write, &projection, &checkpoint, &own)).await
    }
}

fn apply(
    write: &mut Write<'_>,
    projection: &Projection,
    checkpoint: &Checkpoint,
    own: &str,
) -> Result<Applied, Error> {
    const MOVE: &str = "INSERT OR REPLACE INTO checkpoints (shard, last) VALUES (?1, ?2)";
    let Checkpoint { shard, first, last } = checkpoint;
    if let Some(stands) = checkpoint_of(write.sql, shard)?.filter(|stands| stands >= first) {
        return Ok(Applied::Behind(stands));
    }
    add(write, projection)?;
    write.sql.prepare_cached(MOVE)?.execute([shard, last.as_str()])?;
    if shard == own {
        let first: i64 = first.as_str().parse().map_err(|error| Error::unreadable("a checkpoint", error))?;
        write.sql.prepare_cached("DELETE FROM changes WHERE seq < ?1")?.execute([first])?;
    }
    Ok(Applied::Done)
}

/// Adds the counts and the audit entries of `projection`.
pub(crate) fn add(write: &mut Write<'_>, projection: &Projection) -> Result<(), Error> {
    rollups::count(write, &projection.tasks)?;
    for ((owner, hour), counters) in &projection.rollups {
        rollups::roll_up(write, owner, *hour, counters)?;
    }
    for (batch, tally) in &projection.batches {
        batches::count(write.sql, *batch, tally)?;
    }
    for entry in &projection.audit {
        audit::append(write.sql, entry)?;
    }
    Ok(())
}

fn checkpoint_of(sql: &Connection, shard: &str) -> Result<Option<Sequence>, Error> {
    const LAST: &str = "SELECT last FROM checkpoints WHERE shard = ?1";
    let stands: Option<String> = sql.prepare_cached(LAST)?.query_row([shard], |row| row.get(0)).optional()?;
    Ok(stands.map(Sequence::of))
}
