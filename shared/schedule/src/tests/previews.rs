//! Previews of a schedule, as the API returns them.

use serde_json::json;

use super::{phrase, schedule, time};
use crate::MAX_PREVIEWED;

#[test]
fn a_preview_has_normal_form_expression_and_next_runs() {
    let now = time("2027-10-30T12:00:00Z");
    let schedule =
        schedule(json!({"expression": "daily at 2:30", "timezone": "europe/berlin", "jitter": "90s"}));
    assert_eq!(
        json!(schedule.preview(now, now, 2)),
        json!({
            "schedule": {
                "expression": "cron(30 2 * * ? *)",
                "phrase": "daily at 2:30",
                "timezone": "Europe/Berlin",
                "jitter": "90s",
                "overlap": "skip",
                "catch_up": "latest",
            },
            "expression": "cron(30 2 * * ? *)",
            "timezone": "Europe/Berlin",
            "runs": [
                {
                    "at": "2027-10-31T00:30:00Z",
                    "local": "2027-10-31T02:30:00+02:00",
                    "note": "clocks go back on 2027-10-31: 02:30 happens twice; runs once, at the first",
                },
                {"at": "2027-11-01T01:30:00Z", "local": "2027-11-01T02:30:00+01:00"},
            ],
            "skipped": [],
        })
    );
}

#[test]
fn skipped_runs_are_listed_with_their_local_times() {
    let now = time("2027-03-27T12:00:00Z");
    let schedule = schedule(json!({"cron": "30 2 * * *", "timezone": "Europe/Berlin"}));
    assert_eq!(
        json!(schedule.preview(now, now, 1).skipped),
        json!([{
            "date": "2027-03-28",
            "first": "2027-03-28T02:30:00",
            "last": "2027-03-28T02:30:00",
            "count": 1,
            "note": "clocks go forward on 2027-03-28: 02:30 does not exist and is skipped",
        }])
    );
}

#[test]
fn an_ended_schedule_has_an_empty_preview() {
    let now = time("2027-01-01T00:00:00Z");
    assert!(phrase("cron(0 9 * * ? 2026)").preview(now, now, 5).runs.is_empty());
}

#[test]
fn the_number_of_previewed_runs_is_limited() {
    let now = time("2027-01-01T00:00:00Z");
    assert_eq!(phrase("every minute").preview(now, now, usize::MAX).runs.len(), MAX_PREVIEWED);
    assert!(phrase("every minute").preview(now, now, 0).runs.is_empty());
}

#[test]
fn months_that_lack_the_day_are_named() {
    let now = time("2027-01-01T00:00:00Z");
    let note = |text: &str| phrase(text).preview(now, now, 1).note;
    let lacking = note("monthly on 31 at 6:00").unwrap_or_default();
    assert!(lacking.contains("no run on day 31 in FEB,APR,JUN,SEP,NOV"), "{lacking}");
    assert!(note("monthly on 1 and 29 at 6:00").unwrap_or_default().contains("day 29 in FEB"));
    assert_eq!(note("monthly on 28 at 6:00"), None);
    assert_eq!(note("daily at 6:00"), None);
    assert_eq!(note("0 6 31 1,3 *"), None);
}

#[test]
fn a_single_time_that_occurs_twice_has_a_note() {
    let value = json!({"at": "2027-10-31T02:30:00", "timezone": "Europe/Berlin"});
    let now = time("2027-10-01T00:00:00Z");
    let runs = schedule(value).preview(now, now, 1).runs;
    let note = "clocks go back on 2027-10-31: 02:30 happens twice; runs once, at the first";
    assert_eq!(runs[0].note.as_deref(), Some(note));
}
