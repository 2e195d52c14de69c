//! Pauses of configs, of accounts and of the whole service.

pub(crate) mod account;
pub(crate) mod config;
pub(crate) mod response;
pub(crate) mod service;

use beadle_application::pause::PauseDraft;
use beadle_values::violation::Path;

use crate::http::{JsonBody, Problem};

/// Reads what pauses something.
fn draft(body: &JsonBody) -> Result<PauseDraft, Problem> {
    Ok(PauseDraft::parse(&body.value, &Path::body())?)
}
