//! Rules about days: what is excluded, and where its runs go.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::Weekday};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

use super::{next, schedule, time, violations};

#[rstest]
// 1 January 2027 is a Friday.
#[case::skipped(json!({"expression": "daily at 9:00", "exclude": ["2027-01-01"]}), &["12-31", "01-02", "01-03"])]
#[case::a_span(json!({"expression": "daily at 9:00", "exclude": ["2026-12-31/2027-01-02"]}), &["01-03", "01-04", "01-05"])]
#[case::days_of_the_week(json!({"expression": "daily at 9:00", "exclude": ["saturday", "sunday"]}), &["12-31", "01-01", "01-04"])]
#[case::only(json!({"expression": "daily at 9:00", "only": ["monday", "2027-01-02"]}), &["01-02", "01-04", "01-11"])]
#[case::only_but(json!({"expression": "daily at 9:00", "only": ["monday"], "exclude": ["2027-01-04"]}), &["01-11", "01-18", "01-25"])]
#[case::next(
    json!({"expression": "fridays at 9:00", "exclude": ["2027-01-01"], "on_excluded": "next_business_day"}),
    &["01-04", "01-08", "01-15"],
)]
#[case::previous(
    json!({"expression": "fridays at 9:00", "exclude": ["2027-01-01"], "on_excluded": "previous_business_day"}),
    &["12-31", "01-08", "01-15"],
)]
#[case::a_run_that_is_there_already(
    json!({"expression": "daily at 9:00", "exclude": ["2027-01-01", "saturday", "sunday"], "on_excluded": "next_business_day"}),
    &["12-31", "01-04", "01-05"],
)]
#[case::weekends_that_are_not_excluded_keep_theirs(
    json!({"expression": "daily at 9:00", "exclude": ["2027-01-01"], "on_excluded": "next_business_day"}),
    &["12-31", "01-02", "01-03", "01-04", "01-05"],
)]
#[case::intervals(json!({"every": "12 hours", "start": "2026-12-31T06:00:00Z", "exclude": ["2027-01-01"]}), &["12-31", "12-31", "01-02"])]
fn runs_of_excluded_days(#[case] value: Value, #[case] expected: &[&str]) {
    let runs = next(&schedule(value), "2026-12-31T00:00:00Z", expected.len());
    assert_eq!(runs.iter().map(|run| &run[5..10]).collect::<Vec<_>>(), expected);
}

#[test]
fn days_are_those_of_the_zone() {
    let value = json!({"expression": "daily at 1:00", "timezone": "Asia/Tokyo", "exclude": ["2027-01-01"]});
    assert_eq!(next(&schedule(value), "2026-12-31T00:00:00Z", 1), ["2027-01-02T01:00:00+09:00"]);
}

#[test]
fn previews_say_why_a_run_is_missing_and_where_it_went() {
    let notes = |value: Value| {
        let now = time("2026-12-31T00:00:00Z");
        let preview = schedule(value).preview(now, now, 4);
        let notes = preview.skipped.into_iter().map(|skipped| skipped.note);
        (notes.collect::<Vec<_>>(), preview.runs.into_iter().filter_map(|run| run.note).collect::<Vec<_>>())
    };
    let (skipped, runs) =
        notes(json!({"expression": "daily at 9:00 and 14:00", "exclude": ["2027-01-01/2027-01-02"]}));
    assert_eq!(
        skipped,
        [
            "2027-01-01 is excluded by `2027-01-01/2027-01-02`: 2 runs are skipped",
            "2027-01-02 is excluded by `2027-01-01/2027-01-02`: 2 runs are skipped"
        ]
    );
    assert_eq!(runs, [""; 0]);
    let (skipped, runs) = notes(json!({
        "expression": "fridays at 9:00", "exclude": ["2027-01-01"], "on_excluded": "next_business_day",
    }));
    assert_eq!(skipped, ["2027-01-01 is excluded by `2027-01-01`: 1 run is moved to 2027-01-04"]);
    assert_eq!(runs, ["moved here from a day that is excluded"]);
    let (skipped, _) = notes(json!({"expression": "daily at 9:00", "only": ["monday"]}));
    assert_eq!(skipped[0], "2026-12-31 is none of the days in `only`: 1 run is skipped");
}

