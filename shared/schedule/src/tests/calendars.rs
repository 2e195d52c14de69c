//! Calendars that schedules name.

use std::sync::Arc;

use beadle_values::violation::Path;
use rstest::rstest;
use serde_json::{Value, json};

use super::{next, schedule, time};
use crate::{Schedule, calendar::CalendarDays};

fn known(value: Value) -> Schedule {
    let days = json!({"days": [{"days": "2027-01-01", "title": "New Year's Day"}, "2027-01-06"]});
    let days = Arc::new(CalendarDays::parse(&days, &Path::body()).unwrap());
    schedule(value).with_calendars(&|name| (name.as_str() == "de-holidays").then(|| days.clone()))
}

#[rstest]
#[case::excluded(json!({"expression": "daily at 9:00", "exclude": ["de-holidays", "2027-01-02"]}), &["12-31", "01-03", "01-04", "01-05", "01-07"])]
#[case::only(json!({"expression": "daily at 9:00", "only": ["de-holidays", "2027-01-02"]}), &["01-01", "01-02", "01-06"])]
#[case::moved(
    json!({"expression": "fridays at 9:00", "exclude": ["de-holidays"], "on_excluded": "next_business_day"}),
    &["01-04", "01-08", "01-15"],
)]
#[case::intervals(json!({"every": "1 day", "start": "2026-12-31T06:00:00Z", "exclude": ["de-holidays"]}), &["12-31", "01-02"])]
#[case::a_missing_one_excludes_nothing(json!({"expression": "daily at 9:00", "exclude": ["gone"]}), &["12-31", "01-01"])]
#[case::not_even_beside_only(json!({"expression": "daily at 9:00", "only": ["gone", "2027-01-02"]}), &["12-31", "01-01"])]
fn days_of_calendars(#[case] value: Value, #[case] expected: &[&str]) {
    let schedule = known(value);
    let runs = next(&schedule, "2026-12-31T00:00:00Z", expected.len());
    assert_eq!(runs.iter().map(|run| &run[5..10]).collect::<Vec<_>>(), expected);
}

#[test]
fn a_preview_names_the_calendar_and_what_the_day_is() {
    let now = time("2026-12-31T00:00:00Z");
    let preview =
        known(json!({"expression": "daily at 9:00", "exclude": ["de-holidays"]})).preview(now, now, 6);
    let skipped: Vec<_> =
        preview.skipped.iter().map(|skipped| (skipped.note.as_str(), skipped.title.as_deref())).collect();
    assert_eq!(
        skipped,
        [
            (
                "2027-01-01 is excluded by `de-holidays` (New Year's Day): 1 run is skipped",
                Some("New Year's Day")
            ),
            ("2027-01-06 is excluded by `de-holidays`: 1 run is skipped", None),
        ]
    );
    assert_eq!(preview.skipped[0].calendar.as_ref().unwrap().as_str(), "de-holidays");
    let moved = json!({"expression": "daily at 9:00", "exclude": ["de-holidays"], "on_excluded": "previous_business_day"});
    let moved = known(moved).preview(now, now, 2).skipped.remove(0);
    assert_eq!(moved.moved_to.unwrap().to_string(), "2026-12-31");
}

#[test]
fn a_schedule_is_written_by_the_names_of_its_calendars() {
    let known = known(json!({"expression": "daily at 9:00", "exclude": ["de-holidays", "gone"]}));
    let written = serde_json::to_value(&known).unwrap();
    assert_eq!(written["exclude"], json!(["de-holidays", "gone"]));
    let read: Schedule = serde_json::from_value(written).unwrap();
    assert_eq!(read, known);
    assert_eq!(read.unknown_calendars().count(), 2);
    assert_eq!(known.unknown_calendars().map(ToString::to_string).collect::<Vec<_>>(), ["gone"]);
}

#[rstest]
#[case(json!({"expression": "daily at 9:00 and 14:30", "exclude": ["de-holidays", "saturday"]}))]
#[case(json!({"expression": "fridays at 9:00", "only": ["de-holidays", "saturday"]}))]
#[case(json!({"expression": "fridays at 9:00", "exclude": ["de-holidays"], "on_excluded": "next_business_day"}))]
#[case(json!({"expression": "daily at 9:00", "exclude": ["de-holidays"], "on_excluded": "previous_business_day"}))]
#[case(json!({"every": "7 hours", "start": "2026-12-01T00:00:00Z", "exclude": ["de-holidays"]}))]
fn what_covers_a_schedule_is_due_whenever_it_is(#[case] value: Value) {
    let (from, until) = (time("2026-12-20T00:00:00Z"), time("2027-02-01T00:00:00Z"));
    let schedule = known(value);
    let times = |schedule: &Schedule| {
        let due = schedule.occurrences(from, from).map(|due| due.at).take_while(|at| *at < until);
        due.collect::<Vec<_>>()
    };
    let (due, covering) = (times(&schedule), times(&schedule.covering()));
    assert!(!due.is_empty() && due.len() <= covering.len());
    assert!(due.iter().all(|at| covering.contains(at)), "{due:?}");
    assert!(schedule.covering().calendars().next().is_none());
}

#[test]
fn a_skipped_run_is_told_from_times_that_are_never_due() {
    let daily = known(json!({"expression": "daily at 9:00", "exclude": ["de-holidays", "2027-01-02"]}));
    let why = |at: &str| daily.skipped_by_calendar(time(at), time(at)).map(|why| why.to_string());
    assert_eq!(
        why("2027-01-01T09:00:00Z").unwrap(),
        "2027-01-01 is excluded by `de-holidays` (New Year's Day)"
    );
    assert_eq!(why("2027-01-01T09:01:00Z"), None);
    assert_eq!(why("2027-01-02T09:00:00Z"), None);
    assert_eq!(why("2027-01-04T09:00:00Z"), None);
}
