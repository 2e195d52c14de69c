//! Turns the table's stream into changes of the domain. Writes that the projector does not count yield none:
//! rows it wrote itself, links, removals, extended leases and requests to cancel.

use beadle_application::port::StoreError;
use beadle_domain::{
    account::Credits,
    cost::{
        Consumption, Receipt,
        row::{RowUnits, Sizes},
    },
    execution::{Answer, Status, TriggerKind},
    gate::GateState,
    order::Order,
    projection::{
        RecordChange,
        change::{Before, Change, ExecutionFacts},
    },
    spec::TaskType,
    task::Priority,
};
use beadle_values::id::{BatchId, ExecutionId, TaskId};
use serde::Deserialize;
use serde_dynamo::{AttributeValue, Item};

use crate::{
    errors::unreadable,
    keys::{self, Key},
    row::{
        batch::BatchRow, config::ConfigRow, early_cancel::CANCELLED_EARLY, execution::ExecutionRow,
        task::TaskRow,
    },
};

/// The part of a request that is counted.
#[derive(Deserialize)]
struct RequestHead {
    #[serde(default)]
    task_id: Option<TaskId>,
    #[serde(default)]
    spec: Option<SpecHead>,
    trigger: TriggerHead,
    #[serde(default)]
    batch_id: Option<BatchId>,
    #[serde(default)]
    priority: Priority,
    #[serde(default)]
    credits: Credits,
    #[serde(default)]
    order: Option<Order>,
}

#[derive(Deserialize)]
struct SpecHead {
    #[serde(rename = "type")]
    task_type: TaskType,
}

#[derive(Deserialize)]
struct TriggerHead {
    kind: TriggerKind,
    #[serde(default)]
    replay_of: Option<ExecutionId>,
    #[serde(default)]
    depth: u32,
    #[serde(default)]
    excluded: Option<String>,
}

/// The change of a row from `old` to `new`, the images of a stream record; a missing image is empty. `None`
/// when nothing follows from it, as from a removal.
///
/// Both images are in the form of `aws_lambda_events`, which also deserialises DynamoDB's JSON.
///
/// # Errors
/// [`StoreError::Corrupt`] when a row can't be read.
pub fn change_of(old: &Item, new: &Item) -> Result<Option<Change>, StoreError> {
    let (pk, sk) = (text(new, keys::PK), text(new, keys::SK));
    match sk {
        Some(sk) if pk.is_some_and(|pk| Key::is_of_execution(pk, sk)) => execution_change(old, new),
        Some(keys::TASK_SK) => task_change(old, new),
        Some(keys::BREAKER_SK) => breaker_change(old, new),
        Some(keys::PAUSE_SK) => pause_change(old, new),
        Some(keys::CONFIG_SK) => config_change(old, new),
        Some(keys::BATCH_SK) => batch_change(old, new),
        _ => Ok(None),
    }
}

fn text<'i>(item: &'i Item, name: &str) -> Option<&'i str> {
    match item.get(name) {
        Some(AttributeValue::S(text)) => Some(text),
        _ => None,
    }
}

fn execution_change(old: &Item, new: &Item) -> Result<Option<Change>, StoreError> {
    if new.contains_key(CANCELLED_EARLY) {
        return Ok(None);
    }
    let after: ExecutionRow = read(new)?;
    let had_row = !old.is_empty() && !old.contains_key(CANCELLED_EARLY);
    let before: Option<ExecutionRow> = if had_row { Some(read(old)?) } else { None };
    if before.as_ref().is_some_and(|before| before.version == after.version) {
        return Ok(None);
    }
    let before = match before {
        Some(before) => {
            let attempts = count(before.progress()?.attempts.len());
            Some(Before { status: before.status, attempts })
        }
        None => None,
    };
    Ok(Some(Change::Execution { before, after: facts(&after)? }))
}

