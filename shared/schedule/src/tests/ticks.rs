//! Scheduler ticks whenever a schedule may be due, and a tick leads to the runs that are.

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use serde_json::{Value, json};

use super::{next, schedule, time};

// Berlin 2027: forward on 28 March at 02:00, back on 31 October at 03:00.
#[rstest]
#[case::skipped_by_default(json!({}), "2027-03-27T12:00:00Z", &["2027-03-29T02:30:00+02:00"])]
#[case::right_after_the_gap(
    json!({"skipped": "run_after"}), "2027-03-27T12:00:00Z", &["2027-03-28T03:00:00+02:00", "2027-03-29T02:30:00+02:00"],
)]
#[case::once_by_default(
    json!({}), "2027-10-30T12:00:00Z", &["2027-10-31T02:30:00+02:00", "2027-11-01T02:30:00+01:00"],
)]
#[case::each_time(
    json!({"repeated": "each"}), "2027-10-30T12:00:00Z",
    &["2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00", "2027-11-01T02:30:00+01:00"],
)]
fn a_daily_schedule_at_clock_changes(#[case] policy: Value, #[case] after: &str, #[case] expected: &[&str]) {
    let value =
        json!({"expression": "daily at 2:30", "timezone": "Europe/Berlin", "on_clock_change": policy});
    assert_eq!(next(&schedule(value), after, expected.len()), expected);
}

#[test]
fn every_half_hour_is_never_silent_in_autumn_where_each_time_runs() {
    let value = json!({"expression": "*/30 * * * *", "timezone": "Europe/Berlin", "on_clock_change": {"repeated": "each"}});
    assert_eq!(
        next(&schedule(value), "2027-10-31T00:00:00Z", 6),
        [
            "2027-10-31T02:30:00+02:00",
            "2027-10-31T02:00:00+01:00",
            "2027-10-31T02:30:00+01:00",
            "2027-10-31T03:00:00+01:00",
            "2027-10-31T03:30:00+01:00",
            "2027-10-31T04:00:00+01:00"
        ]
    );
}

#[test]
fn what_falls_into_a_gap_runs_once_after_it() {
    let value = json!({"expression": "*/20 * * * *", "timezone": "Europe/Berlin", "on_clock_change": {"skipped": "run_after"}});
    let schedule = schedule(value);
    assert_eq!(
        next(&schedule, "2027-03-28T00:30:00Z", 4),
        [
            "2027-03-28T01:40:00+01:00",
            "2027-03-28T03:00:00+02:00",
            "2027-03-28T03:20:00+02:00",
            "2027-03-28T03:40:00+02:00"
        ]
    );
    let preview = schedule.preview(time("2027-03-28T00:30:00Z"), time("2027-03-28T00:30:00Z"), 2);
    assert_eq!(
        preview.runs[1].note.as_deref(),
        Some("clocks go forward on 2027-03-28: what was due in the time that does not exist runs at 03:00")
    );
    assert!(preview.skipped.is_empty());
}

/// Whether every run of two years is one of a tick, and no tick leads to anything else.
#[rstest]
#[case::two_times(json!({"expression": "daily at 9:00 and 14:30", "timezone": "Europe/Berlin"}))]
#[case::two_days(json!({"expression": "0 9 * * 1 | 30 14 1 * *", "timezone": "America/New_York"}))]
#[case::clocks(json!({
    "expression": "*/30 1-3 * * *", "timezone": "Europe/Berlin", "on_clock_change": {"skipped": "run_after", "repeated": "each"},
}))]
#[case::clocks_by_half_an_hour(json!({
    "expression": "daily at 2:10", "timezone": "Australia/Lord_Howe",
    "on_clock_change": {"skipped": "run_after", "repeated": "each"},
}))]
#[case::weekly_over_midnight_in_utc(json!({
    "expression": "mondays at 0:30", "timezone": "Asia/Tokyo", "on_clock_change": {"repeated": "each"},
}))]
#[case::excluded(json!({"expression": "weekdays at 9:00", "exclude": ["2027-01-01", "2027-12-24/2028-01-02"]}))]
#[case::moved(json!({
    "expression": "monthly on last at 18:00", "exclude": ["saturday", "sunday", "2027-12-31"],
    "on_excluded": "previous_business_day", "timezone": "America/New_York",
}))]
#[case::moved_into_another_month(json!({
    "expression": "monthly on last at 18:00", "exclude": ["saturday", "sunday"], "on_excluded": "next_business_day",
    "timezone": "Europe/Berlin", "on_clock_change": {"repeated": "each"},
}))]
fn every_run_has_its_tick(#[case] value: Value) {
    let schedule = schedule(value);
    let (from, to) = (time("2027-01-01T00:00:00Z"), time("2029-01-01T00:00:00Z"));
    let due: Vec<Timestamp> =
        schedule.occurrences(from, from).map(|due| due.at).take_while(|at| *at < to).collect();
    // What Scheduler makes of the expression and the zone, by its own rules.
    let ticking =
        super::schedule(json!({"expression": schedule.expression(), "timezone": schedule.timezone()}));
    let ticks = ticking.occurrences(from, from).map(|tick| tick.at).take_while(|at| *at < to);
    let ran: Vec<Timestamp> = ticks.flat_map(|tick| schedule.due_at_tick(tick, from)).collect();
    assert_eq!(ran, due);
    assert!(due.len() >= 20, "{} runs", due.len());
}

#[test]
fn an_interval_below_a_minute_keeps_off_excluded_days() {
    let schedule =
        schedule(json!({"every": "20 seconds", "start": "2026-12-31T23:59:10Z", "exclude": ["2027-01-01"]}));
    let start = time("2026-12-31T23:59:10Z");
    let second = |offset: i64| start.checked_add(SignedDuration::from_secs(offset)).unwrap();
    assert_eq!(schedule.due_at_tick(second(0), start), [second(0), second(20), second(40)]);
    assert_eq!(schedule.due_at_tick(second(60), start), []);
    assert_eq!(schedule.next_after(second(41), start), Some(time("2027-01-02T00:00:10Z")));
}
