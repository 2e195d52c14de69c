//! Two queues of SQS.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use anyhow::Context;
use async_trait::async_trait;
use aws_sdk_sqs::{Client, types::MessageSystemAttributeName};
use beadle_application::port::Queue;
use beadle_aws::{Aws, QueueSettings, SqsQueue, settings::QueueAddress};
use beadle_domain::execution::{Message, bundle};
use beadle_runtime::system::SystemClock;
use futures_util::future::try_join_all;

use super::emulator;
use crate::conformance::{
    Verdict,
    queue::{Consumer, Fixture, Received},
    specimen::{execution_with, owner},
};

/// The executor's end of the queues.
struct Queues {
    client: Client,
    express: QueueAddress,
    dispatch: QueueAddress,
}

/// Queues of their own.
pub async fn created() -> anyhow::Result<Fixture> {
    let (queue, consumer) = create().await?;
    Ok(Fixture {
        queue: Arc::new(queue),
        consumer: Box::new(consumer),
        clock: Arc::new(SystemClock),
        _held: Box::new(()),
    })
}

async fn create() -> anyhow::Result<(SqsQueue, Queues)> {
    let config = emulator::config().await?;
    let (client, name) = (Client::new(&config), emulator::fresh_name());
    let express = emulator::queue(&client, &format!("{name}-express")).await?;
    let dispatch = emulator::queue(&client, &format!("{name}-dispatch")).await?;
    let schedules = aws_sdk_scheduler::Client::new(&config);
    schedules.create_schedule_group().name(&name).send().await?;
    let settings = QueueSettings {
        dispatch: dispatch.clone(),
        express: express.clone(),
        group: name,
        role_arn: emulator::ROLE.into(),
        dead_letter_arn: None,
        fair: true,
    };
    let queue = Aws::with_config(config).queue(settings, Arc::new(SystemClock));
    Ok((queue, Queues { client, express, dispatch }))
}

#[async_trait]
impl Consumer for Queues {
    async fn receive(&self) -> anyhow::Result<Vec<Received>> {
        let mut received = Vec::new();
        for queue in [&self.express, &self.dispatch] {
            let wait = if received.is_empty() && queue.url == self.dispatch.url { 1 } else { 0 };
            let receive = self.client.receive_message().queue_url(&queue.url).max_number_of_messages(10);
            let messages = receive.wait_time_seconds(wait).send().await?.messages.unwrap_or_default();
            for message in messages {
                received.extend(read(queue, &message)?);
            }
        }
        Ok(received)
    }

    async fn acknowledge(&self, received: &Received) -> anyhow::Result<()> {
        let (url, receipt) = received.receipt.split_once(' ').context("a receipt")?;
        self.client.delete_message().queue_url(url).receipt_handle(receipt).send().await?;
        Ok(())
    }

    async fn abandon(&self, received: &Received) -> anyhow::Result<()> {
        let (url, receipt) = received.receipt.split_once(' ').context("a receipt")?;
        let change = self.client.change_message_visibility().queue_url(url).receipt_handle(receipt);
        change.visibility_timeout(0).send().await?;
        Ok(())
    }

    async fn pass(&self, _: Duration) {}
}

/// The messages of a body. They have its receipt in common.
fn read(queue: &QueueAddress, message: &aws_sdk_sqs::types::Message) -> anyhow::Result<Vec<Received>> {
    let receipt = format!("{} {}", queue.url, message.receipt_handle().context("a receipt")?);
    let one = |body: &str| {
        let Message::Run { execution, hops } = serde_json::from_str(body)?;
        let version = execution.version();
        Ok(Received { version, request: execution.request, hops, receipt: receipt.clone() })
    };
    bundle::messages(message.body().context("a body")?).into_iter().map(one).collect()
}

#[tokio::test]
async fn messages_that_are_sent_together_share_bodies_and_requests() -> Verdict {
    let (queue, consumer) = create().await?;
    let messages: Vec<Message> = (0..100).map(|_| Message::start(execution_with(|_| {}))).collect();
    try_join_all(messages.iter().map(|message| queue.send(message, None))).await?;
    let (mut came, mut bodies) = (0, BTreeSet::new());
    while came < messages.len() {
        for received in consumer.receive().await? {
            came += 1;
            bodies.insert(received.receipt);
        }
    }
    // The receipt of a body is that of each of its messages.
    assert_eq!((came, bodies.len()), (100, 10));
    Ok(())
}

#[tokio::test]
async fn the_owner_of_a_message_is_its_group() -> Verdict {
    let (queue, Queues { client, dispatch, .. }) = create().await?;
    let message = Message::start(execution_with(|request| request.owner = owner("ada@example.com")));
    queue.send(&message, None).await?;
    let receive = client.receive_message().queue_url(dispatch.url).wait_time_seconds(5);
    let group = MessageSystemAttributeName::MessageGroupId;
    let received = receive.message_system_attribute_names(group.clone()).send().await?;
    let attributes = received.messages().first().and_then(|message| message.attributes());
    let group = attributes.and_then(|attributes| attributes.get(&group));
    assert_eq!(group.map(String::as_str), Some("ada@example.com"));
    Ok(())
}
