//! Running a request that is not saved as a task.

use beadle_domain::{
    account::Credits,
    adhoc::{AdHoc, Record},
    execution::{Execution, Request, Trigger, TriggerKind},
    function::usage,
    masking,
};
use beadle_values::{
    id::ExecutionId,
    violation::{Path, Violation},
};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;

use super::{Begun, ExecutionService};
use crate::{Call, Error, IdempotencyKey, Operation, account, config, port::StoreError};

/// The number of requests prepared at once.
pub(crate) const PREPARED_AT_ONCE: usize = 8;

/// One of many requests, and the key under which a repeat finds its execution.
pub type Member = (Option<IdempotencyKey>, AdHoc);

impl ExecutionService {
    /// Starts `request` for the caller.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Limit`], [`Error::Invalid`], [`Error::KeyReused`], [`Error::Store`].
    pub async fn start_ad_hoc(&self, call: Call<'_>, request: AdHoc) -> Result<Begun, Error> {
        Operation::Execute.check_own(call.by)?;
        let id = self.id_for(call, &request)?;
        let (request, due) = self.prepare_start(call, request, id).await?;
        self.begin(call, request, due).await
    }

    /// Starts each of `members` for the caller, as [`Self::start_ad_hoc`] does; a result for each, in order.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub async fn start_many_ad_hoc(
        &self,
        call: Call<'_>,
        members: Vec<Member>,
    ) -> Result<Vec<Result<Begun, Error>>, Error> {
        Operation::Execute.check_own(call.by)?;
        let prepared: Vec<_> = members
            .into_iter()
            .map(async |(key, asked)| {
                let call = call.with_key(key.as_ref());
                let prepared = match self.id_for(call, &asked) {
                    Ok(id) => self.prepare_start(call, asked, id).await,
                    Err(refused) => Err(refused),
                };
                (key, prepared.map(|(request, due)| Execution::new(request, due)))
            })
            .collect();
        let prepared: Vec<(Option<IdempotencyKey>, Result<Execution, Error>)> =
            stream::iter(prepared).buffered(PREPARED_AT_ONCE).collect().await;
        let executions: Vec<Execution> =
            prepared.iter().filter_map(|(_, prepared)| prepared.as_ref().ok().cloned()).collect();
        let mut started = self.starter.start_all(&executions).await.into_iter();
        let begun = prepared.into_iter().map(|(key, prepared)| {
            let execution = prepared?;
            let missing = || StoreError::Corrupt("a start has no result".into());
            let started = started.next().ok_or_else(missing)??;
            Begun::of(execution, started, key.as_ref())
        });
        Ok(begun.collect())
    }

    /// The id of the execution that `asked` starts, which says whether its record is deferred.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it can't be, since a repeat of the call finds what it started by the record.
    fn id_for(&self, call: Call<'_>, asked: &AdHoc) -> Result<ExecutionId, Error> {
        let id = call.execution_id(&*self.ids);
        match asked.record {
            Some(Record::Deferred) if call.key.is_some() => {
                let message = "a request with an `Idempotency-Key` is recorded when it is accepted";
                let refused = Violation::new(Path::body().key("record"), "conflict", message);
                Err(refused.hint("leave one of them out").into())
            }
            Some(Record::Deferred) if self.starter.defers_records() => Ok(id.deferring_its_record()),
            Some(Record::Deferred) | None => Ok(id),
        }
    }

    /// The request of the execution `id` that `asked` describes, and when it is due, if the caller may start one.
    pub(crate) async fn prepare_start(
        &self,
        call: Call<'_>,
        asked: AdHoc,
        id: ExecutionId,
    ) -> Result<(Request, Timestamp), Error> {
        account::may_start(&*self.accounts, call, &call.by.owner, 1, Credits::ZERO).await?;
        self.prepare(call, asked, id, &Path::body()).await
    }

    /// The request of the execution `id` that `asked`, which is at `path` of a body, describes, and when it is
    /// due.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`], [`Error::Store`].
    pub(crate) async fn prepare(
        &self,
        call: Call<'_>,
        asked: AdHoc,
        id: ExecutionId,
        path: &Path,
    ) -> Result<(Request, Timestamp), Error> {
        let Call { by, key, now, .. } = call;
        let defaults = &self.defaults.ad_hoc;
        let AdHoc { mut spec, config_id, input, policy, priority, order, run_at, record: _ } = asked;
        let order = order.map(|rule| rule.resolve(&input).checked(path.key("order"))).transpose()?;
        masking::unmask(&mut spec, None, path)?;
        self.code.may_run_script(by, &spec, path)?;
        let uses = usage::of_spec(&spec, path).into_iter();
        self.code.has_functions(uses.chain(usage::of_policy(&policy, path))).await?;
        config::ensure_usable(&*self.configs, config_id, &by.owner, path).await?;
        let request = Request {
            id,
            owner: by.owner.clone(),
            task_id: None,
            spec: spec.resolved(defaults),
            config_id,
            input,
            policy: policy.resolve(defaults, config_id.is_some()),
            priority,
            credits: Credits::ZERO,
            order,
            trigger: Trigger { scheduled_for: run_at, ..Trigger::of(TriggerKind::Api) },
            created_at: now,
            batch_id: None,
            idempotency: key.map(|key| key.stamp.clone()),
        };
        Ok((request, run_at.unwrap_or(now)))
    }
}
