//! The object form and its options.

use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};

use super::{phrase, schedule, time, violations};
use crate::{CatchUp, Overlap, Schedule};

#[rstest]
#[case(json!({"expression": "daily at 9:00"}), "cron(0 9 * * ? *)")]
#[case(json!({"expression": "rate(5 minutes)"}), "rate(5 minutes)")]
#[case(json!({"every": "5m"}), "rate(5 minutes)")]
#[case(json!({"every": "5 minutes"}), "rate(5 minutes)")]
#[case(json!({"every": "PT5M"}), "rate(5 minutes)")]
#[case(json!({"every": "1h 30m"}), "rate(90 minutes)")]
#[case(json!({"every": "P7D"}), "rate(7 days)")]
#[case(json!({"every": 300_000}), "rate(5 minutes)")]
#[case(json!({"every": "30s"}), "every 30 seconds")]
#[case(json!({"cron": "0 7 * * *"}), "cron(0 7 * * ? *)")]
#[case(json!({"cron": "cron(0 7 ? * 2-6 *)"}), "cron(0 7 ? * MON-FRI *)")]
#[case(json!({"cron": "@hourly"}), "cron(0 * * * ? *)")]
#[case(json!({"at": "2027-01-01T09:00:00Z"}), "at(2027-01-01T09:00:00)")]
#[case(json!({"at": "at(2027-01-01T09:00:00)"}), "at(2027-01-01T09:00:00)")]
#[case(json!({"cron": "0 7 * * *", "every": null, "timezone": null, "end": null}), "cron(0 7 * * ? *)")]
fn object_form_maps_to_an_expression(#[case] value: Value, #[case] expected: &str) {
    assert_eq!(schedule(value).to_string(), expected);
}

#[test]
fn every_option_round_trips() {
    let value = json!({
        "cron": "0 7 * * *",
        "timezone": "america/new_york",
        "start": "2027-01-01T00:00:00",
        "end": "2028-01-01T00:00:00+01:00",
        "jitter": 90_000,
        "overlap": "cancel_running",
        "catch_up": {"all": "6h"},
    });
    let schedule = schedule(value);
    assert_eq!(schedule.timezone(), "America/New_York");
    assert_eq!(schedule.start(), Some(time("2027-01-01T05:00:00Z")));
    assert_eq!(schedule.end(), Some(time("2027-12-31T23:00:00Z")));
    assert_eq!(schedule.jitter(), Some(Duration::from_secs(90)));
    assert_eq!(schedule.flexible_window_minutes(), Some(2));
    assert_eq!(schedule.overlap(), Overlap::CancelRunning);
    assert_eq!(schedule.catch_up(), CatchUp::All(Duration::from_secs(6 * 3600)));
    let normal = json!({
        "expression": "cron(0 7 * * ? *)",
        "phrase": "0 7 * * *",
        "timezone": "America/New_York",
        "start": "2027-01-01T05:00:00Z",
        "end": "2027-12-31T23:00:00Z",
        "jitter": "90s",
        "overlap": "cancel_running",
        "catch_up": {"all": "6h"},
    });
    assert_eq!(json!(schedule), normal);
    assert_eq!(serde_json::from_value::<Schedule>(normal).unwrap(), schedule);
}

#[test]
fn the_defaults_are_utc_skip_and_latest() {
    let normal =
        json!({"expression": "rate(5 minutes)", "timezone": "UTC", "overlap": "skip", "catch_up": "latest"});
    assert_eq!(json!(phrase("rate(5 minutes)")), normal);
    assert_eq!(phrase("every 5 minutes").flexible_window_minutes(), None);
    let other = phrase("every 5 minutes").with_overlap(Overlap::Queue).with_catch_up(CatchUp::None);
    assert_eq!((other.overlap(), other.catch_up()), (Overlap::Queue, CatchUp::None));
}

#[rstest]
// A summer time in its own time zone; a time zone next to an instant; the second of two repeated hours, which
// only UTC can express.
#[case(json!({"at": "2027-07-01T09:00:00", "timezone": "Europe/Berlin"}), "at(2027-07-01T09:00:00)", "Europe/Berlin", "2027-07-01T07:00:00Z")]
#[case(json!({"at": "2027-07-01T07:00:00Z", "timezone": "Europe/Berlin"}), "at(2027-07-01T09:00:00)", "Europe/Berlin", "2027-07-01T07:00:00Z")]
#[case(json!({"at": "2027-10-31T02:30:00", "timezone": "Europe/Berlin"}), "at(2027-10-31T02:30:00)", "Europe/Berlin", "2027-10-31T00:30:00Z")]
#[case(json!({"at": "2027-10-31T02:30:00+01:00", "timezone": "Europe/Berlin"}), "at(2027-10-31T01:30:00)", "UTC", "2027-10-31T01:30:00Z")]
fn object_form_of_a_single_time(
    #[case] value: Value,
    #[case] expression: &str,
    #[case] zone: &str,
    #[case] at: &str,
) {
    let schedule = schedule(value);
    assert_eq!((schedule.expression().as_str(), schedule.timezone()), (expression, zone));
    assert_eq!(
        schedule.next_after(time("2027-01-01T00:00:00Z"), time("2027-01-01T00:00:00Z")),
        Some(time(at))
    );
}

