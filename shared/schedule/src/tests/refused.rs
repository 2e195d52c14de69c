use rstest::rstest;
use serde_json::{Value, json};

use super::violations;

/// Asserts that the text has one violation whose message and hint contain the given texts.
fn rejects(text: &str, message: &str, hint: &str) {
    let violations = violations(json!(text));
    assert_eq!(violations.len(), 1, "{violations:?}");
    assert_eq!(violations[0].path.to_string(), "schedule");
    assert!(
        violations[0].message.contains(message),
        "{:?} should contain {message:?}",
        violations[0].message
    );
    let given = violations[0].hint.as_deref().unwrap_or_default();
    assert!(given.contains(hint), "{given:?} should contain {hint:?}");
}

#[rstest]
#[case("evry 5 minutes", "did you mean `every 5 minutes`?")]
#[case("every five minutes", "did you mean `every 5 minutes`?")]
#[case("every 5 mintues", "did you mean `every 5 minutes`?")]
#[case("every 5 mins", "did you mean `every 5 minutes`?")]
#[case("each 10 secs", "did you mean `every 10 seconds`?")]
#[case("5 minutes", "did you mean `every 5 minutes`?")]
#[case("5m", "did you mean `every 5 minutes`?")]
#[case("daily", "did you mean `daily at 09:00`?")]
#[case("daily at 9", "did you mean `daily at 09:00`?")]
#[case("daily 9:00", "did you mean `daily at 09:00`?")]
#[case("dayly at 9:00", "did you mean `daily at 09:00`?")]
#[case("daily at 9.30", "did you mean `daily at 09:30`?")]
#[case("9:00", "did you mean `daily at 09:00`?")]
#[case("at noon", "did you mean `daily at 12:00`?")]
#[case("weekdays 9am", "did you mean `weekdays at 09:00`?")]
#[case("weekday", "did you mean `weekday at 09:00`?")]
#[case("every monday", "did you mean `every monday at 09:00`?")]
#[case("every modnay at 9:00", "did you mean `every monday at 09:00`?")]
#[case("every wendsday at 9:00", "did you mean `every wednesday at 09:00`?")]
#[case("weekly", "did you mean `weekly on monday at 09:00`?")]
#[case("monthly", "did you mean `monthly on 1 at 09:00`?")]
#[case("next full moon", "accepted are `every 5 minutes`")]
#[case("every 5", "accepted are `every 5 minutes`")]
#[case(
    "daily at 9:00 in Europe/Berlin",
    "did you mean `{\"expression\": \"daily at 09:00\", \"timezone\": \"Europe/Berlin\"}`?"
)]
#[case("", "accepted are `every 5 minutes`")]
fn a_misspelled_phrase_gets_a_suggestion(#[case] text: &str, #[case] hint: &str) {
    rejects(text, "", hint);
}

#[rstest]
#[case("every 0 minutes", "longer than zero", "every 1 minute")]
#[case("every 45 seconds", "45 seconds do not divide a minute", "`every 30 seconds` or `rate(1 minute)`")]
#[case("every 90 seconds", "whole number of minutes", "`every 1 minute` or `every 2 minutes`")]
#[case("every 99999999999999999999 days", "too large", "accepted are")]
#[case("every 40000 days", "at most 36500 days", "every 365 days")]
#[case("daily at 25:00", "`25:00` is not a time of day", "`14:30`")]
#[case("daily at 13pm", "`13pm` is not a time of day", "`2:30pm`")]
#[case("daily at 9:5", "is not a time of day", "`09:00`")]
#[case("monthly on 32 at 6:00", "`32` is not a day of the month", "from 1 to 31")]
#[case("monthly on +5 at 6:00", "`+5` is not a day of the month", "from 1 to 31")]
#[case("monthly on at 6:00", "the days are missing", "accepted are")]
#[case("hourly at 75", "is not a minute", "hourly at :15")]
fn a_wrong_value_in_a_phrase_is_quoted(#[case] text: &str, #[case] message: &str, #[case] hint: &str) {
    rejects(text, message, hint);
}

