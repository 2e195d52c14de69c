//! Executions that run what their task is now, since it was changed after its schedule had made them.

use beadle_application::port::{Replaced, StoreError};
use beadle_domain::{
    execution::{MadeUnder, Request, Trigger},
    task::Task,
};

use super::Job;
use crate::Ports;

/// Builds the request of `job` from `task` as it is, under the same id. It is stored before anything is sent, so
/// that what is shown is what is sent, and another runner that takes the execution over sends the same.
///
/// # Errors
/// [`StoreError`] if it may not be stored, or the claim was lost.
pub(super) async fn rebuild(ports: &Ports, job: &mut Job, task: &Task) -> Result<(), StoreError> {
    let made = &*job.execution.request;
    let trigger = Trigger { made_under: Some(MadeUnder::of(task)), ..made.trigger.clone() };
    // It keeps its place in the line that it joined.
    let order = made.order.clone();
    let request = Request { order, ..task.request(made.id, trigger, &ports.defaults, made.created_at) };
    let rebuilt = job.execution.rebuilt(request);
    if ports.runs.replace_request(&rebuilt).await? == Replaced::Conflict {
        let message = format!("the claim of {} was lost before its request was replaced", rebuilt.id());
        return Err(StoreError::Unavailable(message.into()));
    }
    job.policy = rebuilt.request.policy.clone();
    *job.execution = rebuilt;
    Ok(())
}
