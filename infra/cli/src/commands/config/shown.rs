//! How configs and gates are shown.

use serde_json::Value;

use crate::output::{
    Cell, Column,
    cell::{self, Tone, column},
};

/// The columns of a list.
pub const COLUMNS: &[Column] = &[
    column("ID", |config| cell::text(&config["id"])),
    column("NAME", |config| cell::text(&config["name"])),
    column("BASE URL", |config| cell::text(&config["base_url"])),
    column("CONNECTION", |config| cell::text(&config["connection"])),
    column("AUTH", |config| cell::text(&config["auth"]["type"])),
    column("RATE", |config| rate(&config["rate_limit"])),
    column("CONCURRENCY", |config| cell::text(&config["concurrency"])),
    column("SHARED", |config| cell::yes(&config["shared"])),
    column("CHANGED", |config| cell::ago(&config["updated_at"])),
];

/// The fields of one.
pub const FIELDS: &[Column] = &[
    column("id", |config| cell::text(&config["id"])),
    column("name", |config| cell::text(&config["name"])),
    column("description", |config| cell::text(&config["description"])),
    column("base url", |config| cell::text(&config["base_url"])),
    column("connection", |config| cell::text(&config["connection"])),
    column("headers", |config| cell::json(&config["headers"])),
    column("query", |config| cell::json(&config["query"])),
    column("auth", |config| cell::json(&config["auth"])),
    column("variables", |config| cell::json(&config["variables"])),
    column("timeout", |config| cell::milliseconds(&config["timeout_ms"])),
    column("retry", |config| cell::json(&config["retry"])),
    column("rate limit", |config| rate(&config["rate_limit"])),
    column("concurrency", |config| cell::text(&config["concurrency"])),
    column("breaker", |config| cell::json(&config["breaker"])),
    column("egress", |config| cell::json(&config["egress"])),
    column("proxy", |config| cell::text(&config["proxy"]["url"])),
    column("shared", |config| cell::yes(&config["shared"])),
    column("owner", |config| cell::text(&config["user_id"])),
    column("created", |config| cell::text(&config["created_at"])),
    column("changed", |config| cell::text(&config["updated_at"])),
];

/// The fields of a gate.
pub const GATE: &[Column] = &[
    column("config", |gate| cell::text(&gate["config_id"])),
    column("breaker", breaker),
    column("closed until", |gate| cell::text(&gate["closed_until"])),
    column("calls a second", |gate| cell::text(&gate["rate_per_second"])),
    column("tokens", |gate| cell::text(&gate["tokens"])),
    column("in use", |gate| cell::text(&gate["in_use"])),
    column("waiting", |gate| cell::text(&gate["waiting"])),
    column("paused", |gate| cell::text(&gate["pause"]["reason"])),
    column("paused until", |gate| cell::text(&gate["pause"]["until"])),
    column("history", history),
];

fn rate(limit: &Value) -> Cell {
    match (limit["rate"].as_u64(), limit["per_ms"].as_u64()) {
        (Some(rate), Some(1000)) => Cell::plain(format!("{rate}/s")),
        (Some(rate), Some(60_000)) => Cell::plain(format!("{rate}/m")),
        (Some(rate), Some(3_600_000)) => Cell::plain(format!("{rate}/h")),
        (Some(rate), Some(per)) => Cell::plain(format!("{rate} per {}", cell::elapsed(per))),
        _ => Cell::default(),
    }
}

fn breaker(gate: &Value) -> Cell {
    let text = gate["state"].as_str().unwrap_or_default();
    let tone = match text {
        "closed" => Tone::Good,
        "open" => Tone::Bad,
        _ => Tone::Busy,
    };
    Cell { text: text.to_owned(), tone }
}

fn history(gate: &Value) -> Cell {
    let steps = gate["transitions"].as_array().into_iter().flatten();
    let lines = steps.map(|step| {
        let text = |member: &str| cell::text(&step[member]).text;
        format!("{}  {} → {}: {}", text("at"), text("from"), text("to"), text("why"))
    });
    Cell::plain(lines.collect::<Vec<_>>().join("\n"))
}