#[rstest]
#[case("0 9 * * * *", "five fields", "there is no field for seconds: did you mean `9 * * * *`?")]
#[case("30 0 9 * * *", "five fields", "it can only be 0 and left out")]
#[case("0 0 9 * * *", "five fields", "there is no field for seconds: did you mean `0 9 * * *`?")]
#[case(
    "0 9 ? * MON-FRI *",
    "five fields",
    "six fields are EventBridge's: did you mean `cron(0 9 ? * MON-FRI *)`?"
)]
#[case("0 9 * *", "not 4", "`0 9 * * 1-5`")]
#[case("0 9 15 * 1", "either day field", "make two tasks, `0 9 15 * *` and `0 9 * * 1`")]
#[case("0 9 */2 * 1", "both day fields match", "`*` in one of the two")]
#[case("0 9 1 * */2", "both day fields match", "`*` in one of the two")]
#[case("0 9 ? * 1", "`?` is not for five-field cron", "did you mean `cron(0 9 ? * MON *)`?")]
#[case("0 9 L * *", "`L` is not for five-field cron", "did you mean `cron(0 9 L * ? *)`?")]
#[case("0 9 * * 5L", "`5L` is not for five-field cron", "did you mean `cron(0 9 ? * 6L *)`?")]
#[case("0 9 * * 1#2", "`1#2` is not for five-field cron", "did you mean `cron(0 9 ? * 2#2 *)`?")]
#[case("0 9 L * 1", "`L` is not for five-field cron", "belong to `cron(")]
#[case("60 9 * * *", "minutes: 60 is not between 0 and 59", "")]
#[case("5/15 * * * *", "minutes: `5/15` has no end", "`5-59/15`")]
#[case("0 9 * * 8", "day-of-week: 8 is not between 0 and 7", "")]
#[case("0 9 * * MONDAY", "`MONDAY` is not a value", "0-7 or SUN-SAT")]
#[case("0 9 * * WEDS", "`WEDS` is not a value", "0-7 or SUN-SAT")]
#[case("0 9 15W * *", "`15W` is not for five-field cron", "did you mean `cron(0 9 15W * ? *)`?")]
#[case("0 17-9 * * *", "the range `17-9` runs backwards", "`17-23,0-9`")]
#[case("@reboot", "has no time", "did you mean `manual`?")]
#[case("@fortnightly", "is not a schedule", "@hourly")]
fn rejects_invalid_classic_cron(#[case] text: &str, #[case] message: &str, #[case] hint: &str) {
    rejects(text, message, hint);
}

#[rstest]
#[case("cron(0 9 * * * *)", "must be `?`", "did you mean `cron(0 9 * * ? *)`?")]
#[case("cron(0 9 15 * * *)", "must be `?`", "did you mean `cron(0 9 15 * ? *)`?")]
#[case("cron(0 9 * * MON *)", "must be `?`", "did you mean `cron(0 9 ? * MON *)`?")]
#[case("cron(0 9 15 * MON *)", "must be `?`", "`cron(0 9 15 * ? *)` and `cron(0 9 ? * MON *)`")]
#[case("cron(0 9 ? * ? *)", "only one", "did you mean `cron(0 9 * * ? *)`?")]
#[case("cron(0 9 * * 1-5)", "six fields", "did you mean `cron(0 9 ? * MON-FRI *)`?")]
#[case("cron()", "six fields", "cron(0 9 ? * MON-FRI *)")]
#[case("cron(0 24 * * ? *)", "hours: 24 is not between 0 and 23", "")]
#[case("cron(0 9 0 * ? *)", "day-of-month: 0 is not between 1 and 31", "")]
#[case("cron(0 9 ? * 0 *)", "day-of-week: 0 is not between 1 and 7", "")]
#[case("cron(0 9 * 13 ? *)", "month: 13", "")]
#[case("cron(0 9 * * ? 2200)", "year: 2200", "")]
#[case("cron(0/0 * * * ? *)", "the step of `0/0`", "")]
#[case("cron(1,,2 * * * ? *)", "a value is missing", "")]
#[case("cron(0 9 ? * 2/2 *)", "has a step", "`MON,WED,FRI`")]
#[case("cron(0 9 ? * FRI-MON *)", "runs backwards", "`FRI-SAT,SUN-MON`")]
#[case("cron(0 9 L-3 * ? *)", "`L-3` is not a day", "stand alone")]
#[case("cron(0 9 1W,15W * ? *)", "is not a day", "stand alone")]
#[case("cron(0 9 32W * ? *)", "is not a day", "stand alone")]
#[case("cron(0 9 ? * 3#6 *)", "is not a day", "1 to 5")]
#[case("cron(0 9 ? * 3#1,6#3 *)", "is not a day", "1 to 5")]
#[case("cron(0 9 ? * MON-FRIL *)", "is not a day", "`6L`")]
#[case("cron(0 9 30 2 ? *)", "never due", "cron(0 9 L 2 ? *)")]
#[case("cron(0 9 31 4,6,9,11 ? *)", "never due", "`L` is the last day")]
#[case("cron(0 0 29 2 ? 2027)", "never due", "years")]
#[case("0 9 31 2 *", "never due", "`L` is the last day")]
fn rejects_invalid_eventbridge_cron(#[case] text: &str, #[case] message: &str, #[case] hint: &str) {
    rejects(text, message, hint);
}

