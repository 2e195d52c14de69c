//! What a stack is made of: the quotas of its account, the parameters of its template, and how long its functions take.

/// Limits of AWS, as its documentation states them.
#[derive(Debug, Clone, Copy)]
pub struct Quotas {
    /// Requests a second that the HTTP API takes; a function URL has no such limit. Default 10,000 (API Gateway, "Quotas for HTTP APIs").
    pub requests: f64,
    /// Environments of all functions of the account at once. Default 1,000 (Lambda, "Lambda quotas").
    pub environments: f64,
    /// Write units a second of the table. Default 40,000 (DynamoDB, "Quotas").
    pub write_units: f64,
}

impl Quotas {
    /// Those of an account that has asked for nothing.
    pub const DEFAULT: Self = Self { requests: 10_000.0, environments: 1_000.0, write_units: 40_000.0 };
}

/// How many environments a function gets in a second (Lambda, "Lambda scaling behavior": 1,000 in ten seconds).
pub const NEW_ENVIRONMENTS: f64 = 100.0;

/// The batches that are read of a queue at first, how many more each second, and the most (Lambda, "Configuring scaling behavior for SQS
/// event source mappings").
pub const FIRST_POLLERS: f64 = 5.0;
pub const NEW_POLLERS: f64 = 300.0 / 60.0;
pub const MOST_POLLERS: f64 = 1_000.0;

/// The write units a second of a partition (DynamoDB, "Partitions and data distribution").
pub const PARTITION: f64 = 1_000.0;

/// The stack and what it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Stack {
    /// The limits of the account.
    pub quotas: Quotas,
    /// `DispatchConcurrency` of the template: batches of a dispatch queue at once.
    pub dispatch_concurrency: f64,
    /// How many dispatch queues there are. The template has one.
    pub queues: f64,
    /// How many owners start executions, each as many as the others.
    pub owners: f64,
    /// `ListParts`: how many partitions the executions of an owner are spread over.
    pub list_parts: f64,
    /// `ParallelizationFactor` of the projector.
    pub parallel: f64,
}

impl Stack {
    /// That of the template, in an account that has asked for nothing.
    pub fn of_template(owners: u32) -> Self {
        Self {
            quotas: Quotas::DEFAULT,
            dispatch_concurrency: 20.0,
            queues: 1.0,
            owners: f64::from(owners),
            list_parts: 4.0,
            parallel: 1.0,
        }
    }
}

/// What an execution takes: an ad hoc `POST` whose destination answers in 50 ms, as on a receipt.
pub mod work {
    use beadle_domain::cost::{EXECUTOR_MS, PROJECTOR_MS, STARTER_MS};

    use crate::costs::FURTHER_MESSAGE_US;

    /// Seconds of the API for a start, as on receipts.
    pub const START: f64 = STARTER_MS as f64 / 1_000.0;
    /// Messages of a batch.
    pub const BATCH: f64 = 10.0;
    /// Seconds of a call.
    pub const CALL: f64 = 0.05;
    /// Seconds of the executor to claim and settle a batch: as on receipts for its first message, and what each further one takes.
    pub const AROUND: f64 =
        EXECUTOR_MS as f64 / 1_000.0 + (BATCH - 1.0) * FURTHER_MESSAGE_US[0].1 as f64 / 1_000_000.0;
    /// Seconds of the executor for a batch.
    pub const RUN: f64 = CALL + AROUND;
    /// Write units of the start: the row.
    pub const PUT: f64 = 1.0;
    /// Write units of the claim and of the end (`tests/it/write_units.rs`).
    pub const RUN_WRITES: f64 = 2.0;
    /// Write units of all, which are in one partition.
    pub const WRITES: f64 = PUT + RUN_WRITES;
    /// Changes in the stream.
    pub const CHANGES: f64 = 3.0;
    /// Changes that one invocation of the projector takes, and its seconds, as on receipts.
    pub const PROJECTED: f64 = 100.0;
    pub const PROJECT: f64 = PROJECTOR_MS as f64 / 1_000.0;
}
