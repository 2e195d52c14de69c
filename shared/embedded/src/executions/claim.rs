//! Claims executions by message, renews leases, and lists a task's other running executions.

use async_trait::async_trait;
use beadle_application::port::{Claim, MAX_UNENDED, Renewal, Replaced, RunExecutions, StoreError};
use beadle_domain::execution::{
    Cancellation, Execution, Message, Output, State, Status,
    claim::{self, ClaimDecision},
};
use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;
use rusqlite::{Connection, Rows, params};

use super::start::insert_waiting;
use crate::{
    Embedded,
    agenda::Lane,
    due,
    error::Error,
    group::Write,
    row,
    set_aside::{EXECUTIONS, SetAside},
    stored,
};

#[async_trait]
impl RunExecutions for Embedded {
    async fn claim(&self, message: &Message, now: Timestamp) -> Result<Claim, StoreError> {
        let message = message.clone();
        self.writer.ask(move |write| claim_one(write, &message, now)).await
    }

    async fn renew(
        &self,
        id: ExecutionId,
        fence: u64,
        lease_until: Timestamp,
    ) -> Result<Renewal, StoreError> {
        self.writer.ask(move |write| renew(write, id, fence, lease_until)).await
    }

    async fn note_output(&self, id: ExecutionId, fence: u64, output: &Output) -> Result<(), StoreError> {
        let output = output.clone();
        self.writer.ask(move |write| note_output(write, id, fence, &output)).await
    }

    async fn replace_request(&self, execution: &Execution) -> Result<Replaced, StoreError> {
        let request = stored::whole_request(&execution.request)?;
        let execution = execution.clone();
        self.writer.ask(move |write| replace_request(write, &execution, &request)).await
    }

    async fn cancelled(&self, id: ExecutionId) -> Cancellation {
        self.shared.cancels.requested(id).await
    }

    async fn unended_before(
        &self,
        task: TaskId,
        execution: &Execution,
    ) -> Result<Vec<Execution>, StoreError> {
        let (execution, aside) = (execution.clone(), self.set_aside());
        self.read(move |sql| unended_before(sql, task, &execution, &aside)).await
    }

    async fn next_unended(
        &self,
        task: TaskId,
        execution: &Execution,
    ) -> Result<Option<Execution>, StoreError> {
        let (id, created_at) = (execution.id(), execution.request.created_at);
        let aside = self.set_aside();
        self.read(move |sql| next_unended(sql, task, (id, created_at), &aside)).await
    }
}

fn claim_one(write: &mut Write<'_>, message: &Message, now: Timestamp) -> Result<Claim, Error> {
    let id = message.execution().id();
    let (row, seq, hops) = match row::find(write.sql, id)? {
        Some(found) => found,
        None => {
            let request = stored::request(&message.execution().request)?;
            insert_waiting(write, message.execution(), message.hops(), &request)?;
            match row::find(write.sql, id)? {
                Some(found) => found,
                // Its batch is closed.
                None if message.execution().request.batch_id.is_some() => return Ok(Claim::Done),
                None => return Err(Error::Unreadable("the row just written can't be found".to_owned())),
            }
        }
    };
    let hops = hops.max(message.hops());
    Ok(match claim::decide(&row, message, now) {
        ClaimDecision::Take(next) => {
            due::replace(write, seq, &row, &next, hops)?;
            Claim::Taken(Box::new(next))
        }
        ClaimDecision::GiveUp(next) => {
            due::replace(write, seq, &row, &next, hops)?;
            Claim::Done
        }
        ClaimDecision::Early { due } => Claim::Later(due),
        ClaimDecision::Busy { until } => Claim::Later(until),
        ClaimDecision::Reissue(message) => Claim::Reissue(Box::new(message)),
        ClaimDecision::Forget => Claim::Done,
    })
}

fn renew(write: &mut Write<'_>, id: ExecutionId, fence: u64, until: Timestamp) -> Result<Renewal, Error> {
    const RENEW: &str = "UPDATE executions SET progress = ?2, wake = ?3 WHERE seq = ?1";
    let Some(head) = row::head(write.sql, id)? else { return Ok(Renewal::Lost) };
    if head.version != fence || head.status != Status::Running {
        return Ok(Renewal::Lost);
    }
    let Some((mut execution, seq, _)) = row::find(write.sql, id)? else { return Ok(Renewal::Lost) };
    if let State::Running { lease_until, .. } = &mut execution.progress.state {
        *lease_until = until;
    }
    let progress = stored::progress(&execution.progress)?;
    write.sql.prepare_cached(RENEW)?.execute(params![seq, progress, until.as_millisecond()])?;
    write.wake_at(&Lane::of(&execution), Some(until.as_millisecond()));
    Ok(Renewal::Extended { cancel_requested: head.cancel_requested })
}

