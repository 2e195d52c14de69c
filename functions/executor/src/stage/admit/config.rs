//! Reads the config that an execution names.

use std::sync::Arc;

use beadle_application::port::StoreError;
use beadle_domain::execution::{Failure, FailureCode};

use super::{Admission, Job};
use crate::Ports;

/// Sets the config of `job` and the policy that follows from it. Refuses an execution whose config is gone.
pub(super) async fn admit(ports: &Ports, job: &mut Job) -> Result<Admission, StoreError> {
    let request = &job.execution.request;
    let Some(id) = request.config_id else { return Ok(Admission::Go) };
    let config = ports.configs.get(id).await?.filter(|config| config.is_usable_by(&request.owner));
    let Some(config) = config else {
        let message = format!("the config {id} was deleted, or may no longer be used");
        return Ok(Admission::Refuse { failure: Failure::new(FailureCode::ConfigGone, message) });
    };
    let config = config.limited(ports.rate_limit.clone());
    if let Some(limit) = &config.profile.rate_limit
        && let Err(mut failure) = limit.of_key(&request.input)
    {
        failure.message =
            format!("the key of the rate limit of the config {id} can't be resolved: {}", failure.message);
        return Ok(Admission::Refuse { failure });
    }
    job.policy = job.policy.under(&config.profile.policy);
    job.config = Some(Arc::new(config));
    Ok(Admission::Go)
}