#[rstest]
#[case("rate(5 minute)", "does not agree", "did you mean `rate(5 minutes)`?")]
#[case("rate(1 hours)", "does not agree", "did you mean `rate(1 hour)`?")]
#[case("rate(0 minutes)", "above zero", "`rate(5 minutes)`")]
#[case("rate(-5 minutes)", "above zero", "`rate(5 minutes)`")]
#[case("rate(1.5 hours)", "above zero", "`rate(5 minutes)`")]
#[case("rate(30 seconds)", "no seconds", "`every 30 seconds`")]
#[case("rate(5)", "not a value and a unit", "`rate(5 minutes)`")]
#[case("rate(5 fortnights)", "not a unit", "minutes, hours or days")]
#[case("rate(2 weeks)", "no weeks", "`rate(14 days)`")]
#[case("at(2027-01-01)", "no time of day", "`2027-01-01T00:00:00`")]
#[case("at(2027-01-01T09:00)", "not to the second", "`at(2027-01-01T09:00:00)`")]
#[case("at(2027-01-01T09:00:00Z)", "no offset", "without at(")]
#[case("at(2027-02-30T09:00:00)", "not a time", "2027-01-01T09:00:00Z")]
#[case("at(2027-01-01T09:00:60)", "not a time", "2027-01-01T09:00:00Z")]
#[case("2027-01-01T09:00:60Z", "not a time", "2027-01-01T09:00:00Z")]
#[case("2027-01-01", "no time of day", "`2027-01-01T00:00:00`")]
#[case("2027-13-01T09:00:00Z", "not a time", "2027-01-01T09:00:00Z")]
#[case("2027-01-01T09:00:00[Europe/Berlin]", "no zone in brackets", "`timezone`")]
#[case("3027-01-01T09:00:00Z", "1970 to 2199", "2027")]
#[case("every(5 minutes)", "not a schedule", "accepted are")]
fn rejects_invalid_rates_and_times(#[case] text: &str, #[case] message: &str, #[case] hint: &str) {
    rejects(text, message, hint);
}

#[test]
fn every_cron_field_is_validated() {
    let violations = violations(json!("cron(60 24 0 13 ? 1969)"));
    let messages: Vec<&str> =
        violations.iter().map(|violation| violation.message.split(':').next().unwrap_or_default()).collect();
    assert_eq!(messages, ["minutes", "hours", "day-of-month", "month", "year"]);
    assert!(violations.iter().all(|violation| violation.hint.is_some()));
}

#[test]
fn rejects_an_expression_too_long_for_eventbridge() {
    let years: Vec<String> =
        (1970..2199).step_by(2).filter(|year| year % 6 != 0).map(|year| year.to_string()).collect();
    rejects(&format!("cron(0 0 1 1 ? {})", years.join(",")), "characters", "");
}

#[rstest]
#[case(json!(300000), "{\"every\": 300000}")]
#[case(json!(true), "accepted are")]
#[case(json!(["daily at 9:00"]), "accepted are")]
fn a_schedule_is_a_string_an_object_or_null(#[case] value: Value, #[case] hint: &str) {
    let violations = violations(value);
    assert!(violations[0].hint.as_deref().unwrap_or_default().contains(hint), "{violations:?}");
}
