//! One executor process, the released bootstrap, with its own Runtime API.

use std::{
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::Context;
use aws_sdk_sqs::types::Message;
use beadle_aws::QueueSettings;
use beadle_bench::runtime_api::RuntimeApi;
use serde::Deserialize;
use serde_json::json;
use tokio::process::{Child, Command};

use crate::{dynamo::TABLE, e2e::setting};

/// The process, which is killed when dropped.
pub struct Process {
    runtime: RuntimeApi,
    _child: Child,
}

/// A function's response to a batch of SQS.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    batch_item_failures: Vec<Failed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Failed {
    item_identifier: String,
}

impl Process {
    /// Starts it with the table of the DynamoDB at `dynamo` and this queue, and waits until it asks for
    /// work.
    pub async fn start(dynamo: &str, queue: &QueueSettings) -> anyhow::Result<Self> {
        let mut runtime = RuntimeApi::start().await?;
        let bootstrap = PathBuf::from(setting("BEADLE_BOOTSTRAPS")?).join("executor/bootstrap");
        let mut child = Command::new(&bootstrap)
            .env_clear()
            .envs([
                ("AWS_LAMBDA_RUNTIME_API", runtime.address.as_str()),
                ("AWS_LAMBDA_FUNCTION_NAME", "executor"),
                ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
                ("AWS_LAMBDA_LOG_GROUP_NAME", "executor"),
                ("AWS_LAMBDA_LOG_STREAM_NAME", "executor"),
                ("AWS_REGION", "us-east-1"),
                ("AWS_ACCESS_KEY_ID", "test"),
                ("AWS_SECRET_ACCESS_KEY", "test"),
                ("AWS_ENDPOINT_URL", &setting("BEADLE_EMULATOR_URL")?),
                ("AWS_ENDPOINT_URL_DYNAMODB", dynamo),
                ("TABLE_NAME", TABLE),
                ("DISPATCH_QUEUE_URL", &queue.dispatch.url),
                ("EXPRESS_QUEUE_URL", &queue.express.url),
                ("DISPATCH_QUEUE_ARN", &queue.dispatch.arn),
                ("EXPRESS_QUEUE_ARN", &queue.express.arn),
                ("SCHEDULE_GROUP", &queue.group),
                ("TICK_QUEUE_ARN", "arn:aws:sqs:us-east-1:000000000000:none"),
                ("SCHEDULE_ROLE_ARN", &queue.role_arn),
                ("EGRESS_ALLOW", "127.0.0.0/8"),
                ("RATE_LIMIT", "none"),
                ("SECRETS_PREFIX", "/fleet/secrets"),
                ("CALLBACK_KEYS", "fleet:Y2FsbGJhY2sga2V5IG9mIHRoZSBmbGVldCwgdGVzdHMh"),
                ("LOG_LEVEL", "warn"),
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", bootstrap.display()))?;
        tokio::select! {
            ready = runtime.ready() => ready?,
            ended = child.wait() => anyhow::bail!("the executor ended before it was ready: {}", ended?),
        }
        Ok(Self { runtime, _child: child })
    }

    /// Hands it messages. Returns the ids of those that failed, and the duration.
    pub async fn handle(&mut self, messages: &[Message]) -> anyhow::Result<(Vec<String>, Duration)> {
        let records: Vec<_> = messages
            .iter()
            .map(|message| {
                json!({
                    "messageId": message.message_id(), "receiptHandle": message.receipt_handle(),
                    "body": message.body(), "attributes": {}, "messageAttributes": {},
                    "eventSource": "aws:sqs", "awsRegion": "us-east-1",
                })
            })
            .collect();
        let event = serde_json::to_vec(&json!({"Records": records}))?;
        let begun = Instant::now();
        let answer: Answer = serde_json::from_slice(&self.runtime.invoke(event.into()).await?)?;
        let failed = answer.batch_item_failures.into_iter().map(|failed| failed.item_identifier);
        Ok((failed.collect(), begun.elapsed()))
    }
}
