//! Importing executions: those that ended as history, and those that have not begun to run here.

use beadle_domain::{
    execution::{Execution, Request},
    spec::TaskSpec,
    transfer::{self, Record},
};
use beadle_values::{
    id::{OwnerId, TaskId},
    violation::{Path, Violation},
};

use super::{Imported, TransferService, import::there};
use crate::{Call, Error, Operation, account, config, port::Started};

impl TransferService {
    pub(super) async fn import_execution(
        &self,
        call: Call<'_>,
        record: &Record,
        pending: bool,
    ) -> Result<Imported, Error> {
        let execution = transfer::execution::read(record, &call.by.owner, call.now)?;
        let is_history = execution.status().is_final();
        if let Some(existing) = self.executions.executions.get(execution.id()).await? {
            return self.execution_there(call, record, &execution, &existing);
        }
        if !is_history && !pending {
            return Ok(Imported::LeftOut);
        }
        self.names_own(&execution.request).await?;
        let started = if is_history {
            if matches!(execution.request.spec, TaskSpec::Script(_)) {
                Operation::UseScript.check_own(call.by)?;
            }
            self.executions.starter.record(&execution).await?
        } else {
            let execution = self.to_run(call, execution.clone()).await?;
            let request = &execution.request;
            account::may_start(&*self.executions.accounts, call, &request.owner, 1, request.credits).await?;
            self.executions.starter.start(&execution).await?
        };
        match started {
            Started::Created => Ok(Imported::Created),
            Started::Existing(existing) => self.execution_there(call, record, &execution, &existing),
        }
    }

    /// The outcome for an execution that is here already. One that had not begun elsewhere goes on here, as one of a schedule
    /// that made it on both sides does: it is the same.
    fn execution_there(
        &self,
        call: Call<'_>,
        record: &Record,
        imported: &Execution,
        existing: &Execution,
    ) -> Result<Imported, Error> {
        let is_own = existing.request.owner == call.by.owner;
        let is_same = || transfer::execution::record(existing) == transfer::execution::record(imported);
        there(record, is_own, !imported.status().is_final() || is_same())
    }

    /// Refuses a request that names what is somebody else's: results of others are read by such names.
    async fn names_own(&self, request: &Request) -> Result<(), Error> {
        let owner = &request.owner;
        let trigger = &request.trigger;
        for (id, member) in [(request.task_id, "task_id"), (trigger.notice_of, "trigger")] {
            if let Some(id) = id {
                let found = self.tasks.tasks.get(id).await?;
                own(found.map(|saved| saved.task.owner), owner, member, &id)?;
            }
        }
        if let Some(id) = request.batch_id {
            let found = self.batches.get(id).await?;
            own(found.map(|counted| counted.batch.owner), owner, "batch_id", &id)?;
        }
        let others = trigger.upstream.iter().chain(&trigger.skipped_for).chain(&trigger.replay_of);
        for id in others {
            let found = self.executions.executions.get(*id).await?;
            own(found.map(|found| found.request.owner.clone()), owner, "trigger", id)?;
        }
        Ok(())
    }

    /// `execution`, which has not begun, as it would be started here.
    async fn to_run(&self, call: Call<'_>, execution: Execution) -> Result<Execution, Error> {
        let Some(due) = execution.state().due() else { return Ok(execution) };
        let request = (*execution.request).clone();
        let request = match request.task_id {
            Some(id) => self.of_task(call, id, request).await?,
            None => {
                let path = Path::body().key("request");
                let code = &self.executions.code;
                code.may_run_script(call.by, &request.spec, &path.key("spec"))?;
                code.has_functions(beadle_domain::function::usage::of_spec(&request.spec, &path)).await?;
                config::ensure_usable(&*self.executions.configs, request.config_id, &request.owner, &path)
                    .await?;
                request
            }
        };
        Ok(Execution::new(request, due))
    }

    /// The request of the task `id` as it is here, for what started `request`, with its input.
    async fn of_task(&self, call: Call<'_>, id: TaskId, request: Request) -> Result<Request, Error> {
        let saved =
            self.tasks.find(call.by, id, Operation::ExecuteTask).await.map_err(|error| match error {
                Error::TaskNotFound(id) => unknown("task_id", &id).into(),
                error => error,
            })?;
        let Request { id, trigger, input, idempotency, created_at, .. } = request;
        let now = saved.task.request(id, trigger, &self.executions.defaults.task, created_at);
        Ok(Request { input, idempotency, ..now })
    }
}

fn own(found: Option<OwnerId>, owner: &OwnerId, member: &str, id: &impl ToString) -> Result<(), Violation> {
    if found.is_none_or(|found| found == *owner) { Ok(()) } else { Err(unknown(member, id)) }
}

fn unknown(member: &str, id: &impl ToString) -> Violation {
    let path = Path::body().key("request").key(member);
    Violation::new(path, "unknown_id", format!("there is no {} of yours", id.to_string()))
}
