//! Which missed runs are caught up.

use rstest::rstest;
use serde_json::{Value, json};

use super::{schedule, time};
use crate::MAX_CAUGHT_UP;

const CREATED: &str = "2027-01-01T00:00:00Z";

fn missed(value: Value, since: &str, now: &str) -> Vec<String> {
    schedule(value).missed(time(since), time(now), time(CREATED)).iter().map(ToString::to_string).collect()
}

#[rstest]
#[case(json!("none"), &[])]
#[case(json!("latest"), &["2027-02-01T08:55:00Z"])]
#[case(json!("all"), &["2027-02-01T08:05:00Z", "2027-02-01T08:30:00Z", "2027-02-01T08:55:00Z"])]
#[case(json!({"all": "30m"}), &["2027-02-01T08:55:00Z"])]
fn each_policy_selects_its_missed_runs(#[case] policy: Value, #[case] expected: &[&str]) {
    let value = json!({"every": "25m", "catch_up": policy});
    assert_eq!(missed(value, "2027-02-01T00:00:00Z", "2027-02-01T09:00:00Z"), expected);
}

#[rstest]
#[case::nothing_was_missed("2027-02-02T09:00:00Z", "2027-02-03T08:59:59Z", &[])]
#[case::the_last_served_is_not_missed("2027-02-02T09:00:00Z", "2027-02-03T09:00:00Z", &["2027-02-03T09:00:00Z"])]
#[case::each_in_order(
    "2027-02-02T09:00:00Z", "2027-02-05T10:00:00Z",
    &["2027-02-03T09:00:00Z", "2027-02-04T09:00:00Z", "2027-02-05T09:00:00Z"],
)]
fn missed_calendar_times(#[case] since: &str, #[case] now: &str, #[case] expected: &[&str]) {
    assert_eq!(missed(json!({"cron": "0 9 * * *", "catch_up": {"all": "10d"}}), since, now), expected);
}

#[test]
fn a_very_long_gap_keeps_the_latest_runs() {
    for value in [
        json!({"every": "1m", "catch_up": {"all": "30d"}}),
        json!({"cron": "* * * * *", "catch_up": {"all": "30d"}}),
    ] {
        let kept = missed(value, CREATED, "2127-01-01T00:00:00Z");
        assert_eq!(kept.len(), MAX_CAUGHT_UP);
        assert_eq!(kept.first().map(String::as_str), Some("2126-12-31T22:21:00Z"));
        assert_eq!(kept.last().map(String::as_str), Some("2127-01-01T00:00:00Z"));
    }
}

#[test]
fn a_rate_is_not_due_before_its_creation() {
    let value = json!({"every": "10m", "catch_up": {"all": "30d"}});
    assert_eq!(
        missed(value, "2026-12-01T00:00:00Z", "2027-01-01T00:15:00Z"),
        ["2027-01-01T00:00:00Z", "2027-01-01T00:10:00Z"]
    );
}

#[test]
fn start_and_end_bound_the_missed_runs() {
    let value = json!({
        "cron": "0 * * * *", "start": "2027-01-01T02:00:00Z", "end": "2027-01-01T03:30:00Z", "catch_up": {"all": "30d"},
    });
    assert_eq!(
        missed(value, CREATED, "2027-01-10T00:00:00Z"),
        ["2027-01-01T02:00:00Z", "2027-01-01T03:00:00Z"]
    );
}

#[test]
fn a_missed_one_off_is_caught_up() {
    let value = json!({"at": "2027-01-02T00:00:00Z"});
    assert_eq!(missed(value.clone(), CREATED, "2027-01-03T00:00:00Z"), ["2027-01-02T00:00:00Z"]);
    assert!(missed(value, "2027-01-02T00:00:00Z", "2027-01-03T00:00:00Z").is_empty());
}

#[rstest]
// During the second of Berlin's repeated hours, 02:50 of the first one is in the past although the clock
// shows less.
#[case("2027-10-31T01:10:00Z", &["2027-10-31T00:30:00Z", "2027-10-31T00:40:00Z", "2027-10-31T00:50:00Z"])]
#[case("2027-10-31T01:00:00Z", &["2027-10-31T00:30:00Z", "2027-10-31T00:40:00Z", "2027-10-31T00:50:00Z"])]
#[case("2027-10-31T02:00:00Z", &["2027-10-31T00:30:00Z", "2027-10-31T00:40:00Z", "2027-10-31T00:50:00Z", "2027-10-31T02:00:00Z"])]
fn missed_runs_in_a_repeated_hour(#[case] now: &str, #[case] expected: &[&str]) {
    let value = json!({"cron": "*/10 * * * *", "timezone": "Europe/Berlin", "catch_up": {"all": "6h"}});
    assert_eq!(missed(value, "2027-10-31T00:20:00Z", now), expected);
}