#[rstest]
#[case(json!({}), "schedule", "needs one of", "null for none")]
#[case(json!({"cron": "0 7 * * *", "every": "5m"}), "schedule", "only one of every, cron", "keep `every`")]
#[case(json!({"crom": "0 7 * * *", "every": "5m"}), "schedule.crom", "unknown field", "did you mean `cron`?")]
#[case(json!({"every": "5m", "colour": "red"}), "schedule.colour", "unknown field", "timezone, start, end")]
#[case(json!({"expression": "manual"}), "schedule.expression", "no schedule", "write null")]
#[case(json!({"expression": 5}), "schedule.expression", "must be a string", "accepted are")]
#[case(json!({"every": "soon"}), "schedule.every", "not an interval", "\"PT5M\"")]
#[case(json!({"every": "1 month"}), "schedule.every", "not an interval", "\"5m\"")]
#[case(json!({"every": "0s"}), "schedule.every", "longer than zero", "every 1 minute")]
#[case(json!({"every": 5}), "schedule.every", "whole seconds", "300000")]
#[case(json!({"every": "45s"}), "schedule.every", "do not divide a minute", "every 30 seconds")]
#[case(json!({"cron": "daily at 9:00"}), "schedule.cron", "five fields", "`0 9 * * 1-5`")]
#[case(json!({"cron": "rate(5 minutes)"}), "schedule.cron", "does not belong", "`expression`")]
#[case(json!({"at": "daily at 9:00"}), "schedule.at", "does not belong", "`expression`")]
#[case(json!({"at": "2027-03-28T02:30:00", "timezone": "Europe/Berlin"}), "schedule.at", "does not exist", "`2027-03-28T03:30:00`")]
#[case(json!({"at": "2027-01-01T00:00:00Z", "end": "2028-01-01T00:00:00Z"}), "schedule.at", "no start or end", "leave")]
#[case(json!({"every": "5m", "timezone": "Europe/Berln"}), "schedule.timezone", "not a time zone", "did you mean `Europe/Berlin`?")]
#[case(json!({"every": "5m", "timezone": "Berlin"}), "schedule.timezone", "not a time zone", "did you mean `Europe/Berlin`?")]
#[case(json!({"every": "5m", "timezone": "new york"}), "schedule.timezone", "not a time zone", "did you mean `America/New_York`?")]
#[case(json!({"every": "5m", "timezone": "PST"}), "schedule.timezone", "not a time zone", "did you mean `America/Los_Angeles`?")]
#[case(json!({"every": "5m", "timezone": "+02:00"}), "schedule.timezone", "not a time zone", "IANA")]
#[case(json!({"every": "5m", "timezone": "Etc/Unknown"}), "schedule.timezone", "not a time zone", "")]
#[case(json!({"every": "5m", "timezone": 2}), "schedule.timezone", "not a time zone", "IANA")]
#[case(json!({"every": "5m", "start": "tomorrow"}), "schedule.start", "not a time", "2027-01-01T09:00:00Z")]
#[case(json!({"every": "5m", "start": "2027-01-01"}), "schedule.start", "no time of day", "2027-01-01T00:00:00")]
#[case(json!({"every": "5m", "end": 5}), "schedule.end", "not a time", "string")]
#[case(json!({"every": "5m", "start": "2027-03-28T02:30:00", "timezone": "Europe/Berlin"}), "schedule.start", "does not exist", "03:30:00")]
#[case(json!({"every": "5m", "start": "2027-01-02T00:00:00Z", "end": "2027-01-01T00:00:00Z"}), "schedule.end", "after the start", "")]
#[case(json!({"cron": "0 9 1 1 *", "start": "2027-02-01T00:00:00Z", "end": "2027-12-01T00:00:00Z"}), "schedule.cron", "never due between", "move")]
#[case(json!({"cron": "cron(30 2 28 3 ? 2027)", "timezone": "Europe/Berlin"}), "schedule.cron", "never due", "")]
#[case(json!({"every": "5m", "jitter": "2d"}), "schedule.jitter", "from 1s to 24h", "")]
#[case(json!({"every": "5m", "jitter": "250ms"}), "schedule.jitter", "whole seconds", "")]
#[case(json!({"every": "5m", "jitter": "6m"}), "schedule.every", "longer than the interval", "\"jitter\": \"5m\"")]
#[case(json!({"every": "5m", "overlap": "skip", "catch_up": "all"}), "schedule.every", "leaves one of them", "\"queue\"")]
#[case(json!({"every": "5m", "tz": "UTC"}), "schedule.tz", "", "")]
#[case(json!({"rate": "5m", "every": "5m"}), "schedule.rate", "", "")]
#[case(json!({"every": "5m", "timezone": "GMT+2"}), "schedule.timezone", "not a time zone", "did you mean `Etc/GMT-2`?")]
#[case(json!({"every": "5m", "timezone": "UTC-03:00"}), "schedule.timezone", "not a time zone", "did you mean `Etc/GMT+3`?")]
#[case(json!({"every": "5m", "timezone": "GMT+5:30"}), "schedule.timezone", "not a time zone", "use an IANA name")]
#[case(json!({"every": "5m", "timezone": ""}), "schedule.timezone", "not a time zone", "use an IANA name")]
#[case(json!({"every": "5m", "overlap": "quee"}), "schedule.overlap", "unknown overlap policy", "did you mean \"queue\"?")]
#[case(json!({"every": "5m", "catch_up": "everything"}), "schedule.catch_up", "not a catch-up policy", "{\"all\": \"6h\"}")]
#[case(json!({"every": "5m", "catch_up": {"all": "60d"}}), "schedule.catch_up.all", "from 1s to 720h", "")]
#[case(json!({"every": "5m", "catch_up": {"all": "1h", "most": 5}}), "schedule.catch_up", "not a catch-up policy", "{\"all\": \"6h\"}")]
fn every_violation_has_a_path_and_a_hint(
    #[case] value: Value,
    #[case] path: &str,
    #[case] message: &str,
    #[case] hint: &str,
) {
    let violations = violations(value);
    assert_eq!(violations.len(), 1, "{violations:?}");
    assert_eq!(violations[0].path.to_string(), path);
    assert!(
        violations[0].message.contains(message),
        "{:?} should contain {message:?}",
        violations[0].message
    );
    let given = violations[0].hint.as_deref().expect("every violation has a hint");
    assert!(given.contains(hint), "{given:?} should contain {hint:?}");
}

