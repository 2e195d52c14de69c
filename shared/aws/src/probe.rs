//! Probes of the table and the queues.

use async_trait::async_trait;
use aws_sdk_sqs::{Client, types::QueueAttributeName};
use beadle_application::port::{Condition, Probe, ProbeError};
use beadle_values::cause::Cause;

use crate::{errors::failed, keys::Key, settings::QueueSettings, table::Table};

/// Reads one item of the table, and reports which items this process could not read.
pub struct TableProbe(Table);

impl TableProbe {
    /// A probe of `table`.
    pub fn new(table: Table) -> Self {
        Self(table)
    }
}

#[async_trait]
impl Probe for TableProbe {
    fn name(&self) -> &'static str {
        "store"
    }

    async fn probe(&self) -> Result<Condition, ProbeError> {
        match self.0.get(&Key::cursor_key()).await {
            Ok(_) => Ok(Condition { set_aside: self.0.set_aside().counts(), ..Condition::default() }),
            Err(error) => Err(ProbeError(Cause::of(error))),
        }
    }
}

/// Reads an attribute of both queues; needs `sqs:GetQueueAttributes`.
pub struct QueueProbe {
    client: Client,
    urls: [String; 2],
}

impl QueueProbe {
    /// A probe of the queues of `settings`.
    pub fn new(client: Client, settings: &QueueSettings) -> Self {
        Self { client, urls: [settings.dispatch.url.clone(), settings.express.url.clone()] }
    }
}

#[async_trait]
impl Probe for QueueProbe {
    fn name(&self) -> &'static str {
        "queue"
    }

    async fn probe(&self) -> Result<Condition, ProbeError> {
        for url in &self.urls {
            let call = self
                .client
                .get_queue_attributes()
                .queue_url(url)
                .attribute_names(QueueAttributeName::QueueArn);
            call.send().await.map_err(|error| ProbeError(failed("read the attributes of a queue", error)))?;
        }
        Ok(Condition::default())
    }
}
