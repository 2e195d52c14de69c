use serde_json::json;

use super::{Deployed, text};
use crate::e2e::destination::Destination;

#[tokio::test]
async fn a_message_that_can_not_be_read_ends_as_a_failed_execution() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let destination = Destination::start().await?;
    let later = json!({"type": "http", "url": destination.url("/ok"), "delay": "12h"});
    let (status, accepted) = deployed.post("/api/v1/execute", &later).await?;
    assert_eq!(status, 202, "{accepted}");
    let id = text(&accepted, "execution_id");

    let poison = json!({"v": "1", "execution": {"request": {"id": id}, "progress": "none"}});
    let queues = aws_sdk_sqs::Client::new(&deployed.stack.aws);
    let send = queues.send_message().queue_url(deployed.stack.output("DispatchQueueUrl")?);
    send.message_group_id("ada").message_body(poison.to_string()).send().await?;

    let execution = deployed.ended(id).await?;
    assert_eq!(execution["status"], "failed", "{execution:#}");
    assert_eq!(execution["error_details"]["code"], "undeliverable", "{execution:#}");
    assert!(text(&execution, "error_message").contains('5'), "says how often it was tried: {execution:#}");
    assert!(destination.calls().is_empty());
    Ok(())
}
