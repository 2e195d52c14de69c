//! When schedules are due, without clock changes.

use rstest::rstest;
use serde_json::json;

use super::{next, phrase, schedule, time};

#[rstest]
#[case("cron(0 9 ? * MON-FRI *)", &["2027-01-01T09:00:00+00:00", "2027-01-04T09:00:00+00:00", "2027-01-05T09:00:00+00:00"])]
#[case("cron(0 18 L * ? *)", &["2027-01-31T18:00:00+00:00", "2027-02-28T18:00:00+00:00", "2027-03-31T18:00:00+00:00"])]
#[case("cron(0 18 LW * ? *)", &["2027-01-29T18:00:00+00:00", "2027-02-26T18:00:00+00:00", "2027-03-31T18:00:00+00:00"])]
#[case("cron(0 8 1W * ? *)", &["2027-01-01T08:00:00+00:00", "2027-02-01T08:00:00+00:00", "2027-03-01T08:00:00+00:00", "2027-04-01T08:00:00+00:00", "2027-05-03T08:00:00+00:00"])]
#[case("cron(0 18 ? * 6L *)", &["2027-01-29T18:00:00+00:00", "2027-02-26T18:00:00+00:00"])]
#[case("cron(0 18 ? * 3#2 *)", &["2027-01-12T18:00:00+00:00", "2027-02-09T18:00:00+00:00"])]
#[case("cron(0 18 ? * 2#5 *)", &["2027-03-29T18:00:00+00:00", "2027-05-31T18:00:00+00:00"])]
#[case("cron(0 0 29 2 ? *)", &["2028-02-29T00:00:00+00:00", "2032-02-29T00:00:00+00:00"])]
#[case("cron(0 0 31 * ? *)", &["2027-01-31T00:00:00+00:00", "2027-03-31T00:00:00+00:00", "2027-05-31T00:00:00+00:00"])]
#[case("cron(59 23 31 12 ? 2199)", &["2199-12-31T23:59:00+00:00"])]
#[case("0 0 1 1 *", &["2028-01-01T00:00:00+00:00", "2029-01-01T00:00:00+00:00"])]
#[case("*/20 23 * * *", &["2027-01-01T23:00:00+00:00", "2027-01-01T23:20:00+00:00", "2027-01-01T23:40:00+00:00", "2027-01-02T23:00:00+00:00"])]
#[case("every 90 minutes", &["2027-01-01T01:30:00+00:00", "2027-01-01T03:00:00+00:00"])]
#[case("every 20 seconds", &["2027-01-01T00:00:20+00:00", "2027-01-01T00:00:40+00:00", "2027-01-01T00:01:00+00:00"])]
#[case("2027-06-01T12:34:56Z", &["2027-06-01T12:34:56+00:00"])]
fn finds_the_next_times(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(next(&phrase(text), "2027-01-01T00:00:00Z", expected.len()), expected);
}

#[test]
fn next_after_is_exclusive() {
    let schedule = phrase("daily at 9:00");
    let anchor = time("2027-01-01T00:00:00Z");
    let ask = |now: &str| schedule.next_after(time(now), anchor).map(|at| at.to_string());
    assert_eq!(ask("2027-01-01T08:59:59.999999999Z").as_deref(), Some("2027-01-01T09:00:00Z"));
    assert_eq!(ask("2027-01-01T09:00:00Z").as_deref(), Some("2027-01-02T09:00:00Z"));
}

#[test]
fn a_rate_counts_from_its_creation_inclusive() {
    let schedule = phrase("every 5 minutes");
    let anchor = time("2027-01-01T00:02:10.5Z");
    let ask = |now: &str| schedule.next_after(time(now), anchor).map(|at| at.to_string());
    assert_eq!(ask("2027-01-01T00:00:00Z").as_deref(), Some("2027-01-01T00:02:10Z"));
    assert_eq!(ask("2027-01-01T00:02:10Z").as_deref(), Some("2027-01-01T00:07:10Z"));
    assert_eq!(ask("2030-01-01T00:00:00Z").as_deref(), Some("2030-01-01T00:02:10Z"));
}

