//! The cost of a million executions on AWS: the receipts of four ways to run the same call, and of the types that run code or
//! wait for a job.
//!
//! The write units on a receipt are those that `tests/it/write_units.rs` measures; prices are in
//! `beadle_domain::cost::prices`.

mod executions;

use std::{sync::Arc, time::Duration};

use anyhow::Result;
use beadle_bench::responses::orders;
use beadle_domain::{
    cost::{EXECUTOR_MB, PROJECTED_MB_MS, Receipt, STARTER_MB, STARTER_MS, prices::PRICES},
    execution::{
        Accepted, Answer, Awaited, Event, Execution, TriggerKind, bundle,
        job::{JobEnd, Reported},
        stored::StoredProgress,
    },
    order::{OnOrderFailure, Order},
    spec::TaskType,
};
use beadle_values::id::ExecutionId;
use clap::Args;
use serde_json::{Value, json};

use self::executions::{answer, call, claimed, ended};

/// The write units of an execution's link to its batch.
const BATCH_LINK: u64 = 2;

/// By how many microseconds each further message of a batch makes an invocation of the executor longer, by the memory in MB: measured
/// as `EXECUTOR_MS` is, which holds for both.
pub const FURTHER_MESSAGE_US: [(u64, u64); 2] = [(EXECUTOR_MB, 420), (256, 1_300)];

/// Properties of the call.
#[derive(Debug, Args)]
pub struct Options {
    /// How long the destination takes to respond, in milliseconds.
    #[arg(long, default_value_t = 50)]
    answer_ms: u64,
    /// How many messages share an invocation of the executor, 1 to 10.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=10))]
    batch: u64,
    /// The memory of the executor in megabytes, of which two are measured. With another one than receipts count with, what a sandbox
    /// runs is left out.
    #[arg(long, default_value_t = EXECUTOR_MB, value_parser = measured_memory)]
    executor_mb: u64,
    /// How long a script runs, in milliseconds.
    #[arg(long, default_value_t = 500)]
    script_ms: u64,
    /// How long a function runs, in milliseconds.
    #[arg(long, default_value_t = 50)]
    function_ms: u64,
}

/// A memory of the executor that was measured.
fn measured_memory(text: &str) -> Result<u64, String> {
    let megabytes = FURTHER_MESSAGE_US.map(|(megabytes, _)| megabytes);
    let given = text.parse().ok().filter(|given| megabytes.contains(given));
    given.ok_or_else(|| format!("measured are {megabytes:?}"))
}

impl Options {
    /// How long each further message of a batch makes an invocation, in microseconds.
    fn further_message_us(&self) -> u64 {
        FURTHER_MESSAGE_US
            .iter()
            .find(|(megabytes, _)| *megabytes == self.executor_mb)
            .map_or(0, |(_, us)| *us)
    }
}

/// A line of the table.
struct Line {
    what: &'static str,
    receipt: Receipt,
}

