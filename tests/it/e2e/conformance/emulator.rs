//! The setup that every fixture on the emulator shares.

use anyhow::Context;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sqs::{Client, config::Credentials, types::QueueAttributeName};
use beadle_aws::settings::QueueAddress;
use uuid::Uuid;

use crate::e2e::setting;

/// The role that schedules assume; the emulator does not restrict it.
pub const ROLE: &str = "arn:aws:iam::000000000000:role/conformance";

/// The configuration of its clients.
pub async fn config() -> anyhow::Result<SdkConfig> {
    let credentials = Credentials::new("test", "test", None, None, "the emulator's administrator");
    let loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .endpoint_url(setting("BEADLE_EMULATOR_URL")?)
        .region(Region::from_static("us-east-1"))
        .credentials_provider(credentials);
    Ok(loader.load().await)
}

/// A name that nothing else has.
pub fn fresh_name() -> String {
    format!("conformance-{}", Uuid::now_v7().simple())
}

/// Creates a queue.
pub async fn queue(queues: &Client, name: &str) -> anyhow::Result<QueueAddress> {
    let created = queues.create_queue().queue_name(name).send().await?;
    let url = created.queue_url().context("the URL of a queue")?.to_owned();
    let attributes =
        queues.get_queue_attributes().queue_url(&url).attribute_names(QueueAttributeName::QueueArn);
    let attributes = attributes.send().await?;
    let arn = attributes.attributes().and_then(|all| all.get(&QueueAttributeName::QueueArn));
    Ok(QueueAddress { url, arn: arn.context("the ARN of a queue")?.clone() })
}

/// Takes the messages that are in the queue or arrive within `seconds`; returns their bodies.
pub async fn drain(queues: &Client, queue: &QueueAddress, seconds: i32) -> anyhow::Result<Vec<String>> {
    let receive = queues.receive_message().queue_url(&queue.url).max_number_of_messages(10);
    let received = receive.wait_time_seconds(seconds).send().await?;
    let mut bodies = Vec::new();
    for message in received.messages.unwrap_or_default() {
        let receipt = message.receipt_handle.context("a receipt")?;
        queues.delete_message().queue_url(&queue.url).receipt_handle(receipt).send().await?;
        bodies.push(message.body.context("a body")?);
    }
    Ok(bodies)
}
