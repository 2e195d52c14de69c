//! How executions are shown.

use serde_json::Value;

use crate::output::{
    Cell, Column,
    cell::{self, column},
};

/// The columns of a list.
pub const COLUMNS: &[Column] = &[
    column("ID", |execution| cell::text(&execution["id"])),
    column("STATUS", |execution| cell::status(&execution["status"])),
    column("WHAT", what),
    column("CREATED", |execution| cell::ago(&execution["created_at"])),
    column("BECAUSE", because),
    column("TOOK", |execution| cell::milliseconds(&execution["duration_ms"])),
    column("TRIES", tries),
    column("TRIGGER", |execution| cell::text(&execution["trigger_type"])),
    column("COST", |execution| cell::dollars(&execution["cost"]["usd"])),
];

/// The fields of one.
pub const FIELDS: &[Column] = &[
    column("id", |execution| cell::text(&execution["id"])),
    column("status", |execution| cell::status(&execution["status"])),
    column("what", what),
    column("task", |execution| cell::text(&execution["task_id"])),
    column("config", |execution| cell::text(&execution["config_id"])),
    column("batch", |execution| cell::text(&execution["batch_id"])),
    column("trigger", |execution| cell::text(&execution["trigger_type"])),
    column("created", |execution| cell::text(&execution["created_at"])),
    column("scheduled for", |execution| cell::text(&execution["scheduled_for"])),
    column("started", |execution| cell::text(&execution["started_at"])),
    column("ended", |execution| cell::text(&execution["completed_at"])),
    column("took", |execution| cell::milliseconds(&execution["duration_ms"])),
    column("attempts", attempts),
    column("next attempt", |execution| cell::text(&execution["next_attempt_at"])),
    column("waits until", |execution| cell::text(&execution["waiting_until"])),
    column("because", because),
    column("answered", |execution| cell::text(&execution["response"]["status"])),
    column("result", |execution| cell::json(&execution["result"])),
    column("credits", |execution| cell::text(&execution["credits_consumed"])),
    column("cost", |execution| cell::dollars(&execution["cost"]["usd"])),
];

/// A line of what happens.
pub const EVENT: &[Column] = &[
    column("TIME", |execution| cell::text(&execution["updated_at"])),
    column("ID", |execution| cell::text(&execution["id"])),
    column("STATUS", |execution| cell::status(&execution["status"])),
    column("WHAT", what),
    column("BECAUSE", because),
];

/// What is called.
pub fn what(execution: &Value) -> Cell {
    let (request, kind) = (&execution["request"], cell::text(&execution["type"]).text);
    let text = |member: &str| request[member].as_str();
    Cell::plain(match (text("method"), text("url").or_else(|| text("endpoint"))) {
        (Some(method), Some(url)) => format!("{method} {url}"),
        (None, Some(url)) => format!("{kind} {url}"),
        _ => match text("function").or_else(|| text("command")).or_else(|| text("connection")) {
            Some(name) => format!("{kind} {name}"),
            None => kind,
        },
    })
}

fn tries(execution: &Value) -> Cell {
    let number = execution["attempts"].as_array().map_or(0, Vec::len);
    Cell::plain(if number == 0 { String::new() } else { number.to_string() })
}

fn attempts(execution: &Value) -> Cell {
    let attempts = execution["attempts"].as_array().into_iter().flatten();
    let lines = attempts.map(|attempt| {
        let outcome = cell::text(&attempt["outcome"]).text;
        let took = cell::milliseconds(&attempt["duration_ms"]).text;
        let why = cell::text(&attempt["error"]).text;
        let why = if why.is_empty() { why } else { format!(": {why}") };
        format!("{} {outcome} in {took}{why}", attempt["number"])
    });
    Cell::plain(lines.collect::<Vec<_>>().join("\n"))
}

fn because(execution: &Value) -> Cell {
    let reasons = ["error_message", "cancel_reason", "deferred_reason"];
    let reason = reasons.iter().find_map(|member| execution[*member].as_str());
    Cell::plain(reason.unwrap_or_default())
}

/// An explanation in sentences.
pub fn explanation(explanation: &Value) -> String {
    let text = |value: &Value| cell::text(value).text;
    let (id, status) = (text(&explanation["execution_id"]), text(&explanation["status"]));
    let status = match status.as_str() {
        "completed" | "failed" => status,
        "cancelled" => "was cancelled".to_owned(),
        going_on => format!("is {going_on}"),
    };
    let word = if status.starts_with("is ") { "since" } else { "at" };
    let mut lines = vec![format!("{id} {status} {word} {}.", text(&explanation["since"]))];
    let waiting = &explanation["waiting_for"];
    if waiting.is_object() {
        let kind = text(&waiting["kind"]);
        lines.push(format!("It waits ({kind}): {}.", text(&waiting["reason"]).trim_end_matches('.')));
    }
    let next = &explanation["next"];
    if next.is_object() {
        lines.push(format!("Next: {} at {}.", text(&next["what"]), text(&next["at"])));
    }
    for decision in explanation["decisions"].as_array().into_iter().flatten() {
        let (at, what) = (text(&decision["at"]), text(&decision["what"]));
        lines.push(format!("  {at}  {what}  {}", text(&decision["detail"])).trim_end().to_owned());
    }
    lines.join("\n")
}
