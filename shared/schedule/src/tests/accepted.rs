use beadle_values::violation::Path;
use rstest::rstest;
use serde_json::{Value, json};

use super::{phrase, schedule, time};
use crate::Schedule;

#[rstest]
// seed 002
#[case("every 5 minutes", "rate(5 minutes)")]
#[case("every 10 minutes", "rate(10 minutes)")]
#[case("every 2 hours", "rate(2 hours)")]
#[case("every 1 day", "rate(1 day)")]
#[case("every 7 days", "rate(7 days)")]
#[case("daily at 3:00", "cron(0 3 * * ? *)")]
#[case("daily at 14:30", "cron(30 14 * * ? *)")]
// intervals
#[case("every 1 minute", "rate(1 minute)")]
#[case("Every 1 Minutes", "rate(1 minute)")]
#[case("every minute", "rate(1 minute)")]
#[case("every hour", "rate(1 hour)")]
#[case("every 90 minutes", "rate(90 minutes)")]
#[case("every 120 minutes", "rate(2 hours)")]
#[case("every 2 weeks", "rate(14 days)")]
#[case("every 120 seconds", "rate(2 minutes)")]
#[case("rate(5 minutes)", "rate(5 minutes)")]
#[case("rate(1 hour)", "rate(1 hour)")]
#[case("RATE( 12  hours )", "rate(12 hours)")]
// days and times
#[case("every day at 9:00", "cron(0 9 * * ? *)")]
#[case("daily at 9am", "cron(0 9 * * ? *)")]
#[case("daily at 9:30 PM", "cron(30 21 * * ? *)")]
#[case("daily at 12am", "cron(0 0 * * ? *)")]
#[case("daily at 12:15pm", "cron(15 12 * * ? *)")]
#[case("daily at noon", "cron(0 12 * * ? *)")]
#[case("daily at 9:00 and 17:00", "cron(0 9,17 * * ? *)")]
#[case("weekdays at 9:00", "cron(0 9 ? * MON-FRI *)")]
#[case("every weekday at 9:00", "cron(0 9 ? * MON-FRI *)")]
#[case("weekends at 10:15", "cron(15 10 ? * SUN,SAT *)")]
#[case("every monday at 9:00", "cron(0 9 ? * MON *)")]
#[case("mondays at 9:00", "cron(0 9 ? * MON *)")]
#[case("every monday and friday at 9:00", "cron(0 9 ? * MON,FRI *)")]
#[case("every mon, wed, and fri at 9:00", "cron(0 9 ? * MON,WED,FRI *)")]
#[case("weekdays and weekends at 9:00", "cron(0 9 * * ? *)")]
#[case("weekly on monday at 9:00", "cron(0 9 ? * MON *)")]
#[case("monthly on 1 at 6:00", "cron(0 6 1 * ? *)")]
#[case("monthly on the 1st and 15th at 6:00", "cron(0 6 1,15 * ? *)")]
#[case("monthly on the last day at 6:00", "cron(0 6 L * ? *)")]
#[case("hourly", "cron(0 * * * ? *)")]
#[case("hourly at :15", "cron(15 * * * ? *)")]
// classic cron
#[case("*/5 * * * *", "cron(0/5 * * * ? *)")]
#[case("0 9 * * 1-5", "cron(0 9 ? * MON-FRI *)")]
#[case("0 9 * * mon-fri", "cron(0 9 ? * MON-FRI *)")]
#[case("0 9 * * 0", "cron(0 9 ? * SUN *)")]
#[case("0 9 * * 7", "cron(0 9 ? * SUN *)")]
#[case("0 9 * * 5-7", "cron(0 9 ? * SUN,FRI,SAT *)")]
#[case("0 9 * * sat-sun", "cron(0 9 ? * SUN,SAT *)")]
#[case("0 9 * * */2", "cron(0 9 ? * SUN,TUE,THU,SAT *)")]
#[case("0 9 * * 0-7", "cron(0 9 * * ? *)")]
#[case("15,45 8-18/2 1 jan,jul *", "cron(15,45 8,10,12,14,16,18 1 JAN,JUL ? *)")]
#[case("  0   0 1 1 *  ", "cron(0 0 1 JAN ? *)")]
#[case("*/30 * * * *", "cron(0/30 * * * ? *)")]
#[case("5-59/15 * * * *", "cron(5/15 * * * ? *)")]
#[case("@daily", "cron(0 0 * * ? *)")]
#[case("@weekly", "cron(0 0 ? * SUN *)")]
// EventBridge
#[case("cron(0 9 ? * MON-FRI *)", "cron(0 9 ? * MON-FRI *)")]
#[case("cron(0 9 ? * 2-6 *)", "cron(0 9 ? * MON-FRI *)")]
#[case("cron(0/15 * * * ? *)", "cron(0/15 * * * ? *)")]
#[case("cron(*/15 * * * ? *)", "cron(0/15 * * * ? *)")]
#[case("cron(0 9 ? * * *)", "cron(0 9 * * ? *)")]
#[case("cron(0 9 ? * SUN-SAT *)", "cron(0 9 * * ? *)")]
#[case("cron(0 18 L * ? *)", "cron(0 18 L * ? *)")]
#[case("cron(0 18 LW * ? *)", "cron(0 18 LW * ? *)")]
#[case("cron(0 18 15w * ? *)", "cron(0 18 15W * ? *)")]
#[case("cron(0 18 ? * 6L *)", "cron(0 18 ? * 6L *)")]
#[case("cron(0 18 ? * FRIL *)", "cron(0 18 ? * 6L *)")]
#[case("cron(0 18 ? * L *)", "cron(0 18 ? * SAT *)")]
#[case("cron(0 18 ? * 3#2 *)", "cron(0 18 ? * 3#2 *)")]
#[case("cron(0 18 1/10 JAN,MAR-MAY ? 2027-2030)", "cron(0 18 1/10 JAN,MAR-MAY ? 2027-2030)")]
#[case("cron(0 0 29 2 ? 2028/4)", "cron(0 0 29 FEB ? 2028/4)")]
#[case("cron(10-12,30,50 9 1,2 * ? *)", "cron(10-12,30,50 9 1,2 * ? *)")]
// once
#[case("at(2027-01-01T09:00:00)", "at(2027-01-01T09:00:00)")]
#[case("2027-01-01T09:00:00Z", "at(2027-01-01T09:00:00)")]
#[case("2027-01-01T09:00:00.123Z", "at(2027-01-01T09:00:00)")]
#[case("2027-01-01T09:00:00+01:00", "at(2027-01-01T08:00:00)")]
#[case("2027-01-01 09:00", "at(2027-01-01T09:00:00)")]
fn every_form_maps_to_one_eventbridge_expression(#[case] text: &str, #[case] expression: &str) {
    let schedule = phrase(text);
    assert_eq!(schedule.expression(), expression);
    assert_eq!(schedule.timezone(), "UTC");
    assert_eq!(schedule.to_string(), expression, "the normal form");
    let tick = time("2027-03-01T09:00:00Z");
    assert_eq!(schedule.due_at_tick(tick, tick), [tick]);
}

