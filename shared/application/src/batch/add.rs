//! Adding requests to a batch.

use beadle_domain::{adhoc::AdHoc, batch::Batch, execution::Execution};
use beadle_values::violation::{Path, Violation};
use futures_util::{StreamExt, stream};

use super::BatchService;
use crate::{
    Call, Error, IdempotencyKey, Operation,
    execution::{Begun, Member, PREPARED_AT_ONCE},
    port::{Added, Started},
};

impl BatchService {
    /// Adds `members` to `batch` and starts them; one result for each, in order.
    ///
    /// # Errors
    /// [`Error::Store`] if it is unclear which of them were added: who repeats the call under the same keys adds
    /// none of them twice.
    pub async fn add(
        &self,
        call: Call<'_>,
        batch: &Batch,
        members: Vec<Member>,
    ) -> Result<Vec<Result<Begun, Error>>, Error> {
        Operation::Execute.check_own(call.by)?;
        let prepared: Vec<_> =
            members.into_iter().map(|member| self.prepare_with_key(call, batch, member)).collect();
        let prepared: Vec<_> = stream::iter(prepared).buffered(PREPARED_AT_ONCE).collect().await;
        let executions = prepared.iter().filter_map(|(_, prepared)| match prepared {
            Ok(Prepared::New(execution)) => Some((**execution).clone()),
            _ => None,
        });
        let executions: Vec<Execution> = executions.collect();
        let added = match executions.is_empty() {
            true => Vec::new(),
            false => self.executions.starter.add_to_batch(&executions).await?,
        };
        let mut added = added.into_iter();
        let begun = prepared.into_iter().map(|(key, prepared)| match prepared? {
            Prepared::Before(existing) => Ok(Begun { execution: *existing, replayed: true }),
            Prepared::New(execution) => match added.next() {
                Some(Added::Created) => Begun::of(*execution, Started::Created, key.as_ref()),
                Some(Added::Existing(existing)) => {
                    Begun::of(*execution, Started::Existing(existing), key.as_ref())
                }
                Some(Added::Closed) | None => Err(Error::BatchClosed(batch.id)),
            },
        });
        Ok(begun.collect())
    }

    async fn prepare_with_key(
        &self,
        call: Call<'_>,
        batch: &Batch,
        (key, asked): Member,
    ) -> (Option<IdempotencyKey>, Result<Prepared, Error>) {
        let prepared = self.prepare(call, batch, key.as_ref(), asked).await;
        (key, prepared)
    }

    /// The execution to add for a request, or the one that an earlier call under its key has added.
    async fn prepare(
        &self,
        call: Call<'_>,
        batch: &Batch,
        key: Option<&IdempotencyKey>,
        asked: AdHoc,
    ) -> Result<Prepared, Error> {
        let call = call.with_key(key);
        let id = call.execution_id(&*self.executions.ids);
        if batch.closed_at.is_some() {
            let earlier = match key {
                Some(_) => self.executions.executions.get(id).await?,
                None => None,
            };
            let Some((earlier, key)) = earlier.zip(key) else { return Err(Error::BatchClosed(batch.id)) };
            key.check(earlier.request.idempotency.as_ref())?;
            return Ok(Prepared::Before(Box::new(earlier)));
        }
        if asked.record.is_some() {
            let message = "an execution of a batch is recorded when it is accepted";
            return Err(Violation::new(Path::body().key("record"), "conflict", message).into());
        }
        let (mut request, due) = self.executions.prepare_start(call, asked, id).await?;
        request.batch_id = Some(batch.id);
        Ok(Prepared::New(Box::new(Execution::new(request, due))))
    }
}

/// A request that is ready to be added.
enum Prepared {
    /// It is to be added.
    New(Box<Execution>),
    /// It was added before.
    Before(Box<Execution>),
}
