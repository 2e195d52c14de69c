//! The cost of an execution on AWS: the units it used and their price in US dollars.
//!
//! [`Receipt::of`] is a pure function of the execution. It counts the execution's own writes, messages,
//! invocations and attempts as if no other execution had been processed with it. Messages of a batch share an
//! invocation of the executor and the requests to receive and delete them, so a busy stack pays less. The
//! projector always processes batches, so it is counted at the share of one execution in a full batch. A tick is counted as one with a
//! single run; one with several starts each by a message, as a request does. Lease
//! extensions, the hops of long delays, gates, heartbeats, logs, storage and the destination's traffic are not counted.
//!
//! Scripts and functions run in a function of their own while the executor waits: both are paid for. A wait for a job's end
//! takes no compute; a callback is a request and an invocation of the API.
//!
//! A single machine has none of these costs; there the receipt says what the same execution would cost on
//! AWS.

pub mod prices;
pub mod row;

use serde::Serialize;

use self::{
    prices::{PRICES, Prices},
    row::RowUnits,
};
use crate::{
    execution::{Attempt, Execution, Progress, TriggerKind},
    spec::TaskType,
};

/// The memory of the executor, in MB (`template.yaml`).
pub const EXECUTOR_MB: u64 = 512;
/// The executor's time in addition to an attempt, for claiming and settling, in milliseconds: measured under an emulation of the
/// Runtime API, with the share of a processor that this memory has and services that respond in 5 ms
/// (`infra/docs/performance.md`, "Functions").
pub const EXECUTOR_MS: u64 = 16;
/// The memory of the sandbox, in MB (`template.yaml`).
pub const SANDBOX_MB: u64 = 1_536;
/// The memory of the functions that start executions and take reports, in MB (`template.yaml`).
pub const STARTER_MB: u64 = 256;
/// Their time per start, in milliseconds: a row and a message; measured in the same way. That of a report, a read and a row, is taken
/// to be the same.
pub const STARTER_MS: u64 = 14;

/// Read units of a run of a saved task: the task with its counters when it is started, and the task when it
/// is admitted.
const SAVED_READS: u64 = 2;
/// Those of the run of a tick, which is admitted as it is started.
const TICK_READS: u64 = 1;

/// Read units of the projector for an execution whose job may have kept a permit: its row, at the end.
const JOB_READS: u64 = 1;

/// The projector's write units per execution, in thousandths, with full batches of 100 changes: the
/// checkpoint and the owner's hour, written in a transaction, for 33 executions
/// (`tests/it/write_units/projected.rs`).
const PROJECTED: u64 = 175;
/// The same for the counters of a saved task, if all are runs of one task.
const PROJECTED_SAVED: u64 = 60;
/// The projector's time for a full batch of changes, those of 33 executions, in milliseconds: measured in the same way.
pub const PROJECTOR_MS: u64 = 95;
/// The projector's compute for an execution, in MB milliseconds: its share of a full batch, at 256 MB (`template.yaml`).
pub const PROJECTED_MB_MS: u64 = PROJECTOR_MS * 256 / 33;

/// What an execution used, and its price.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Write request units of DynamoDB: its row, index, link and spec.
    pub write_units: u64,
    /// Write request units of the projector: its share, in thousandths.
    pub projector_write_units_thousandths: u64,
    /// Read request units of DynamoDB.
    pub read_units: u64,
    /// Objects written to S3: a large response.
    pub objects: u64,
    /// Messages sent.
    pub messages: u64,
    /// Requests to queues: each message is sent, received and deleted.
    pub queue_requests: u64,
    /// Requests to the HTTP API.
    pub http_requests: u64,
    /// Ticks of the scheduler.
    pub ticks: u64,
    /// Invocations of Lambda functions, without the projector.
    pub invocations: u64,
    /// Lambda compute, in MB milliseconds.
    pub mb_ms: u64,
    /// The sum, in billionths of a US dollar.
    pub nano_usd: u64,
}

/// The usage from which a receipt is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consumption {
    /// The units of its row's writes.
    pub row: RowUnits,
    /// The number of writes of the row.
    pub version: u64,
    /// How many of its attempts ran without a claim being written.
    pub unclaimed: u64,
    /// Whether it ran a saved task.
    pub saved: bool,
    /// Whether a cancellation was requested while it ran.
    pub cancel_requested: bool,
    /// What started it.
    pub trigger: TriggerKind,
    /// Whether it is the run of a tick, whose row is first written as claimed; the record of a skipped run is not.
    pub begun_by_tick: bool,
    /// How long its attempts had a runner, in milliseconds.
    pub attempts_ms: u64,
    /// How many attempts ran in the sandbox.
    pub sandboxed: u64,
    /// Whether it waits for a job.
    pub has_job: bool,
    /// Whether a report ended it, for which the API reads its row.
    pub reported: bool,
}