#[rstest]
#[case("every 30 seconds", &[0, 30])]
#[case("every 20 seconds", &[0, 20, 40])]
#[case("every 10 seconds", &[0, 10, 20, 30, 40, 50])]
fn intervals_below_a_minute_fan_out(#[case] text: &str, #[case] offsets: &[i64]) {
    let schedule = phrase(text);
    assert_eq!(schedule.to_string(), text);
    assert_eq!(schedule.expression(), "rate(1 minute)");
    let tick = time("2027-03-01T09:00:00Z");
    let due = schedule.due_at_tick(tick, tick);
    assert_eq!(due.iter().map(|run| run.as_second() - tick.as_second()).collect::<Vec<_>>(), offsets);
}

#[test]
fn every_second_fans_out_to_sixty_runs() {
    let tick = time("2027-03-01T09:00:00Z");
    assert_eq!(phrase("every second").due_at_tick(tick, tick).len(), 60);
    assert_eq!(phrase("every 60 seconds"), phrase("every minute"));
}

#[rstest]
#[case(Value::Null)]
#[case(json!("manual"))]
#[case(json!(" Manual "))]
fn null_and_manual_mean_no_schedule(#[case] value: Value) {
    assert_eq!(Schedule::parse(&value, &Path::of("schedule")), Ok(None));
}

#[test]
fn from_phrase_parses_text_alone() {
    assert_eq!(Schedule::from_phrase("daily at 9:00").unwrap(), Some(phrase("cron(0 9 * * ? *)")));
    assert_eq!(Schedule::from_phrase("manual").unwrap(), None);
    assert!(Schedule::from_phrase("sometimes").is_err());
}

#[rstest]
#[case("every 5 minutes", Some(300))]
#[case("every 30 seconds", Some(30))]
#[case("*/5 * * * *", Some(300))]
#[case("*/7 * * * *", Some(240))]
#[case("hourly", Some(3_600))]
#[case("daily at 9:00", Some(86_400))]
#[case("daily at 1:00 and 23:00", Some(7_200))]
#[case("0,10 9,17 * * *", Some(600))]
#[case("0,55 9-10 * * *", Some(300))]
#[case("0,50 9,11 * * *", Some(3_000))]
#[case("2027-01-01T09:00:00Z", None)]
fn shortest_interval_is_a_lower_bound(#[case] text: &str, #[case] seconds: Option<u64>) {
    assert_eq!(phrase(text).shortest_interval().map(|interval| interval.as_secs()), seconds);
}

#[test]
fn equivalent_forms_give_equal_schedules() {
    let written =
        [json!("daily at 9am"), json!("0 9 * * *"), json!({"cron": "cron(0 9 ? * * *)", "timezone": "utc"})];
    for value in written {
        assert_eq!(schedule(value), phrase("daily at 09:00"));
    }
}
