//! How tasks are shown.

use serde_json::Value;

use crate::output::{
    Cell, Column,
    cell::{self, column},
};

/// The columns of a list.
pub const COLUMNS: &[Column] = &[
    column("ID", |task| cell::text(&task["id"])),
    column("NAME", |task| cell::text(&task["name"])),
    column("TYPE", |task| cell::text(&task["type"])),
    column("STATUS", |task| cell::status(&task["status"])),
    column("SCHEDULE", schedule),
    column("NEXT", |task| cell::ago(&task["next_run_time"])),
    column("LAST", |task| cell::ago(&task["last_run_time"])),
    column("RUNS", runs),
    column("ERROR", |task| cell::text(&task["last_error"])),
];

/// The columns of the next runs.
pub const NEXT: &[Column] = &[
    column("AT", |task| cell::text(&task["next_run_time"])),
    column("NEXT", |task| cell::ago(&task["next_run_time"])),
    column("NAME", |task| cell::text(&task["name"])),
    column("SCHEDULE", schedule),
    column("ID", |task| cell::text(&task["id"])),
];

/// The fields of one.
pub const FIELDS: &[Column] = &[
    column("id", |task| cell::text(&task["id"])),
    column("name", |task| cell::text(&task["name"])),
    column("description", |task| cell::text(&task["description"])),
    column("status", |task| cell::status(&task["status"])),
    column("type", |task| cell::text(&task["type"])),
    column("config", |task| cell::json(&task["config"])),
    column("destination", |task| cell::text(&task["config_id"])),
    column("schedule", schedule),
    column("next run", |task| cell::text(&task["next_run_time"])),
    column("last run", |task| cell::text(&task["last_run_time"])),
    column("runs", runs),
    column("last error", |task| cell::text(&task["last_error"])),
    column("runs after", |task| cell::text(&task["dependencies"])),
    column("priority", |task| cell::text(&task["priority"])),
    column("tags", |task| cell::text(&task["tags"])),
    column("retries", |task| cell::text(&task["retry"]["max_retries"])),
    column("timeout", |task| cell::milliseconds(&task["timeout_ms"])),
    column("input", |task| cell::json(&task["input"])),
    column("notify", |task| cell::json(&task["notify"])),
    column("hook", |task| cell::json(&task["hook"])),
    column("owner", |task| cell::text(&task["user_id"])),
    column("created", |task| cell::text(&task["created_at"])),
    column("changed", |task| cell::text(&task["updated_at"])),
];

fn schedule(task: &Value) -> Cell {
    let schedule = &task["schedule"];
    let written = ["phrase", "expression", "cron", "every", "at"];
    let Some(when) =
        written.iter().map(|member| cell::text(&schedule[*member]).text).find(|text| !text.is_empty())
    else {
        return Cell::default();
    };
    match schedule["timezone"].as_str() {
        Some(zone) if zone != "UTC" => Cell::plain(format!("{when} ({zone})")),
        _ => Cell::plain(when),
    }
}

fn runs(task: &Value) -> Cell {
    let count = |member: &str| task[member].as_u64().unwrap_or_default();
    match (count("run_count"), count("failure_count")) {
        (0, _) => Cell::default(),
        (runs, 0) => Cell::plain(runs.to_string()),
        (runs, failed) => Cell::plain(format!("{runs}, {failed} failed")),
    }
}
