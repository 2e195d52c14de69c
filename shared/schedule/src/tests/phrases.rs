//! What people write: each phrase has its meaning, or is refused with what to write instead. What a hint offers parses, and means
//! what the phrase says.

use beadle_values::violation::Path;
use serde_json::{Value, json};

use super::violations;
use crate::Schedule;

/// What becomes of a phrase.
enum Becomes {
    /// The schedule with this expression.
    Means(&'static str),
    /// An error whose hint offers these schedules: what is offered, and its expression.
    Offers(&'static [(&'static str, &'static str)]),
    /// An error without an offer, since no schedule says it; its hint has this.
    Says(&'static str),
}
use Becomes::{Means, Offers, Says};

const PHRASES: &[(&str, Becomes)] = &[
    ("at 9am every day", Means("cron(0 9 * * ? *)")),
    ("at 9:00 and 17:00 on weekdays", Means("cron(0 9,17 ? * MON-FRI *)")),
    ("on mondays at 9:00", Means("cron(0 9 ? * MON *)")),
    ("daily @ 9:00", Means("cron(0 9 * * ? *)")),
    ("mon-fri at 9:00", Means("cron(0 9 ? * MON-FRI *)")),
    ("monday through friday at 9:00", Means("cron(0 9 ? * MON-FRI *)")),
    ("fri to mon at 9:00", Means("cron(0 9 ? * SUN,MON,FRI,SAT *)")),
    ("monday through friday at 9", Offers(&[("monday through friday at 09:00", "cron(0 9 ? * MON-FRI *)")])),
    ("business days at 9:00", Offers(&[("weekdays at 9:00", "cron(0 9 ? * MON-FRI *)")])),
    (
        "every 2 days at 9:00",
        Offers(&[(r#"{"every": "2 days", "start": "2027-01-01T09:00:00Z"}"#, "rate(2 days)")]),
    ),
    ("every week on monday at 9:00", Means("cron(0 9 ? * MON *)")),
    ("every hour at :15", Means("cron(15 * * * ? *)")),
    ("every half hour", Means("rate(30 minutes)")),
    ("every other day", Means("rate(2 days)")),
    ("every 1h30m", Means("rate(90 minutes)")),
    ("every 5min", Means("rate(5 minutes)")),
    ("every 15 minutes between 9:00 and 17:00", Offers(&[("*/15 9-16 * * *", "cron(0/15 9-16 * * ? *)")])),
    ("every 5 minutes on weekdays", Means("cron(0/5 * ? * MON-FRI *)")),
    ("every 6 hours on saturday", Means("cron(0 0/6 ? * SAT *)")),
    ("every 7 minutes on weekdays", Says("divides an hour")),
    ("1st of every month at 6:00", Means("cron(0 6 1 * ? *)")),
    ("last day of the month at 6:00", Means("cron(0 6 L * ? *)")),
    ("first monday of the month at 9:00", Means("cron(0 9 ? * 2#1 *)")),
    ("monthly on the 2nd tuesday at 9:00", Means("cron(0 9 ? * 3#2 *)")),
    ("first weekday of the month at 9:00", Means("cron(0 9 1W * ? *)")),
    ("last friday of the month", Offers(&[("last friday of the month at 09:00", "cron(0 9 ? * 6L *)")])),
    ("last weekday of the month", Offers(&[("last weekday of the month at 09:00", "cron(0 9 LW * ? *)")])),
    ("quarterly", Offers(&[("0 0 1 1,4,7,10 *", "cron(0 0 1 JAN,APR,JUL,OCT ? *)")])),
    ("yearly on 1 january at 9:00", Means("cron(0 9 1 JAN ? *)")),
    ("every year on march 3rd at noon", Means("cron(0 12 3 MAR ? *)")),
    ("yearly", Offers(&[("yearly on 1 january at 09:00", "cron(0 9 1 JAN ? *)")])),
    ("tomorrow at 9", Says("write the day")),
    ("in 5 minutes", Says("write the time")),
    ("twice a day", Offers(&[("daily at 09:00 and 21:00", "cron(0 9,21 * * ? *)")])),
    ("nightly at 2:00", Means("cron(0 2 * * ? *)")),
    ("nightly", Offers(&[("nightly at 02:00", "cron(0 2 * * ? *)")])),
    ("fortnightly", Offers(&[("every 2 weeks", "rate(14 days)")])),
    (
        "biweekly",
        Offers(&[
            ("every 2 weeks", "rate(14 days)"),
            ("every monday and thursday at 09:00", "cron(0 9 ? * MON,THU *)"),
        ]),
    ),
    (
        "bimonthly",
        Offers(&[
            ("0 9 1 */2 *", "cron(0 9 1 JAN,MAR,MAY,JUL,SEP,NOV ? *)"),
            ("monthly on 1 and 15 at 09:00", "cron(0 9 1,15 * ? *)"),
        ]),
    ),
    ("never", Offers(&[("manual", "")])),
    (
        "daily at 9:00 UTC",
        Offers(&[(r#"{"expression": "daily at 09:00", "timezone": "UTC"}"#, "cron(0 9 * * ? *)")]),
    ),
    ("daily at 24:00", Offers(&[("daily at 00:00", "cron(0 0 * * ? *)")])),
    ("weekdays at 24:00", Says("write hours and minutes")),
    ("daily at midday", Offers(&[("daily at noon", "cron(0 12 * * ? *)")])),
    ("every day at 5 and 6 pm", Offers(&[("every day at 17:00 and 18:00", "cron(0 17,18 * * ? *)")])),
    ("every day at 9 and 5 pm", Says("write hours and minutes")),
    ("@every 5m", Means("rate(5 minutes)")),
    ("@reboot", Offers(&[("manual", "")])),
    ("PT5M", Means("rate(5 minutes)")),
    (
        "R/2027-01-01T00:00:00Z/PT5M",
        Offers(&[(r#"{"every": "PT5M", "start": "2027-01-01T00:00:00Z"}"#, "rate(5 minutes)")]),
    ),
    ("R5/2027-01-01T00:00:00Z/PT5M", Says("`end` for the last one")),
    ("RRULE:FREQ=DAILY", Offers(&[("every 1 days", "rate(1 day)")])),
    ("RRULE:FREQ=WEEKLY;INTERVAL=2", Offers(&[("every 2 weeks", "rate(14 days)")])),
    ("RRULE:FREQ=WEEKLY;BYDAY=MO", Says("as a phrase or as cron")),
    ("0 9 L * *", Offers(&[("cron(0 9 L * ? *)", "cron(0 9 L * ? *)")])),
    ("0 9 ? * 1", Offers(&[("cron(0 9 ? * MON *)", "cron(0 9 ? * MON *)")])),
    ("0 0 9 ? * MON-FRI *", Offers(&[("cron(0 9 ? * MON-FRI *)", "cron(0 9 ? * MON-FRI *)")])),
    ("0 0 9 ? * MON-FRI", Offers(&[("cron(0 9 ? * MON-FRI *)", "cron(0 9 ? * MON-FRI *)")])),
    ("0 0 9 * * 1", Offers(&[("0 9 * * 1", "cron(0 9 ? * MON *)")])),
    ("*/10 * * * * *", Offers(&[("every 10 seconds", "rate(1 minute)")])),
    ("30 0 9 * * *", Says("left out")),
    ("0 9 */2 * 1", Says("one of the two day fields")),
    ("H 2 * * *", Offers(&[(r#"{"cron": "0 2 * * *", "jitter": "59m"}"#, "cron(0 2 * * ? *)")])),
    ("H/15 * * * *", Offers(&[(r#"{"cron": "*/15 * * * *", "jitter": "14m"}"#, "cron(0/15 * * * ? *)")])),
    ("H H * * *", Says("write the value")),
    (
        "TZ=Europe/Berlin 0 9 * * *",
        Offers(&[(r#"{"expression": "0 9 * * *", "timezone": "Europe/Berlin"}"#, "cron(0 9 * * ? *)")]),
    ),
    (
        "CRON_TZ=Asia/Tokyo daily at 9:00",
        Offers(&[(r#"{"expression": "daily at 9:00", "timezone": "Asia/Tokyo"}"#, "cron(0 9 * * ? *)")]),
    ),
    ("1798761600", Offers(&[("2027-01-01T00:00:00Z", "at(2027-01-01T00:00:00)")])),
    ("1798761600000", Offers(&[("2027-01-01T00:00:00Z", "at(2027-01-01T00:00:00)")])),
    ("*/60 * * * *", Means("cron(0 * * * ? *)")),
    ("0 0 */31 * *", Means("cron(0 0 1 * ? *)")),
];

#[test]
fn what_people_write_has_its_meaning_or_is_told_what_to_write() {
    let (mut meant, mut offered, mut explained) = (0, 0, 0);
    for (text, becomes) in PHRASES {
        match becomes {
            Means(expression) => {
                let schedule = Schedule::from_phrase(text);
                let schedule =
                    schedule.unwrap_or_else(|error| panic!("{text}: {error:?}")).expect("a schedule");
                assert_eq!(schedule.expression(), *expression, "{text}");
                println!("{text:42} means {expression}");
                meant += 1;
            }
            Offers(offers) => {
                let hint = hint(text);
                for (offer, expression) in *offers {
                    assert!(hint.contains(&format!("`{offer}`")), "{text}: {hint}");
                    assert_eq!(expression_of(offer), *expression, "{text}: {offer}");
                }
                assert!(hint.contains("did you mean "), "{text}: {hint}");
                println!("{text:42} {hint}");
                offered += 1;
            }
            Says(part) => {
                let hint = hint(text);
                assert!(hint.contains(part) && !hint.contains("did you mean"), "{text}: {hint}");
                println!("{text:42} {hint}");
                explained += 1;
            }
        }
    }
    println!(
        "{} phrases: {meant} have a meaning, {offered} are offered another, {explained} get the reason why not",
        PHRASES.len()
    );
    assert_eq!(meant + offered + explained, PHRASES.len());
}

/// The hint of the only violation.
fn hint(text: &str) -> String {
    let found = violations(json!(text));
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found[0].hint.clone().unwrap_or_default()
}

/// The expression of what a hint offers: a text, or an object in JSON. Empty for none.
fn expression_of(offer: &str) -> String {
    let value: Value =
        serde_json::from_str(offer).ok().filter(Value::is_object).unwrap_or_else(|| json!(offer));
    let schedule = Schedule::parse(&value, &Path::of("schedule"));
    schedule
        .unwrap_or_else(|error| panic!("{offer}: {error:?}"))
        .map(|schedule| schedule.expression())
        .unwrap_or_default()
}
