//! Clock changes behave as in EventBridge Scheduler.

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;

use super::{in_zone, next, time};

// Berlin 2027: forward on 28 March at 02:00, back on 31 October at 03:00. New York: 14 March and 7 November
// at 02:00. Lord Howe changes by half an hour: back on 4 April at 02:00, forward on 3 October at 02:00.
#[rstest]
#[case::berlin_daily_keeps_its_local_time(
    "daily at 9:00", "Europe/Berlin", "2027-03-27T00:00:00Z",
    &["2027-03-27T09:00:00+01:00", "2027-03-28T09:00:00+02:00", "2027-03-29T09:00:00+02:00"],
)]
#[case::berlin_skips_what_does_not_exist(
    "daily at 2:30", "Europe/Berlin", "2027-03-27T00:00:00Z",
    &["2027-03-27T02:30:00+01:00", "2027-03-29T02:30:00+02:00"],
)]
#[case::berlin_runs_at_the_end_of_the_gap(
    "daily at 3:00", "Europe/Berlin", "2027-03-28T00:00:00Z", &["2027-03-28T03:00:00+02:00", "2027-03-29T03:00:00+02:00"],
)]
#[case::berlin_runs_a_repeated_time_once(
    "daily at 2:30", "Europe/Berlin", "2027-10-30T00:00:00Z",
    &["2027-10-30T02:30:00+02:00", "2027-10-31T02:30:00+02:00", "2027-11-01T02:30:00+01:00"],
)]
#[case::berlin_is_quiet_in_the_second_pass(
    "*/30 * * * *", "Europe/Berlin", "2027-10-31T00:00:00Z",
    &["2027-10-31T02:30:00+02:00", "2027-10-31T03:00:00+01:00"],
)]
#[case::berlin_asked_within_the_second_pass(
    "*/30 * * * *", "Europe/Berlin", "2027-10-31T01:10:00Z", &["2027-10-31T03:00:00+01:00"],
)]
#[case::berlin_every_half_hour_over_the_gap(
    "*/30 * * * *", "Europe/Berlin", "2027-03-28T00:30:00Z",
    &["2027-03-28T03:00:00+02:00", "2027-03-28T03:30:00+02:00"],
)]
#[case::new_york_skips(
    "cron(15 2 ? * SUN *)", "America/New_York", "2027-03-08T00:00:00Z",
    &["2027-03-21T02:15:00-04:00", "2027-03-28T02:15:00-04:00"],
)]
#[case::new_york_runs_once(
    "daily at 1:15", "America/New_York", "2027-11-07T00:00:00Z",
    &["2027-11-07T01:15:00-04:00", "2027-11-08T01:15:00-05:00"],
)]
#[case::lord_howe_skips_half_an_hour(
    "*/15 2 * * *", "Australia/Lord_Howe", "2027-10-02T15:00:00Z",
    &["2027-10-03T02:30:00+11:00", "2027-10-03T02:45:00+11:00", "2027-10-04T02:00:00+11:00"],
)]
#[case::lord_howe_repeats_half_an_hour(
    "*/15 1 * * *", "Australia/Lord_Howe", "2027-04-03T14:00:00Z",
    &["2027-04-04T01:15:00+11:00", "2027-04-04T01:30:00+11:00", "2027-04-04T01:45:00+11:00", "2027-04-05T01:00:00+10:30"],
)]
fn calendar_times_follow_clock_changes(
    #[case] text: &str,
    #[case] zone: &str,
    #[case] after: &str,
    #[case] expected: &[&str],
) {
    assert_eq!(next(&in_zone(text, zone), after, expected.len()), expected);
}

#[test]
fn days_of_a_rate_have_24_hours() {
    let schedule = in_zone("every 1 day", "Europe/Berlin");
    let created = time("2027-03-27T08:00:00Z");
    let preview = schedule.preview(created, created, 2);
    let locals: Vec<&str> = preview.runs.iter().map(|run| run.local.as_str()).collect();
    assert_eq!(locals, ["2027-03-28T10:00:00+02:00", "2027-03-29T10:00:00+02:00"]);
    let note = preview.runs[0].note.as_deref().unwrap_or_default();
    assert!(note.contains("counts hours") && note.contains("10:00"), "{note}");
    assert_eq!(preview.runs[1].note, None);
}