#[rstest]
#[case(json!({"expression": "daily at 9:00", "exclude": ["2027-13-01"]}), "names no day")]
#[case(json!({"expression": "daily at 9:00", "exclude": ["Feiertage"]}), "names no day")]
#[case(json!({"expression": "daily at 9:00", "exclude": [1]}), "is not a day")]
#[case(json!({"expression": "mondays at 9:00", "exclude": ["monday"]}), "excluded days only")]
#[case(json!({"expression": "daily at 9:00", "on_excluded": "next_business_day"}), "no day is excluded")]
#[case(json!({"every": "5m", "exclude": ["2027-01-01"], "on_excluded": "next_business_day"}), "an interval has no times of day")]
#[case(json!({"at": "2027-01-01T09:00:00Z", "exclude": ["2027-01-02"]}), "a single time")]
#[case(
    json!({
        "expression": "mondays at 9:00", "exclude": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        "on_excluded": "next_business_day",
    }),
    "excluded days only",
)]
fn rules_that_cannot_be_followed_are_refused(#[case] value: Value, #[case] message: &str) {
    let faults = violations(value);
    assert!(faults[0].message.contains(message) && faults[0].hint.is_some(), "{faults:?}");
}

/// The times of a schedule at `minutes` after midnight UTC of the days that `own` has, found by looking at every day.
fn brute(
    minutes: &[i64],
    own: impl Fn(jiff::civil::Date) -> bool,
    excluded: impl Fn(jiff::civil::Date) -> bool,
    policy: &str,
    from: Timestamp,
    days: i64,
) -> Vec<Timestamp> {
    let business = |date: jiff::civil::Date| {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !excluded(date)
    };
    let step = |date: jiff::civil::Date| match policy {
        "next_business_day" => date.tomorrow().unwrap(),
        _ => date.yesterday().unwrap(),
    };
    let mut times = BTreeSet::new();
    for day in -40..days {
        let date = from
            .checked_add(SignedDuration::from_hours(24 * day))
            .unwrap()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date();
        if !own(date) {
            continue;
        }
        let mut to = Some(date);
        if excluded(date) {
            to = match policy {
                "skip" => None,
                _ => std::iter::successors(Some(step(date)), |date| Some(step(*date)))
                    .take(366)
                    .find(|date| business(*date)),
            };
        }
        for minute in minutes {
            times.extend(to.map(|to| {
                to.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
                    + SignedDuration::from_mins(*minute)
            }));
        }
    }
    times.into_iter().filter(|time| *time > from).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn moved_runs_are_those_that_looking_at_every_day_finds(
        weekdays in prop::sample::subsequence(vec!["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], 1..=7),
        spans in prop::collection::vec((0i64..60, 0i64..6), 1..5),
        policy in prop::sample::select(vec!["skip", "next_business_day", "previous_business_day"]),
        minutes in prop::sample::subsequence(vec![0i64, 510, 540, 1_439], 1..=3),
    ) {
        let from = time("2027-03-01T10:00:00Z");
        let day = |offset: i64| from.checked_add(SignedDuration::from_hours(24 * offset)).unwrap().to_zoned(jiff::tz::TimeZone::UTC).date();
        let spans: Vec<_> = spans.into_iter().map(|(first, length)| (day(first), day(first + length))).collect();
        let times: Vec<String> = minutes.iter().map(|minute| format!("{}:{:02}", minute / 60, minute % 60)).collect();
        let value = json!({
            "expression": format!("{} at {}", weekdays.join(" and "), times.join(" and ")),
            "exclude": spans.iter().map(|(first, last)| format!("{first}/{last}")).collect::<Vec<_>>(),
            "on_excluded": policy,
        });
        let schedule = schedule(value);
        let own = |date: jiff::civil::Date| {
            let names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
            weekdays.contains(&names[usize::from(date.weekday().to_sunday_zero_offset().unsigned_abs())])
        };
        let excluded = |date: jiff::civil::Date| spans.iter().any(|(first, last)| (*first..=*last).contains(&date));
        let expected = brute(&minutes, own, excluded, policy, from, 120);
        let within: Vec<Timestamp> = expected.into_iter().take(30).collect();
        let found: Vec<Timestamp> = schedule.occurrences(from, from).take(within.len()).map(|due| due.at).collect();
        prop_assert_eq!(&found, &within);
        let last = within[within.len() - 1];
        let mut back: Vec<Timestamp> = schedule.occurrences_back(last, from).take_while(|at| *at > from).collect();
        back.reverse();
        prop_assert_eq!(back, within);
    }
}