fn note_output(write: &mut Write<'_>, id: ExecutionId, fence: u64, output: &Output) -> Result<(), Error> {
    const NOTE: &str = "UPDATE executions SET progress = ?2 WHERE seq = ?1";
    let Some(head) = row::head(write.sql, id)? else { return Ok(()) };
    if head.version != fence || head.status != Status::Running {
        return Ok(());
    }
    let Some((mut execution, seq, _)) = row::find(write.sql, id)? else { return Ok(()) };
    output.clone_into(&mut execution.progress.output);
    let progress = stored::progress(&execution.progress)?;
    write.sql.prepare_cached(NOTE)?.execute(params![seq, progress])?;
    write.effects.written.push((id, fence));
    Ok(())
}

fn replace_request(write: &mut Write<'_>, execution: &Execution, request: &str) -> Result<Replaced, Error> {
    const REPLACE: &str = "UPDATE executions SET request = ?3, task_type = ?4, express = ?5 \
        WHERE id = ?1 AND version = ?2 AND status = 1";
    let replaced = write.sql.prepare_cached(REPLACE)?.execute(params![
        execution.id().uuid().as_bytes(),
        row::number(execution.version()),
        request,
        execution.request.spec.task_type().as_str(),
        row::express(execution),
    ])?;
    Ok(if replaced == 1 { Replaced::Done } else { Replaced::Conflict })
}

fn unended_before(
    sql: &Connection,
    task: TaskId,
    before: &Execution,
    aside: &SetAside,
) -> Result<Vec<Execution>, Error> {
    const UNENDED: &str = concat!(
        "SELECT ",
        row::columns!(),
        " FROM executions WHERE task_id = ?1 AND task_id IS NOT NULL AND status < 5 \
         AND (created_at, id) < (?2, ?3) ORDER BY created_at DESC, id DESC"
    );
    let mut statement = sql.prepare_cached(UNENDED)?;
    let mut rows = statement.query(params![
        task.uuid().as_bytes(),
        before.request.created_at.as_millisecond(),
        before.id().uuid().as_bytes(),
    ])?;
    runs(sql, &mut rows, (task, MAX_UNENDED), |other| other.goes_before(before), aside)
}

fn next_unended(
    sql: &Connection,
    task: TaskId,
    (id, created_at): (ExecutionId, Timestamp),
    aside: &SetAside,
) -> Result<Option<Execution>, Error> {
    const NEXT: &str = concat!(
        "SELECT ",
        row::columns!(),
        " FROM executions WHERE task_id = ?1 AND task_id IS NOT NULL AND status < 5 \
         AND (created_at, id) > (?2, ?3) ORDER BY created_at, id"
    );
    let mut statement = sql.prepare_cached(NEXT)?;
    let mut rows = statement.query(params![
        task.uuid().as_bytes(),
        created_at.as_millisecond(),
        id.uuid().as_bytes(),
    ])?;
    Ok(runs(sql, &mut rows, (task, 1), |_| true, aside)?.pop())
}

/// At most `most` of these executions that run `task` and are `wanted`.
fn runs(
    sql: &Connection,
    rows: &mut Rows<'_>,
    (task, most): (TaskId, usize),
    wanted: impl Fn(&Execution) -> bool,
    aside: &SetAside,
) -> Result<Vec<Execution>, Error> {
    let mut unended = Vec::new();
    while unended.len() < most
        && let Some(found) = rows.next()?
    {
        let execution = row::execution(found, 0);
        let execution = aside.or_skip(sql, EXECUTIONS, &[found.get_ref(3)?], execution)?;
        // The notifications about a task are listed with it, but do not run it.
        let runs_task = |other: &Execution| other.request.task_id == Some(task);
        unended.extend(execution.filter(|other| runs_task(other) && wanted(other)));
    }
    Ok(unended)
}
