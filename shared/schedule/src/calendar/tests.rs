//! What calendars contain, and what is read of iCalendar.

use beadle_values::violation::Path;
use jiff::civil::Date;
use rstest::rstest;
use serde_json::json;

use super::{CalendarDays, Recurrence, RecurringDays, ical};

fn recurrence(rule: &str, first: &str) -> Recurrence {
    RecurringDays::parse(&json!({"rule": rule, "first": first}), &Path::body()).unwrap().into()
}

/// The first days of `recurrence` from 2027 on.
fn days(recurrence: &Recurrence, count: usize) -> Vec<String> {
    let mut day: Date = "2027-01-01".parse().unwrap();
    let mut found = Vec::new();
    for _ in 0..5_000 {
        if recurrence.contains(day) && found.len() < count {
            found.push(day.to_string());
        }
        day = day.tomorrow().unwrap();
    }
    found
}

#[rstest]
#[case("FREQ=YEARLY", "2020-12-25", &["2027-12-25", "2028-12-25", "2029-12-25"])]
#[case("FREQ=YEARLY;INTERVAL=2", "2020-05-01", &["2028-05-01", "2030-05-01", "2032-05-01"])]
#[case("FREQ=YEARLY", "2024-02-29", &["2028-02-29", "2032-02-29", "2036-02-29"])]
#[case("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2020-11-26", &["2027-11-25", "2028-11-23", "2029-11-22"])]
#[case("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "2020-05-25", &["2027-05-31", "2028-05-29", "2029-05-28"])]
#[case("FREQ=YEARLY;BYDAY=1MO", "2020-01-06", &["2027-01-04", "2028-01-03", "2029-01-01"])]
#[case("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "2020-06-30", &["2027-06-30", "2027-12-31", "2028-06-30"])]
#[case("FREQ=MONTHLY;BYDAY=-1FR", "2027-01-29", &["2027-01-29", "2027-02-26", "2027-03-26"])]
#[case("FREQ=MONTHLY;INTERVAL=5", "2026-12-15", &["2027-05-15", "2027-10-15", "2028-03-15"])]
#[case("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "2020-03-13", &["2027-08-13", "2028-10-13", "2029-04-13"])]
#[case("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-12-21", &["2027-01-04", "2027-01-08", "2027-01-18"])]
#[case("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO", "2026-12-27", &["2027-01-10", "2027-01-11", "2027-01-24"])]
#[case("FREQ=DAILY;INTERVAL=10", "2026-12-30", &["2027-01-09", "2027-01-19", "2027-01-29"])]
#[case("FREQ=YEARLY;UNTIL=20281225", "2020-12-25", &["2027-12-25", "2028-12-25"])]
#[case("FREQ=YEARLY;COUNT=9", "2020-12-25", &["2027-12-25", "2028-12-25"])]
#[case("freq=monthly;count=2", "2027-01-31", &["2027-01-31", "2027-03-31"])]
fn rules_recur_as_rfc_5545_says(#[case] rule: &str, #[case] first: &str, #[case] expected: &[&str]) {
    assert_eq!(days(&recurrence(rule, first), expected.len().max(3)), expected);
}

#[rstest]
#[case("INTERVAL=2")]
#[case("FREQ=HOURLY")]
#[case("FREQ=YEARLY;BYSETPOS=1")]
#[case("FREQ=YEARLY;BYWEEKNO=20")]
#[case("FREQ=WEEKLY;BYDAY=1MO")]
#[case("FREQ=WEEKLY;BYMONTHDAY=1")]
#[case("FREQ=YEARLY;COUNT=2;UNTIL=20270101")]
#[case("FREQ=YEARLY;COUNT=0")]
#[case("FREQ=YEARLY;FREQ=DAILY")]
#[case("FREQ=YEARLY;BYMONTH=13")]
#[case("FREQ=YEARLY;UNTIL=20190101")]
#[case("FREQ")]
#[case("")]
fn other_rules_are_refused(#[case] rule: &str) {
    assert!(RecurringDays::parse(&json!({"rule": rule, "first": "2020-01-01"}), &Path::body()).is_err());
}

