use aws_sdk_dynamodb::types::TableStatus;
use aws_sdk_sqs::types::QueueAttributeName;

use super::stack::Stack;

#[tokio::test]
async fn the_template_deploys_and_deploying_it_again_keeps_the_table() -> anyhow::Result<()> {
    let first = Stack::deploy("deployment", &[]).await?;
    let again = Stack::deploy("deployment", &[("LogLevel", "debug")]).await?;
    assert_eq!(again.output("TableName")?, first.output("TableName")?);
    assert_eq!(again.output("ApiUrl")?, first.output("ApiUrl")?);

    let tables = aws_sdk_dynamodb::Client::new(&again.aws);
    let table = tables.describe_table().table_name(again.output("TableName")?).send().await?;
    assert_eq!(table.table().and_then(|table| table.table_status()), Some(&TableStatus::Active));
    Ok(())
}

#[tokio::test]
async fn both_queues_move_failing_messages_to_the_dead_letter_queue() -> anyhow::Result<()> {
    let stack = Stack::deploy("redrive", &[]).await?;
    let queues = aws_sdk_sqs::Client::new(&stack.aws);
    for queue in ["DispatchQueueUrl", "ExpressQueueUrl"] {
        let attributes = queues.get_queue_attributes().queue_url(stack.output(queue)?);
        let attributes = attributes.attribute_names(QueueAttributeName::RedrivePolicy).send().await?;
        let policy = attributes.attributes().and_then(|all| all.get(&QueueAttributeName::RedrivePolicy));
        let policy: serde_json::Value = serde_json::from_str(policy.map_or("null", String::as_str))?;
        assert_eq!(policy["deadLetterTargetArn"], "arn:aws:sqs:us-east-1:000000000000:redrive-dead-letters");
    }
    Ok(())
}