#[test]
fn all_violations_are_reported_at_once() {
    let violations = violations(json!({
        "cron": "61 25 * * *", "at": "never", "timezone": "Mars/Olympus", "start": "now", "end": "later", "jitter": "-1s",
        "overlap": "none", "catch_up": 7, "note": "",
    }));
    let mut paths: Vec<String> = violations.iter().map(|violation| violation.path.to_string()).collect();
    paths.dedup();
    assert_eq!(
        paths,
        [
            "schedule.note",
            "schedule.cron",
            "schedule.at",
            "schedule",
            "schedule.timezone",
            "schedule.start",
            "schedule.end",
            "schedule.jitter",
            "schedule.overlap",
            "schedule.catch_up",
        ]
    );
    assert_eq!(violations.len(), 11, "both fields of the cron: {violations:?}");
}

#[test]
fn missed_runs_that_are_all_caught_up_wait_for_each_other() {
    let schedule = |catch_up: Value| schedule(json!({"every": "5m", "catch_up": catch_up}));
    assert_eq!(schedule(json!("latest")).overlap(), Overlap::Skip);
    assert_eq!(schedule(json!("all")).overlap(), Overlap::Queue);
    assert_eq!(schedule(json!({"all": "6h"})).overlap(), Overlap::Queue);
}

#[rstest]
#[case(json!("daily at 4:00"), Some("daily at 4:00"))]
#[case(json!("  Every Monday at 9am "), Some("Every Monday at 9am"))]
#[case(json!("0 4 * * *"), Some("0 4 * * *"))]
#[case(json!({"expression": "weekdays at 9:00", "timezone": "Europe/Berlin"}), Some("weekdays at 9:00"))]
#[case(json!({"cron": "@hourly"}), Some("@hourly"))]
#[case(json!({"expression": "cron(0 4 * * ? *)", "phrase": "daily at 4:00"}), Some("daily at 4:00"))]
#[case(json!("cron(0 4 * * ? *)"), None)]
#[case(json!({"every": "5m"}), None)]
#[case(json!("2027-07-01T09:00:00Z"), None)]
fn the_phrase_is_kept_beside_the_normal_form(#[case] written: Value, #[case] kept: Option<&str>) {
    let schedule = schedule(written);
    assert_eq!(schedule.phrase(), kept);
    for read in [serde_json::from_value(json!(schedule)).unwrap(), super::schedule(json!(schedule))] {
        assert_eq!((read.phrase(), &read), (kept, &schedule));
    }
}

#[rstest]
#[case(json!({"expression": "daily at 5:00", "phrase": "daily at 4:00"}), "schedule.phrase", "is not the phrase of", "leave it out")]
#[case(json!({"expression": "daily at 5:00", "phrase": "whenever"}), "schedule.phrase", "whenever", "accepted are")]
#[case(json!({"phrase": "daily at 4:00"}), "schedule", "needs one of", "null for none")]
fn a_phrase_says_what_the_expression_says(
    #[case] value: Value,
    #[case] path: &str,
    #[case] message: &str,
    #[case] hint: &str,
) {
    let violations = violations(value);
    let [violation] = &violations[..] else { panic!("{violations:?}") };
    assert_eq!(violation.path.to_string(), path);
    assert!(violation.message.contains(message), "{violation:?}");
    assert!(violation.hint.as_deref().unwrap_or_default().contains(hint), "{violation:?}");
}
