//! The prices of AWS, defined in this one place.

/// The prices of a region, in trillionths of a US dollar, so that small ones are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prices {
    /// The region.
    pub region: &'static str,
    /// The year and month in which they were looked up.
    pub noted: &'static str,
    /// A write request unit of DynamoDB, on demand, standard class: 1 KB of an item.
    pub write_unit: u64,
    /// A read request unit of DynamoDB, on demand, standard class: 4 KB of an item, read consistently.
    pub read_unit: u64,
    /// A request to S3 that writes an object, standard class.
    pub object: u64,
    /// A request to a standard queue of SQS; 64 KB each.
    pub queue_request: u64,
    /// The surcharge for a message with a message group (fair queues).
    pub fair_message: u64,
    /// A request to an HTTP API of API Gateway, up to 512 KB.
    pub http_request: u64,
    /// An invocation of a Lambda function.
    pub invocation: u64,
    /// A second of a Lambda function with 1 GB of memory, arm64.
    pub gigabyte_second: u64,
    /// An invocation by EventBridge Scheduler.
    pub tick: u64,
}

/// The prices of receipts: us-east-1, first tier, without free tiers and discounts.
///
/// Sources: `aws.amazon.com/dynamodb/pricing/on-demand`, `aws.amazon.com/s3/pricing`, `aws.amazon.com/sqs/pricing`,
/// `aws.amazon.com/api-gateway/pricing`, `aws.amazon.com/lambda/pricing`, `aws.amazon.com/eventbridge/pricing`.
pub const PRICES: Prices = Prices {
    region: "us-east-1",
    noted: "2026-11",
    write_unit: per_million(625),
    read_unit: per_million(125),
    object: per_million(5_000),
    queue_request: per_million(400),
    fair_message: per_million(100),
    http_request: per_million(1_000),
    invocation: per_million(200),
    gigabyte_second: 13_333_400,
    tick: per_million(1_000),
};

/// The price of one unit, given the price of a million in thousandths of a dollar.
const fn per_million(thousandths: u64) -> u64 {
    thousandths * 1_000
}
