//! Save a new task.

use beadle_domain::{
    access::Principal,
    masking,
    task::{SavedTask, Task, TaskDraft, TaskStats},
};
use beadle_values::{id::TaskId, violation::Path};
use jiff::Timestamp;

use super::{
    dependencies,
    replace::{TaskPorts, realign},
    update::{unmask_notify, will_run},
};
use crate::{
    GivenKey, Operation, Refusal, account, config,
    port::{Arming, Ids, Inserted, Tasks},
};

/// A task that was created, now or earlier under the same key.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// The task as it stands.
    pub saved: SavedTask,
    /// Whether it was created earlier under the same key.
    pub replayed: bool,
}

/// Creates what `draft` describes. Its schedule is armed first: what stops in between leaves a tick without a task,
/// which removes itself, and never a task that does not tick.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Invalid`], [`Refusal::Limit`], [`Refusal::KeyReused`], [`Refusal::Store`], [`Refusal::Scheduler`].
pub async fn create(
    ports: TaskPorts<'_>,
    ids: &dyn Ids,
    by: &Principal,
    draft: TaskDraft,
    key: Option<&GivenKey>,
    now: Timestamp,
) -> Result<Created, Refusal> {
    save(ports, ids, None, by, draft, key, now).await
}

/// The same, for a task that gets a number of `numbers` before it is written.
pub(crate) async fn save(
    ports: TaskPorts<'_>,
    ids: &dyn Ids,
    numbers: Option<&dyn Tasks>,
    by: &Principal,
    mut draft: TaskDraft,
    key: Option<&GivenKey>,
    now: Timestamp,
) -> Result<Created, Refusal> {
    Operation::CreateTask.check_own(by)?;
    masking::unmask(&mut draft.spec, None, &Path::body().key("config"))?;
    unmask_notify(&mut draft, None)?;
    let id = key.map_or_else(|| TaskId::from_uuid(ids.fresh(now)), |key| key.task_id(&by.owner));
    if let Some(key) = key
        && let Some(saved) = ports.reader.get(id).await?
    {
        key.check(saved.task.idempotency.as_ref())?;
        return Ok(Created { saved, replayed: true });
    }
    config::usable(ports.configs, draft.config_id, &by.owner).await?;
    let schedules: Vec<_> = draft.schedule.iter().collect();
    account::may_save(ports.accounts, by, &by.owner, Some(1), &schedules, now).await?;
    let idempotency = key.map(|key| key.stamp.clone());
    let mut task = Task { idempotency, ..draft.into_task(id, by.owner.clone(), now) };
    will_run(&task, now)?;
    dependencies::visible(ports.reader, by, &task, &[]).await?;
    if let Some(numbers) = numbers {
        task.number = Some(numbers.assign_number(id).await?);
    }
    let arming = Arming::of(&task);
    if let Some(arming) = &arming {
        ports.scheduler.arm(arming).await?;
    }
    match ports.writer.insert(&task).await? {
        Inserted::Created => {
            Ok(Created { saved: SavedTask { task, stats: TaskStats::default() }, replayed: false })
        }
        Inserted::Existing(existing) => {
            if arming.is_some() {
                realign(ports, id).await;
            }
            if let Some(key) = key {
                key.check(existing.idempotency.as_ref())?;
            }
            let task = *existing;
            Ok(Created { saved: SavedTask { task, stats: TaskStats::default() }, replayed: true })
        }
    }
}