/// The counted properties of an execution. Does not need its spec, which may be stored elsewhere.
fn facts(row: &ExecutionRow) -> Result<ExecutionFacts, StoreError> {
    let (id, owner, created_at) = row.identity()?;
    let head: RequestHead = serde_json::from_str(&row.request())
        .map_err(|error| unreadable(format!("the request of {id}"), error))?;
    let inline = head.spec.map(|spec| spec.task_type);
    let task_type = inline
        .or_else(|| row.large_spec.as_ref().map(|place| place.task_type))
        .ok_or_else(|| StoreError::Corrupt(format!("{id} has no spec").into()))?;
    let progress = row.progress()?;
    let ended = row.status.is_final();
    let trigger = head.trigger.kind;
    let receipt = || {
        let in_line = head.order.as_ref().is_some_and(|order| order.fault.is_none());
        let object = progress.answer.as_ref().and_then(Answer::apart).is_some();
        let row =
            RowUnits::of_sizes(&Sizes { in_line, object, ..row.sizes(id, &owner) }, created_at, &progress);
        let (saved, is_excluded) = (head.task_id.is_some(), head.trigger.excluded.is_some());
        Receipt::for_use(&Consumption::of(row, task_type, trigger, is_excluded, saved, &progress))
    };
    let nano_usd = if ended { receipt().nano_usd } else { 0 };
    let tokens = progress.answer.as_ref().filter(|_| ended).and_then(Answer::tokens_used);
    Ok(ExecutionFacts {
        id,
        task_id: head.task_id,
        task_type,
        batch_id: head.batch_id,
        trigger,
        priority: head.priority,
        replay_of: head.trigger.replay_of,
        depth: head.trigger.depth,
        status: row.status,
        attempts: count(progress.attempts.len()),
        created_at,
        started_at: progress.started_at(),
        ended_at: progress.state.ended_at(),
        error: match row.status {
            Status::Failed => progress.failure().map(|failure| failure.message.clone()),
            _ => None,
        },
        result: ExecutionFacts::result_of(head.task_id, task_type, &progress),
        credits: head.credits,
        tokens: tokens.unwrap_or(0),
        nano_usd,
        owner,
        cancel_reason: progress.state.cancel_reason(),
        is_history: row.is_history,
        order: head.order.filter(|_| !row.is_history),
    })
}

fn task_change(old: &Item, new: &Item) -> Result<Option<Change>, StoreError> {
    let after: TaskRow = read(new)?;
    let before: Option<TaskRow> = if old.is_empty() { None } else { Some(read(old)?) };
    if before.as_ref().is_some_and(|before| before.version == after.version) {
        return Ok(None);
    }
    let before = before.map(|before| before.task()).transpose()?.map(Box::new);
    Ok(Some(Change::Task { before, after: Box::new(after.task()?) }))
}

fn config_change(old: &Item, new: &Item) -> Result<Option<Change>, StoreError> {
    let after: ConfigRow = read(new)?;
    let before = if old.is_empty() { None } else { Some(read::<ConfigRow>(old)?.config()?) };
    let change = RecordChange::of(before.as_ref(), &after.config()?);
    Ok(change.map(|change| Change::Record(Box::new(change))))
}

fn batch_change(old: &Item, new: &Item) -> Result<Option<Change>, StoreError> {
    let after = read::<BatchRow>(new)?.batch()?;
    let was_open = old.is_empty() || read::<BatchRow>(old)?.batch()?.closed_at.is_none();
    Ok((was_open && after.closed_at.is_some()).then_some(Change::BatchClosed(after.id)))
}

/// The part of a gate's row that its changes consist of.
#[derive(Deserialize)]
struct GateImage {
    pk: String,
    gate: String,
}

impl GateImage {
    fn state(&self) -> Result<GateState, StoreError> {
        serde_json::from_str(&self.gate).map_err(|error| unreadable(format!("the gate `{}`", self.pk), error))
    }

    /// The state in the image before a write, if there is one.
    fn before(old: &Item) -> Result<Option<GateState>, StoreError> {
        if old.is_empty() { Ok(None) } else { read::<Self>(old)?.state().map(Some) }
    }
}

fn breaker_change(old: &Item, new: &Item) -> Result<Option<Change>, StoreError> {
    let row: GateImage = read(new)?;
    let Some(after) = row.state()?.breaker() else { return Ok(None) };
    let before = GateImage::before(old)?.and_then(GateState::breaker);
    let config = keys::config_of_gate(&row.pk)
        .ok_or_else(|| StoreError::Corrupt(format!("`{}` belongs to no config's gate", row.pk).into()))?;
    Ok(Change::of_breaker(config, before.as_ref(), &after))
}

fn pause_change(old: &Item, new: &Item) -> Result<Option<Change>, StoreError> {
    let Some(after) = read::<GateImage>(new)?.state()?.pause() else { return Ok(None) };
    let before = GateImage::before(old)?.and_then(GateState::pause);
    let change = RecordChange::of_pause(before.as_ref(), &after);
    Ok(change.map(|change| Change::Record(Box::new(change))))
}

fn read<'a, T: Deserialize<'a>>(item: &Item) -> Result<T, StoreError> {
    serde_dynamo::from_item(item.clone()).map_err(|error| unreadable("an image of the stream", error))
}

fn count(attempts: usize) -> u32 {
    u32::try_from(attempts).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
