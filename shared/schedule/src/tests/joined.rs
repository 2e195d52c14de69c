//! Several cron expressions in one schedule, months that are counted, business days.

use rstest::rstest;

use super::{next, phrase, violations};

#[rstest]
#[case("daily at 9:00 and 14:30", "cron(0 9 * * ? *) | cron(30 14 * * ? *)", "cron(0/30 9,14 * * ? *)")]
#[case(
    "weekdays at 9:00, 12:30 and 17:00",
    "cron(0 9,17 ? * MON-FRI *) | cron(30 12 ? * MON-FRI *)",
    "cron(0/30 9,12,17 ? * MON-FRI *)"
)]
#[case("0 9 * * 1 | 0 14 * * 5", "cron(0 9 ? * MON *) | cron(0 14 ? * FRI *)", "cron(0 9,14 * * ? *)")]
#[case(
    "mondays at 9:00 | cron(15 6 1 * ? *)",
    "cron(0 9 ? * MON *) | cron(15 6 1 * ? *)",
    "cron(0,15 6,9 * * ? *)"
)]
#[case("0 9 * * * | 0 9 * * *", "cron(0 9 * * ? *)", "cron(0 9 * * ? *)")]
#[case("every 3 months on 1 at 6:00", "cron(0 6 1 1/3 ? *)", "cron(0 6 1 1/3 ? *)")]
#[case(
    "every other month on the last day at 6:00",
    "cron(0 6 L JAN,MAR,MAY,JUL,SEP,NOV ? *)",
    "cron(0 6 L JAN,MAR,MAY,JUL,SEP,NOV ? *)"
)]
#[case(
    "every 6 months on first monday of the month at 6:00",
    "cron(0 6 ? JAN,JUL 2#1 *)",
    "cron(0 6 ? JAN,JUL 2#1 *)"
)]
#[case("quarterly on last day at 18:00", "cron(0 18 L 1/3 ? *)", "cron(0 18 L 1/3 ? *)")]
#[case("last business day of the month at 17:00", "cron(0 17 LW * ? *)", "cron(0 17 LW * ? *)")]
#[case("first working day of the month at 8:00", "cron(0 8 1W * ? *)", "cron(0 8 1W * ? *)")]
fn what_one_cron_expression_cannot_say(#[case] text: &str, #[case] normal: &str, #[case] ticks: &str) {
    let schedule = phrase(text);
    let spelled = |text: &str| phrase(text).to_string();
    assert_eq!(schedule.to_string(), spelled(normal), "the normal form");
    assert_eq!(phrase(&schedule.to_string()), schedule, "which reads back");
    assert_eq!(schedule.expression(), spelled(ticks), "what AWS ticks");
    let stored = serde_json::to_value(&schedule).unwrap();
    assert_eq!(serde_json::from_value::<super::Schedule>(stored).unwrap(), schedule, "and is stored");
}

#[test]
fn each_of_several_times_is_due() {
    assert_eq!(
        next(&phrase("daily at 9:00 and 14:30"), "2027-03-01T00:00:00Z", 4),
        [
            "2027-03-01T09:00:00+00:00",
            "2027-03-01T14:30:00+00:00",
            "2027-03-02T09:00:00+00:00",
            "2027-03-02T14:30:00+00:00"
        ]
    );
    assert_eq!(
        next(&phrase("0 9 * * 1 | 0 14 * * 5"), "2027-03-01T12:00:00Z", 3),
        ["2027-03-05T14:00:00+00:00", "2027-03-08T09:00:00+00:00", "2027-03-12T14:00:00+00:00"]
    );
    assert_eq!(
        next(&phrase("every 3 months on last business day at 17:00"), "2027-01-01T00:00:00Z", 3),
        ["2027-01-29T17:00:00+00:00", "2027-04-30T17:00:00+00:00", "2027-07-30T17:00:00+00:00"]
    );
}

#[test]
fn the_shortest_interval_is_that_of_all_times_together() {
    let minutes = |text: &str| phrase(text).shortest_interval().unwrap().as_secs() / 60;
    assert_eq!(minutes("daily at 9:00 and 14:30"), 330);
    assert_eq!(minutes("daily at 23:50 and 0:10"), 20);
    assert_eq!(minutes("0 9 * * * | 5 9 * * *"), 5);
}

#[rstest]
#[case("every 5 months on 1 at 6:00", "do not divide a year")]
#[case("every 0 months on 1 at 6:00", "do not divide a year")]
#[case("0 9 * * * | every 5 minutes", "is not a calendar time")]
#[case("0 9 * * * |", "is not a calendar time")]
#[case(
    "daily at 0:00, 1:01, 2:02, 3:03, 4:04, 5:05, 6:06, 7:07, 8:08, 9:09, 10:10, 11:11 and 12:12",
    "more than 12"
)]
fn what_cannot_be_joined_is_refused(#[case] text: &str, #[case] message: &str) {
    let faults = violations(text.into());
    assert!(faults[0].message.contains(message) && faults[0].hint.is_some(), "{faults:?}");
}