#[test]
fn a_rate_counts_from_its_start() {
    let schedule =
        schedule(json!({"every": "1h", "start": "2027-01-01T00:15:00Z", "end": "2027-01-01T02:15:00Z"}));
    assert_eq!(
        next(&schedule, "2026-06-01T00:00:00Z", 10),
        ["2027-01-01T00:15:00+00:00", "2027-01-01T01:15:00+00:00", "2027-01-01T02:15:00+00:00"]
    );
}

#[test]
fn calendar_times_lie_within_start_and_end() {
    let schedule = schedule(json!({
        "cron": "0 9 * * *", "timezone": "Europe/Berlin",
        "start": "2027-01-02T09:00:00", "end": "2027-01-03T09:00:00+01:00",
    }));
    let expected = ["2027-01-02T09:00:00+01:00", "2027-01-03T09:00:00+01:00"];
    assert_eq!(next(&schedule, "2026-06-01T00:00:00Z", 10), expected);
    assert_eq!(schedule.next_after(time("2027-01-03T08:00:00Z"), time("2026-06-01T00:00:00Z")), None);
}

#[rstest]
#[case("cron(0 9 * * ? 2026)")]
#[case("2026-12-31T23:59:59Z")]
fn past_schedules_are_not_due_again(#[case] text: &str) {
    assert_eq!(phrase(text).next_after(time("2027-01-01T00:00:00Z"), time("2026-01-01T00:00:00Z")), None);
}

#[test]
fn the_years_of_cron_end_in_2199() {
    let schedule = phrase("daily at 9:00");
    let anchor = time("2027-01-01T00:00:00Z");
    assert!(schedule.next_after(time("2199-12-31T08:00:00Z"), anchor).is_some());
    assert_eq!(schedule.next_after(time("2199-12-31T09:00:00Z"), anchor), None);
    assert_eq!(schedule.next_after(jiff::Timestamp::MAX, anchor), None);
}

#[test]
fn start_date_of_a_rate_is_its_next_tick() {
    let created = time("2027-01-01T00:00:10Z");
    let now = time("2027-01-01T00:07:00Z");
    let armed = |text: &str| phrase(text).start_date(now, created).map(|at| at.to_string());
    assert_eq!(armed("every 5 minutes").as_deref(), Some("2027-01-01T00:10:10Z"));
    assert_eq!(armed("every 20 seconds").as_deref(), Some("2027-01-01T00:07:10Z"));
    assert_eq!(armed("daily at 9:00"), None);
}

#[test]
fn a_past_start_is_not_passed_to_eventbridge() {
    let schedule = schedule(json!({"cron": "0 9 * * *", "start": "2027-01-01T00:00:00Z"}));
    let (start, created) = (time("2027-01-01T00:00:00Z"), time("2026-01-01T00:00:00Z"));
    assert_eq!(schedule.start_date(time("2026-06-01T00:00:00Z"), created), Some(start));
    assert_eq!(schedule.start_date(time("2027-06-01T00:00:00Z"), created), None);
}

#[test]
fn intervals_below_a_minute_tick_every_minute() {
    let schedule = schedule(json!({"expression": "every 20 seconds", "end": "2027-01-01T00:02:30Z"}));
    let anchor = time("2027-01-01T00:00:05Z");
    let tick = |now: &str| schedule.next_tick(time(now), anchor).map(|at| at.to_string());
    assert_eq!(tick("2027-01-01T00:00:30Z").as_deref(), Some("2027-01-01T00:01:05Z"));
    assert_eq!(tick("2027-01-01T00:01:05Z").as_deref(), Some("2027-01-01T00:02:05Z"));
    assert_eq!(tick("2027-01-01T00:02:05Z"), None);
}