/// Prints the table.
///
/// # Errors
/// When the call is invalid.
pub fn run(options: &Options) -> Result<()> {
    println!(
        "US dollars for a million executions of a POST of 200 bytes, answered in {} ms;",
        options.answer_ms
    );
    println!("{} message(s) an invocation; prices of {}, {}\n", options.batch, PRICES.region, PRICES.noted);
    println!(
        "| started | write units | projector | reads | queue requests | HTTP | ticks | Lambda | US dollars |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let ad_hoc = Receipt::of(&ended(None, TriggerKind::Api, options)?);
    let saved =
        Receipt::of(&ended(Some("tsk_00000000000000000000000000000002"), TriggerKind::Manual, options)?);
    let tick =
        Receipt::of(&ended(Some("tsk_00000000000000000000000000000002"), TriggerKind::Schedule, options)?);
    for Line { what, receipt } in [
        Line { what: "ad hoc", receipt: ad_hoc },
        Line { what: "a saved task", receipt: saved },
        Line { what: "by its schedule", receipt: tick },
    ] {
        print(what, &receipt, Shared::NOTHING, options);
    }
    print("ad hoc, a hundred in a request", &ad_hoc, Shared::HUNDRED, options);
    print("ad hoc, a GET `at_least_once`", &repeatable(options)?, Shared::NOTHING, options);
    let deferring = deferring(options)?;
    print("ad hoc, `record: deferred`", &deferring, Shared::NOTHING, options);
    print("the same, a hundred in a request", &deferring, Shared::HUNDRED, options);
    if options.batch > 1 || options.executor_mb != EXECUTOR_MB {
        // The sandbox runs one at a time, whatever the executor shares, and has memory of its own.
        return Ok(());
    }
    for Line { what, receipt } in [
        Line { what: "ad hoc, with an `Idempotency-Key`", receipt: keyed(options)? },
        Line { what: "ad hoc, with an order key", receipt: ordered(options)? },
        Line { what: "ad hoc, counted in a batch", receipt: counted(&ad_hoc) },
        Line { what: "a script", receipt: script(options)? },
        Line { what: "a function", receipt: function(options)? },
        Line { what: "a wait, ended by a callback", receipt: wait(true, options)? },
        Line { what: "a wait, ended by its first poll", receipt: wait(false, options)? },
        Line { what: "a heartbeat", receipt: heartbeat(options)? },
    ] {
        print(what, &receipt, Shared::NOTHING, options);
    }
    responses(options)
}

/// Prints what the call costs by the size of its response.
fn responses(options: &Options) -> Result<()> {
    println!(
        "\n| response, JSON | in the row, bytes | write units | objects | US dollars |\n|---|---|---|---|---|"
    );
    for size in [1, 5, 20, 64] {
        let running = claimed(TaskType::Http, &call(), None, TriggerKind::Api)?;
        let body = orders(size * 1024);
        let answered = running.progress.updated_at + Duration::from_millis(options.answer_ms);
        let ended = running.apply(Event::Succeed { answer: Some(Answer { body, ..answer() }) }, answered)?;
        let (receipt, row) = (Receipt::of(&ended), StoredProgress::of(&ended)?.row.len());
        #[expect(clippy::cast_precision_loss, reason = "a few dollars")]
        let dollars = receipt.nano_usd as f64 / 1_000.0;
        println!("| {size} KB | {row} | {} | {} | {dollars:.2} |", receipt.write_units, receipt.objects);
    }
    Ok(())
}

/// With an id that is derived from the key, so that the index lists it.
fn keyed(options: &Options) -> Result<Receipt> {
    let mut ended = ended(None, TriggerKind::Api, options)?;
    let request = Arc::make_mut(&mut ended.request);
    request.id = ExecutionId::for_key(&request.owner, "execute", "order-4711");
    Ok(Receipt::of(&ended))
}

/// With a record that its claim writes.
fn deferring(options: &Options) -> Result<Receipt> {
    let mut ended = ended(None, TriggerKind::Api, options)?;
    let request = Arc::make_mut(&mut ended.request);
    request.id = request.id.deferring_its_record();
    Ok(Receipt::of(&ended))
}

/// The first of its order key, which is in no line by the time it runs.
fn ordered(options: &Options) -> Result<Receipt> {
    let mut ended = ended(None, TriggerKind::Api, options)?;
    let order = Order { key: "customer-7".to_owned(), on_failure: OnOrderFailure::Block, fault: None };
    Arc::make_mut(&mut ended.request).order = Some(order);
    Ok(Receipt::of(&ended))
}

/// A `GET` that may be made more than once: no claim is written.
fn repeatable(options: &Options) -> Result<Receipt> {
    let config = json!({
        "url": "https://api.example.com/v1/orders/4711", "headers": {"accept": "application/json"},
        "effects": "at_least_once",
    });
    let mut running = claimed(TaskType::Http, &config, None, TriggerKind::Api)?;
    running.progress.unclaimed = 1;
    let ended = running.progress.updated_at + Duration::from_millis(options.answer_ms);
    Ok(Receipt::of(&running.apply(Event::Succeed { answer: Some(answer()) }, ended)?))
}

/// An execution of a batch: its link, in a transaction for fifty of them (`tests/it/write_units/batched.rs`), which is not
/// on receipts.
fn counted(ad_hoc: &Receipt) -> Receipt {
    Receipt { write_units: ad_hoc.write_units + BATCH_LINK, ..*ad_hoc }
}

/// A script of the operator's list.
fn script(options: &Options) -> Result<Receipt> {
    let config = json!({"command": "node", "args": ["scripts/cleanup.js"], "cwd": "/app", "env": {"NODE_ENV": "production"}});
    let running = claimed(TaskType::Script, &config, None, TriggerKind::Api)?;
    let ended = running.progress.updated_at + Duration::from_millis(options.script_ms);
    Ok(Receipt::of(&running.apply(Event::Succeed { answer: Some(answer()) }, ended)?))
}

/// A function with parameters.
fn function(options: &Options) -> Result<Receipt> {
    let config = json!({"function": "processData", "params": {"source": "orders", "limit": 100}});
    let running = claimed(TaskType::Custom, &config, None, TriggerKind::Api)?;
    let ended = running.progress.updated_at + Duration::from_millis(options.function_ms);
    Ok(Receipt::of(&running.apply(Event::Succeed { answer: Some(answer()) }, ended)?))
}

/// A job of an hour that ends by a callback, or by the first answer to a poll.
fn wait(called_back: bool, options: &Options) -> Result<Receipt> {
    let accepted = accepted(options)?;
    let end = accepted.progress.updated_at + Duration::from_secs(3_600);
    if !called_back {
        let polling = accepted.apply(Event::Claim { lease_until: end }, end)?;
        let ended = end + Duration::from_millis(options.answer_ms);
        return Ok(Receipt::of(&polling.apply(Event::Succeed { answer: Some(answer()) }, ended)?));
    }
    let mut ended = accepted.apply(Event::Succeed { answer: Some(answer()) }, end)?;
    let digest = "d".repeat(64);
    ended.progress.job.reported = Some(Reported { attempt: 1, at: end, end: JobEnd::Completed, digest });
    Ok(Receipt::of(&ended))
}

/// A heartbeat that is written: the row is read and written, in a request to the API.
fn heartbeat(options: &Options) -> Result<Receipt> {
    let waiting = Receipt::of(&accepted(options)?);
    let started = Receipt::of(&claimed(TaskType::Wait, &job(), None, TriggerKind::Api)?);
    Ok(Receipt {
        write_units: waiting.write_units - started.write_units,
        read_units: 1,
        http_requests: 1,
        invocations: 1,
        // As a start takes: a read in place of the message.
        mb_ms: STARTER_MB * STARTER_MS,
        ..Receipt::default()
    })
}

/// An execution that waits, and is looked after in an hour.
fn accepted(options: &Options) -> Result<Execution> {
    let mut running = claimed(TaskType::Wait, &job(), None, TriggerKind::Api)?;
    let at = running.progress.updated_at + Duration::from_millis(options.answer_ms);
    let deadline = at + Duration::from_secs(86_400);
    running.progress.job.accepted = Some(Box::new(Accepted::new(at, deadline)));
    let until = at + Duration::from_secs(3_600);
    Ok(running.apply(Event::Wait { until, what: Awaited::Callback }, at)?)
}

fn job() -> Value {
    json!({
        "request": {
            "method": "POST",
            "url": "https://api.example.com/v1/jobs",
            "body": {"order": 4711, "callback": "${callback.url}"},
        },
        "poll": {},
    })
}

/// What executions that are started together share.
struct Shared {
    /// How many share a request to the API and its invocation.
    request: u64,
    /// How many share a message.
    message: u64,
}

impl Shared {
    const NOTHING: Self = Self { request: 1, message: 1 };
    /// A request with a hundred items, in bundles that are full.
    const HUNDRED: Self = Self { request: 100, message: bundle::MAX_MESSAGES as u64 };
}

/// Prints the line of an execution that shares this much with others.
#[expect(clippy::cast_precision_loss, reason = "a table of a few digits")]
fn print(what: &str, receipt: &Receipt, shared: Shared, options: &Options) {
    let at_once = options.batch * shared.message;
    let share = |count: u64, by: u64| count as f64 / by as f64;
    let deliveries = receipt.queue_requests - receipt.messages;
    let starts = receipt.invocations - deliveries / 2;
    let http = share(receipt.http_requests, shared.request);
    let invocations = share(starts, shared.request) + share(deliveries / 2, at_once);
    let messages = share(receipt.messages, shared.message);
    let queue = messages + share(deliveries, at_once);
    let starting = starts * STARTER_MB * STARTER_MS;
    let projecting = if receipt.projector_write_units_thousandths > 0 { PROJECTED_MB_MS } else { 0 };
    let running = receipt.mb_ms.saturating_sub(starting + projecting) * options.executor_mb / EXECUTOR_MB;
    let further =
        (deliveries / 2) * (at_once - 1) * options.further_message_us() * options.executor_mb / 1_000;
    let compute = share(starting, shared.request) + share(running + further, at_once) + projecting as f64;
    let lines = [
        (receipt.write_units as f64, PRICES.write_unit),
        (share(receipt.projector_write_units_thousandths, 1_000), PRICES.write_unit),
        (receipt.read_units as f64, PRICES.read_unit),
        (receipt.objects as f64, PRICES.object),
        (queue, PRICES.queue_request),
        // The message of a tick names no owner.
        (share(receipt.messages.saturating_sub(receipt.ticks), shared.message), PRICES.fair_message),
        (http, PRICES.http_request),
        (receipt.ticks as f64, PRICES.tick),
        (invocations, PRICES.invocation),
        (compute / 1_024_000.0, PRICES.gigabyte_second),
    ];
    // Trillionths of a dollar for one execution are millionths of a dollar for a million.
    let dollars: f64 = lines.iter().map(|(units, price)| units * *price as f64).sum::<f64>() / 1e6;
    println!(
        "| {what} | {} | {:.2} | {} | {queue:.1} | {http:.2} | {} | {invocations:.2} | {dollars:.2} |",
        receipt.write_units,
        share(receipt.projector_write_units_thousandths, 1_000),
        receipt.read_units,
        receipt.ticks,
    );
}
