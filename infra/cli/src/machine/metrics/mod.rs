//! `/metrics`: what the process has counted ([`recorder`]) and what its store holds ([`figures`]), in the text format of
//! OpenMetrics 1.0. Their names stand beside those of CloudWatch in `infra/docs/metrics.md`.

mod figures;
mod recorder;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use beadle_api::Exposition;
use beadle_application::port::StoreError;
use beadle_embedded::Embedded;
use beadle_values::cause::Cause;
use prometheus_client::{
    encoding::text::{encode_eof, encode_registry},
    registry::Registry,
};

pub use self::recorder::Recorder;

/// The prefix of all names.
const PREFIX: &str = "beadle";

/// The metrics of this process and its store.
pub struct Metrics {
    recorder: Arc<Recorder>,
    store: Embedded,
}

impl Metrics {
    /// What `recorder` has counted, and the figures of `store`.
    pub fn new(recorder: Arc<Recorder>, store: Embedded) -> Self {
        Self { recorder, store }
    }
}

#[async_trait]
impl Exposition for Metrics {
    async fn text(&self) -> Result<String, StoreError> {
        let figures = figures::registry(&self.store.figures().await?);
        written(self.recorder.registry(), &figures).map_err(|error| StoreError::Corrupt(Cause::of(error)))
    }
}

/// The metrics of both registries.
fn written(counted: &Registry, figures: &Registry) -> Result<String, fmt::Error> {
    let mut text = String::new();
    encode_registry(&mut text, counted)?;
    encode_registry(&mut text, figures)?;
    encode_eof(&mut text)?;
    Ok(text)
}