const HOLIDAYS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nDTSTART:19700101T000000\r\nEND:VTIMEZONE\r\n\
BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270506\r\nDTEND;VALUE=DATE:20270507\r\nSUMMARY;LANGUAGE=de:Christi\r\n  Himmelfahrt\\, frei\r\n\
BEGIN:VALARM\r\nTRIGGER:-P1D\r\nSUMMARY:no title\r\nEND:VALARM\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nDTSTART:20271224\r\nDTEND:20280102\r\nSUMMARY:Closed\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20201003\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20281003\r\nSUMMARY:Unity\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270303\r\nDURATION:P2D\r\nRDATE;VALUE=DATE:20270404\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270707\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn whole_day_events_are_read() {
    let days = ical::read(HOLIDAYS, &Path::body()).unwrap();
    let on = |date: &str| days.on(date.parse().unwrap()).map(|title| title.unwrap_or("-").to_owned());
    let found = |date: &str| on(date).unwrap_or_default();
    assert_eq!((found("2027-05-06"), on("2027-05-07")), ("Christi Himmelfahrt, frei".to_owned(), None));
    assert_eq!(
        (found("2027-12-24"), found("2028-01-01"), on("2028-01-02")),
        ("Closed".into(), "Closed".into(), None)
    );
    assert_eq!(
        (found("2027-10-03"), on("2028-10-03"), found("2029-10-03")),
        ("Unity".into(), None, "Unity".into())
    );
    assert_eq!((found("2027-03-04"), on("2027-03-05"), found("2027-04-05")), ("-".into(), None, "-".into()));
    assert_eq!(on("2027-07-07"), None);
    let stored = serde_json::to_string(&days).unwrap();
    assert_eq!(serde_json::from_str::<CalendarDays>(&stored).unwrap(), days);
}

#[rstest]
#[case("BEGIN:VEVENT\nEND:VEVENT", "line 1: a calendar begins with `BEGIN:VCALENDAR`")]
#[case("BEGIN:VCALENDAR\nEND:VEVENT", "line 2: ends what has not begun")]
#[case("BEGIN:VCALENDAR\nhello", "line 2: is not a property such as `SUMMARY:Christmas`")]
#[case("BEGIN:VCALENDAR", "ends before its calendar does")]
#[case("BEGIN:VCALENDAR\nEND:VCALENDAR", "has no whole-day event")]
#[case(
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101T090000Z\nEND:VEVENT\nEND:VCALENDAR",
    "line 3: `DTSTART:20270101T090000Z` is not a whole day such as `DTSTART;VALUE=DATE:20271225`"
)]
#[case(
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101\nRRULE:FREQ=HOURLY\nEND:VEVENT\nEND:VCALENDAR",
    "line 4: the rule `FREQ=HOURLY` is not about whole days"
)]
#[case(
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270102\nDTEND:20270101\nEND:VEVENT\nEND:VCALENDAR",
    "line 2: the event ends before it begins, or is longer than a year"
)]
fn what_is_no_calendar_of_whole_days_is_refused_with_its_line(#[case] text: &str, #[case] expected: &str) {
    let faults = ical::read(text, &Path::body()).unwrap_err();
    assert_eq!(faults.iter().next().unwrap().message, expected);
}

#[test]
fn a_title_is_found_whichever_entry_has_it() {
    let value = json!({"days": ["2027-12-25", {"days": "2027-12-24/2027-12-26", "title": "Christmas"}], "weekly": ["sunday"]});
    let days = CalendarDays::parse(&value, &Path::body()).unwrap();
    let on = |date: &str| days.on(date.parse().unwrap());
    assert_eq!(on("2027-12-25"), Some(Some("Christmas")));
    assert_eq!(on("2027-12-19"), Some(None));
    assert_eq!(on("2027-12-20"), None);
}
