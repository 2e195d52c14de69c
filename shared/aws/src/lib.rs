//! The ports over DynamoDB, SQS, EventBridge Scheduler and EventBridge.
