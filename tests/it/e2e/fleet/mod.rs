//! Several executor processes at once: released bootstraps that each receive messages of one SQS queue as
//! from Lambda.

mod process;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use aws_config::SdkConfig;
use aws_sdk_sqs::Client;
use beadle_application::port::StartExecutions;
use beadle_aws::{Aws, QueueSettings, SqsQueue, settings::QueueAddress};
use beadle_domain::execution::{Execution, bundle};
use beadle_runtime::system::SystemClock;
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::task::JoinHandle;

use self::process::Process;
use crate::{
    dynamo::{Dynamo, TABLE},
    e2e::conformance::emulator,
};

/// How many executions are started at once.
const STARTED_AT_ONCE: usize = 32;

/// Counters of the processes' work.
#[derive(Debug, Default)]
pub struct Work {
    /// Invocations.
    pub invocations: AtomicU64,
    /// Messages received.
    pub messages: AtomicU64,
    /// The total time of all invocations, in milliseconds.
    pub busy_ms: AtomicU64,
}

/// A table, a queue and the processes that work on them. The processes end when it is dropped.
pub struct Fleet {
    /// The table's own DynamoDB.
    pub dynamo: Dynamo,
    /// The processes' work so far.
    pub work: Arc<Work>,
    aws: SdkConfig,
    queue: QueueSettings,
    pumps: Vec<JoinHandle<anyhow::Result<()>>>,
}

impl Fleet {
    /// Starts `processes` executors.
    pub async fn start(processes: usize) -> anyhow::Result<Self> {
        let dynamo = Dynamo::start().await?;
        let aws = emulator::config().await?;
        let queues = Client::new(&aws);
        let name = emulator::fresh_name();
        let dispatch = emulator::queue(&queues, &format!("{name}-dispatch")).await?;
        let express = emulator::queue(&queues, &format!("{name}-express")).await?;
        aws_sdk_scheduler::Client::new(&aws).create_schedule_group().name(&name).send().await?;
        let queue = QueueSettings {
            dispatch,
            express,
            group: name,
            role_arn: emulator::ROLE.into(),
            dead_letter_arn: None,
            fair: true,
        };
        let mut fleet = Self { dynamo, work: Arc::default(), aws, queue, pumps: Vec::new() };
        for _ in 0..processes {
            let process = Process::start(&fleet.dynamo.endpoint, &fleet.queue).await?;
            let pump = pump(process, queues.clone(), fleet.queue.dispatch.clone(), Arc::clone(&fleet.work));
            fleet.pumps.push(tokio::spawn(pump));
        }
        Ok(fleet)
    }

    /// The table.
    pub fn table(&self) -> beadle_aws::Table {
        beadle_aws::Table::new(self.dynamo.client.clone(), TABLE)
    }

    /// The executions of the table.
    pub fn executions(&self) -> beadle_aws::ExecutionStore {
        let aws = Aws::with_config(self.aws.clone());
        let queue: SqsQueue = aws.queue(self.queue.clone(), Arc::new(SystemClock));
        beadle_aws::ExecutionStore::new(self.table(), Arc::new(queue), beadle_aws::Retention::default())
    }

    /// Starts these executions.
    pub async fn submit(&self, executions: Vec<Execution>) -> anyhow::Result<()> {
        let starter = &self.executions();
        stream::iter(executions)
            .map(|execution| async move { starter.start(&execution).await.map(drop) })
            .buffer_unordered(STARTED_AT_ONCE)
            .try_collect::<()>()
            .await?;
        Ok(())
    }

    /// Returns when one of the processes has failed.
    pub async fn broken(&self) {
        while !self.pumps.iter().any(JoinHandle::is_finished) {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Stops the processes, and returns the error of one that failed.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        for pump in self.pumps.drain(..) {
            pump.abort();
            if let Ok(ended) = pump.await {
                ended?;
            }
        }
        Ok(())
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        self.pumps.iter().for_each(JoinHandle::abort);
    }
}

/// Hands one process the messages of the queue, ten at a time, and deletes those that succeed, as an event
/// source mapping of Lambda does.
async fn pump(
    mut process: Process,
    queues: Client,
    queue: QueueAddress,
    work: Arc<Work>,
) -> anyhow::Result<()> {
    loop {
        let receive = queues.receive_message().queue_url(&queue.url).max_number_of_messages(10);
        let messages = receive.wait_time_seconds(1).send().await?.messages.unwrap_or_default();
        if messages.is_empty() {
            continue;
        }
        let (failed, took) = process.handle(&messages).await?;
        work.invocations.fetch_add(1, Ordering::Relaxed);
        // A body may be a bundle.
        let bodies = messages.iter().filter_map(|message| message.body());
        let count: usize = bodies.map(|body| bundle::messages(body).len()).sum();
        work.messages.fetch_add(count as u64, Ordering::Relaxed);
        work.busy_ms.fetch_add(millis(took), Ordering::Relaxed);
        for message in messages {
            let done = message.message_id().is_some_and(|id| !failed.iter().any(|failed| failed == id));
            if let Some(receipt) = message.receipt_handle.filter(|_| done) {
                let deleted =
                    queues.delete_message().queue_url(&queue.url).receipt_handle(receipt).send().await;
                // A message that took longer than its visibility timeout is delivered again.
                match deleted.map_err(aws_sdk_sqs::Error::from) {
                    Ok(_) | Err(aws_sdk_sqs::Error::ReceiptHandleIsInvalid(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
