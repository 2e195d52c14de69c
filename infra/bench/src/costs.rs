//! The cost of a million executions on AWS: the receipts of four ways to run the same call.
//!
//! The write units on a receipt are those that `tests/it/write_units.rs` measures; prices are in `beadle_domain::cost::prices`.

use anyhow::{Context, Result};
use beadle_domain::{
    cost::{Receipt, prices::PRICES},
    execution::{Answer, AnswerBody, Event, Execution, Request, Trigger, TriggerKind},
    policy::{RunDefaults, StatedPolicy},
    spec::{TaskSpec, TaskType},
    task::Priority,
};
use beadle_values::{id::OwnerId, violation::Path};
use clap::Args;
use serde_json::{Value, json};

/// Properties of the call.
#[derive(Debug, Args)]
pub struct Options {
    /// How long the destination takes to respond, in milliseconds.
    #[arg(long, default_value_t = 50)]
    answer_ms: u64,
    /// How many messages share an invocation of the executor, 1 to 10.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=10))]
    batch: u64,
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
        print(what, &receipt, 1, options);
    }
    // A batch of a hundred is one request to the API and one invocation of it.
    print("ad hoc, a hundred in a request", &ad_hoc, 100, options);
    Ok(())
}

/// Prints a line of which `together` executions share the request that starts them.
#[expect(clippy::cast_precision_loss, reason = "a table of a few digits")]
fn print(what: &str, receipt: &Receipt, together: u64, options: &Options) {
    let share = |count: u64, by: u64| count as f64 / by as f64;
    let deliveries = receipt.queue_requests - receipt.messages;
    let starts = receipt.invocations - deliveries / 2;
    let http = share(receipt.http_requests, together);
    let invocations = share(starts, together) + share(deliveries / 2, options.batch);
    let queue = receipt.messages as f64 + share(deliveries, options.batch);
    let lines = [
        (receipt.write_units as f64, PRICES.write_unit),
        (share(receipt.projector_write_units_thousandths, 1_000), PRICES.write_unit),
        (receipt.read_units as f64, PRICES.read_unit),
        (queue, PRICES.queue_request),
        (receipt.messages as f64, PRICES.fair_message),
        (http, PRICES.http_request),
        (receipt.ticks as f64, PRICES.tick),
        (invocations, PRICES.invocation),
        (share(receipt.mb_ms, options.batch.max(1)) / 1_024_000.0, PRICES.gigabyte_second),
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

/// The call of the benchmarks, which succeeds at the first attempt.
fn ended(task: Option<&str>, kind: TriggerKind, options: &Options) -> Result<Execution> {
    let fill = 200 - json!({"order": 4711, "note": ""}).to_string().len();
    let config = json!({
        "method": "POST",
        "url": "https://api.example.com/v1/orders/notify",
        "headers": {"content-type": "application/json"},
        "body": {"order": 4711, "note": "n".repeat(fill)},
    });
    let members = config.as_object().context("a config is an object")?;
    let spec = TaskSpec::parse(TaskType::Http, members, &[], &Path::body());
    let request = Request {
        id: "exe_00000000000000000000000000000001".parse()?,
        owner: OwnerId::parse("auth0|5f7c8ec7c33c6c004bbafe82")?,
        task_id: task.map(str::parse).transpose()?,
        spec: spec.map_err(|faults| anyhow::anyhow!("the call is invalid: {faults:?}"))?,
        config_id: None,
        input: Default::default(),
        policy: StatedPolicy::default().resolve(&RunDefaults::AD_HOC, false),
        priority: Priority::Medium,
        credits: Default::default(),
        trigger: Trigger::of(kind),
        created_at: "2027-01-15T08:00:00.123Z".parse()?,
        idempotency: None,
    };
    let asked = request.created_at;
    let due = asked;
    let running = Execution::new(request, due).apply(Event::Claim { lease_until: due }, asked)?;
    let answered = asked + std::time::Duration::from_millis(options.answer_ms);
    Ok(running.apply(Event::Succeed { answer: Some(answer()) }, answered)?)
}

/// 100 bytes of JSON, with typical response headers.
fn answer() -> Answer {
    let pad = "p".repeat(100 - r#"{"accepted":true,"pad":""}"#.len());
    let body: Value = json!({"accepted": true, "pad": pad});
    let headers = [("content-type", "application/json"), ("date", "Fri, 15 Jan 2027 08:00:00 GMT")];
    Answer {
        status: Some(200),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        size: 100,
        body: AnswerBody::Json(body),
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    }
}