impl Consumption {
    /// What an execution of type `task_type` with `progress` used, whose row has the units `row`. `is_excluded` is whether it
    /// records a run that a calendar skips.
    pub fn of(
        row: RowUnits,
        task_type: TaskType,
        trigger: TriggerKind,
        is_excluded: bool,
        saved: bool,
        progress: &Progress,
    ) -> Self {
        let attempts = u64::try_from(progress.attempts.len()).unwrap_or(u64::MAX);
        Self {
            row,
            version: progress.version,
            unclaimed: progress.unclaimed.into(),
            saved,
            cancel_requested: progress.cancel_requested,
            trigger,
            begun_by_tick: trigger == TriggerKind::Schedule && !is_excluded,
            attempts_ms: progress.attempts.iter().map(Attempt::ran_ms).sum(),
            sandboxed: if task_type.runs_code() { attempts } else { 0 },
            has_job: task_type.has_job(),
            reported: progress.job.reported.is_some(),
        }
    }
}

impl Receipt {
    /// The receipt of `execution` so far.
    pub fn of(execution: &Execution) -> Self {
        let Execution { request, progress } = execution;
        let (row, task_type, saved) =
            (RowUnits::of(execution), request.spec.task_type(), request.task_id.is_some());
        let (trigger, is_excluded) = (request.trigger.kind, request.trigger.excluded.is_some());
        Self::for_use(&Consumption::of(row, task_type, trigger, is_excluded, saved, progress))
    }

    /// The receipt for `used`.
    pub fn for_use(used: &Consumption) -> Self {
        // The row is written at the start and then twice per attempt: when it is claimed and when it is
        // concluded. A tick comes as a message to the executor.
        let deliveries = used.version / 2;
        let messages = deliveries.max(1);
        let saved = u64::from(used.saved);
        let task_reads = if used.begun_by_tick { TICK_READS } else { saved * SAVED_READS };
        let by_http = matches!(
            used.trigger,
            TriggerKind::Manual | TriggerKind::Api | TriggerKind::Replay | TriggerKind::Webhook
        );
        let by_tick = used.trigger == TriggerKind::Schedule;
        let reports = u64::from(used.reported);
        let starters = u64::from(by_http) + reports;
        let executor =
            (deliveries * EXECUTOR_MS).saturating_add(used.attempts_ms).saturating_mul(EXECUTOR_MB);
        let sandbox = if used.sandboxed > 0 { used.attempts_ms.saturating_mul(SANDBOX_MB) } else { 0 };
        let mut receipt = Self {
            // A notification is linked to its task as an execution of it is.
            write_units: write_units(used) + u64::from(used.saved || used.trigger == TriggerKind::Event),
            projector_write_units_thousandths: PROJECTED + saved * PROJECTED_SAVED,
            read_units: task_reads + used.unclaimed + reports + u64::from(used.has_job) * JOB_READS,
            objects: used.row.objects,
            messages,
            queue_requests: messages + 2 * deliveries,
            http_requests: u64::from(by_http) + reports,
            ticks: u64::from(by_tick),
            invocations: starters + deliveries + used.sandboxed,
            mb_ms: (starters * STARTER_MB * STARTER_MS)
                .saturating_add(executor)
                .saturating_add(sandbox)
                .saturating_add(PROJECTED_MB_MS),
            nano_usd: 0,
        };
        receipt.nano_usd = receipt.priced(&PRICES);
        receipt
    }

    /// The total at `prices`, in billionths of a dollar, rounded once.
    pub fn priced(&self, prices: &Prices) -> u64 {
        let lines = [
            (self.write_units, prices.write_unit),
            (self.read_units, prices.read_unit),
            (self.objects, prices.object),
            (self.queue_requests, prices.queue_request),
            // The message of a tick names no owner.
            (self.messages.saturating_sub(self.ticks), prices.fair_message),
            (self.http_requests, prices.http_request),
            (self.ticks, prices.tick),
            (self.invocations, prices.invocation),
        ];
        let whole: u128 = lines.iter().map(|(units, price)| u128::from(*units) * u128::from(*price)).sum();
        let projector =
            u128::from(self.projector_write_units_thousandths) * u128::from(prices.write_unit) / 1_000;
        let compute = u128::from(self.mb_ms) * u128::from(prices.gigabyte_second) / (1_024 * 1_000);
        u64::try_from((whole + projector + compute + 500) / 1_000).unwrap_or(u64::MAX)
    }
}

/// The units of the writes of its own rows, without the link of a saved task.
fn write_units(used: &Consumption) -> u64 {
    let RowUnits { start, index, claim, now, spec, place, objects: _ } = used.row;
    let first_claim = if used.version > 1 && used.unclaimed == 0 { claim } else { 0 };
    let later = match used.unclaimed {
        0 => used.version.saturating_sub(2),
        unclaimed => used.version.saturating_sub(1 + unclaimed),
    } * now;
    let start = if used.begun_by_tick && used.version > 1 { 0 } else { start };
    spec + place + start + index + first_claim + later + u64::from(used.cancel_requested) * now
}

/// The cost of `execution` once it has ended, in billionths of a US dollar; zero before that.
pub fn booked(execution: &Execution) -> u64 {
    if execution.status().is_final() { Receipt::of(execution).nano_usd } else { 0 }
}