#[test]
fn an_interval_of_twelve_hours_says_that_its_local_times_moved() {
    let created = time("2027-03-27T08:00:00Z");
    let preview = in_zone("every 12 hours", "Europe/Berlin").preview(created, created, 3);
    let notes: Vec<bool> = preview.runs.iter().map(|run| run.note.is_some()).collect();
    assert_eq!(notes, [false, true, false], "{:?}", preview.runs);
}

#[test]
fn a_skipped_run_has_a_note() {
    let now = time("2027-03-27T12:00:00Z");
    let preview = in_zone("daily at 2:30", "Europe/Berlin").preview(now, now, 1);
    assert_eq!(preview.runs[0].local, "2027-03-29T02:30:00+02:00");
    assert_eq!(preview.skipped.len(), 1);
    assert_eq!(
        preview.skipped[0].note,
        "clocks go forward on 2027-03-28: 02:30 does not exist and is skipped"
    );
}

#[test]
fn consecutive_skipped_runs_share_a_note() {
    let now = time("2027-03-28T00:00:00Z");
    let preview = in_zone("*/5 2-3 * * *", "Europe/Berlin").preview(now, now, 1);
    assert_eq!(preview.runs[0].local, "2027-03-28T03:00:00+02:00");
    assert_eq!(preview.skipped.len(), 1);
    assert_eq!(preview.skipped[0].count, 12);
    assert_eq!(
        preview.skipped[0].note,
        "clocks go forward on 2027-03-28: 02:00 to 02:55 do not exist and 12 runs are skipped"
    );
}

#[test]
fn a_skip_after_the_last_listed_run_has_no_note() {
    let now = time("2027-03-26T12:00:00Z");
    let preview = in_zone("daily at 2:30", "Europe/Berlin").preview(now, now, 1);
    assert_eq!(preview.runs[0].local, "2027-03-27T02:30:00+01:00");
    assert!(preview.skipped.is_empty());
}

#[test]
fn a_run_at_a_repeated_local_time_has_a_note() {
    let now = time("2027-10-30T12:00:00Z");
    let preview = in_zone("daily at 2:30", "Europe/Berlin").preview(now, now, 2);
    assert_eq!(
        preview.runs[0].note.as_deref(),
        Some("clocks go back on 2027-10-31: 02:30 happens twice; runs once, at the first")
    );
    assert_eq!(preview.runs[1].note, None);
}

/// Checks every minute around the change: a schedule is due at the first instant with a matching local time.
#[rstest]
#[case::berlin_forward("Europe/Berlin", "2027-03-28T01:00:00Z")]
#[case::berlin_back("Europe/Berlin", "2027-10-31T01:00:00Z")]
#[case::new_york_back("America/New_York", "2027-11-07T06:00:00Z")]
#[case::lord_howe_forward("Australia/Lord_Howe", "2027-10-02T15:30:00Z")]
#[case::lord_howe_back("Australia/Lord_Howe", "2027-04-03T15:00:00Z")]
#[case::apia_without_its_30_december("Pacific/Apia", "2011-12-30T10:00:00Z")]
fn every_minute_around_a_clock_change_is_correct(#[case] zone: &str, #[case] change: &str) {
    let schedule = in_zone("3-59/7 * * * *", zone);
    let change = time(change);
    let minute = |offset: i64| change.checked_add(SignedDuration::from_mins(offset)).unwrap();
    let shows = |at: Timestamp| {
        let local = schedule.zone().local(at);
        local.minute() >= 3
            && (local.minute() - 3) % 7 == 0
            && schedule.zone().first_instant(local) == Some(at)
    };
    assert_ne!(
        schedule.zone().stamp(minute(-1))[19..],
        schedule.zone().stamp(change)[19..],
        "clocks change here"
    );
    for asked in -150..150 {
        let next = (asked + 1..asked + 150).map(minute).find(|at| shows(*at));
        assert_eq!(schedule.next_after(minute(asked), change), next, "after {}", minute(asked));
        let latest = (asked - 150..=asked).rev().map(minute).find(|at| shows(*at));
        assert_eq!(
            schedule.occurrences_back(minute(asked), change).next(),
            latest,
            "up to {}",
            minute(asked)
        );
    }
}
