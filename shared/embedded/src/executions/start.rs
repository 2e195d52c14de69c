//! Starts executions: writes the row and its change, and claims it if it can run at once.

use async_trait::async_trait;
use beadle_application::port::{Added, StartExecutions, Started, StoreError};
use beadle_domain::{
    execution::{
        Execution, Message,
        claim::{self, ClaimDecision},
    },
    projection::{Change, ChangeRecord, ExecutionFacts, Projection, Sequence},
};

use crate::{
    Embedded, agenda::Lane, batches, due, error::Error, group::Write, order_lines, projection, row, stored,
};

/// A new execution, serialised on the caller's thread to keep the writer's thread free.
struct Arrival {
    execution: Execution,
    request: String,
    /// The execution as it is if it can run at once, with the text of its progress.
    running: Option<(Execution, String)>,
}

#[async_trait]
impl StartExecutions for Embedded {
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError> {
        let arrival = self.arrival(execution)?;
        let added = self.writer.ask(move |write| arrival.write(write)).await?;
        Ok(match added {
            Added::Created => Started::Created,
            Added::Existing(existing) => Started::Existing(existing),
            Added::Closed => {
                return Err(Error::Unreadable("an execution of a closed batch was started".to_owned()).into());
            }
        })
    }

    async fn record(&self, execution: &Execution) -> Result<Started, StoreError> {
        let request = stored::request(&execution.request)?;
        let execution = execution.clone();
        self.writer.ask(move |write| record(write, &execution, &request)).await
    }

    async fn add_to_batch(&self, executions: &[Execution]) -> Result<Vec<Added>, StoreError> {
        let arrivals: Vec<Arrival> =
            executions.iter().map(|execution| self.arrival(execution)).collect::<Result<_, _>>()?;
        self.writer.ask(move |write| arrivals.iter().map(|arrival| arrival.write(write)).collect()).await
    }
}

impl Embedded {
    fn arrival(&self, execution: &Execution) -> Result<Arrival, Error> {
        let now = self.clock.now();
        let request = stored::request(&execution.request)?;
        let due = execution.state().due().is_some_and(|due| due <= now);
        let running = match due.then(|| claim::decide(execution, &Message::start(execution.clone()), now)) {
            Some(ClaimDecision::Take(running)) => {
                let progress = stored::progress(&running.progress)?;
                Some((running, progress))
            }
            _ => None,
        };
        Ok(Arrival { execution: execution.clone(), request, running })
    }
}

impl Arrival {
    /// An execution that can run at once is inserted as running, which saves a commit before its call.
    fn write(&self, write: &mut Write<'_>) -> Result<Added, Error> {
        if !batches::admit(write.sql, &self.execution)? {
            return Ok(Added::Closed);
        }
        let claimed = self.running.as_ref().and_then(|(running, progress)| {
            write.room(&Lane::of(running)).map(|permit| (running, progress, permit))
        });
        let started = match claimed {
            Some((running, progress, permit)) => {
                let created = row::insert(write.sql, running, 0, &self.request, progress)?;
                if created {
                    order_lines::join(write, running)?;
                    due::written(write, None, running)?;
                    due::hand_out(write, running.clone(), 0, permit);
                }
                created
            }
            None => insert_admitted(write, &self.execution, 0, &self.request)?,
        };
        if started {
            return Ok(Added::Created);
        }
        let existing = row::find(write.sql, self.execution.id())?;
        existing
            .map(|(execution, ..)| Added::Existing(Box::new(execution)))
            .ok_or_else(|| Error::Unreadable("the conflicting row can't be found".to_owned()))
    }
}

/// Inserts an execution that ended in another service, and counts it. It is no change that the projector reads, so nothing
/// follows from it.
fn record(write: &mut Write<'_>, execution: &Execution, request: &str) -> Result<Started, Error> {
    let progress = stored::progress(&execution.progress)?;
    if !row::insert(write.sql, execution, 0, request, &progress)? {
        return row::find(write.sql, execution.id())?
            .map(|(existing, ..)| Started::Existing(Box::new(existing)))
            .ok_or_else(|| Error::Unreadable("the conflicting row can't be found".to_owned()));
    }
    let after = ExecutionFacts { is_history: true, ..ExecutionFacts::from(execution) };
    let record = ChangeRecord {
        shard: String::new(),
        sequence: Sequence::of(0),
        at: execution.progress.updated_at,
        change: Change::Execution { before: None, after },
    };
    projection::add(write, &Projection::of(&[record]))?;
    Ok(Started::Created)
}

/// Inserts an execution that waits for its time or for a permit; `false` when its id is taken, or its batch is closed.
pub(crate) fn insert_waiting(
    write: &mut Write<'_>,
    execution: &Execution,
    hops: u32,
    request: &str,
) -> Result<bool, Error> {
    Ok(batches::admit(write.sql, execution)? && insert_admitted(write, execution, hops, request)?)
}

fn insert_admitted(
    write: &mut Write<'_>,
    execution: &Execution,
    hops: u32,
    request: &str,
) -> Result<bool, Error> {
    let progress = stored::progress(&execution.progress)?;
    let created = row::insert(write.sql, execution, hops, request, &progress)?;
    if created {
        order_lines::join(write, execution)?;
        due::written(write, None, execution)?;
    }
    Ok(created)
}
