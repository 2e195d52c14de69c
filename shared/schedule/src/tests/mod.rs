//! Tests of the public interface: accepted forms, normal form, and due times.

mod accepted;
mod calendars;
mod clocks;
mod days;
mod joined;
mod missed;
mod object_form;
mod phrases;
mod previews;
mod properties;
mod refused;
mod ticks;
mod times;

use beadle_values::violation::{Path, Violation};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Schedule;

fn schedule(value: Value) -> Schedule {
    Schedule::parse(&value, &Path::of("schedule")).unwrap().unwrap()
}

fn phrase(text: &str) -> Schedule {
    schedule(json!(text))
}

fn in_zone(text: &str, zone: &str) -> Schedule {
    schedule(json!({"expression": text, "timezone": zone}))
}

fn violations(value: Value) -> Vec<Violation> {
    Schedule::parse(&value, &Path::of("schedule")).unwrap_err().into_iter().collect()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The next local times after `after`, with their offsets.
fn next(schedule: &Schedule, after: &str, count: usize) -> Vec<String> {
    let after = time(after);
    schedule.preview(after, after, count).runs.into_iter().map(|run| run.local).collect()
}
