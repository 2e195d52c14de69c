//! The object form, `{expression | every | cron | at, timezone, start, end, jitter, overlap, catch_up}`, and
//! the plain ones as objects without options.

use std::time::Duration;

use beadle_values::{
    body,
    body::{
        Body, Custom, Member, Members, Names, ObjectSchema, Schemas, Slot, custom, flatten, of, one_of,
        optional, otherwise, text,
    },
    duration, schema_for_utoipa,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    CatchUp, DayRules, Expression, OnClockChange, Overlap, Rate, Schedule, Zone,
    assembly::assemble,
    catch_up, classic_cron, crons,
    error::{Error, located},
    expression::{MAX_TEXT, ParsedText},
    one_off, span, suggestion,
};

/// A schedule in any accepted form; null and `"manual"` are none.
pub fn schedule() -> Custom<Option<Schedule>> {
    custom(parse, |schemas| {
        schemas.named("Schedule", |schemas| {
            let text = "`every 5 minutes`, `daily at 14:30`, `weekdays at 9:00`, `every monday at 9:00`, `monthly on 1 at \
                6:00`, five-field cron, `cron(…)`, `rate(…)`, `at(…)`, an ISO time, or `manual` for none; in UTC.";
            json!({
                "description": "When a task runs by itself: a string, an object, or null.",
                "anyOf": [{"type": "string", "description": text}, <ScheduleObject as Member>::schema(schemas)],
            })
        })
    })
}

impl Schedule {
    /// Adds the names of the members of its object form.
    pub fn names(names: &mut Names) {
        ScheduleObject::names(names);
        // Another expression has another phrase.
        names.same.push(When::members().into_iter().chain(["phrase"]).collect());
    }
}

schema_for_utoipa!(Schedule, "ScheduleObject", <ScheduleObject as Member>::schema);

const EXAMPLE: &str =
    "write {\"expression\": \"daily at 09:00\", \"timezone\": \"Europe/Berlin\"}, or null for none";
const SHORTEST_JITTER: Duration = Duration::from_secs(1);
const LONGEST_JITTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads any JSON value; null and `"manual"` are no schedule.
pub(super) fn parse(value: &Value, path: &Path) -> Result<Option<Schedule>, Violations> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => {
            match ParsedText::parse(text).map_err(|errors| located(errors, path, "schedule"))? {
                None => Ok(None),
                Some(parsed) => {
                    let schedule = assemble(&parsed, Options::default(), path)?;
                    Ok(Some(schedule.with_source_text(&parsed, text)))
                }
            }
        }
        Value::Object(members) => parse_object(members, path).map(Some),
        _ => {
            let hint = match value.as_u64() {
                Some(number) => {
                    format!("for an interval write {{\"every\": {number}}}; {}", suggestion::ACCEPTED)
                }
                None => suggestion::ACCEPTED.to_owned(),
            };
            let violation =
                Violation::new(path.clone(), "type_error", "a schedule is a string, an object or null");
            Err(violation.hint(hint).into())
        }
    }
}

body! {
    /// When it is due: one of the four.
    struct When {
        /// Any of the phrases. One of `expression`, `every`, `cron` and `at` is given.
        expression: Option<ParsedText> = optional(custom(
            |value, path| read_when("expression", value, path),
            |_| json!({"type": "string", "example": "daily at 9:00"}),
        )),
        /// An interval.
        every: Option<ParsedText> = optional(custom(|value, path| read_when("every", value, path), span::schema)),
        /// Five-field cron, or `cron(…)`.
        cron: Option<ParsedText> = optional(custom(|value, path| read_when("cron", value, path), string)),
        /// A single time.
        at: Option<ParsedText> = optional(custom(|value, path| read_when("at", value, path), string)),
    }
    check |_given, members, path, violations| {
        match named(members).as_slice() {
            [_] => {}
            [] => {
                let message = "a schedule needs one of expression, every, cron and at";
                violations.push(Violation::new(path.clone(), "missing", message).hint(EXAMPLE));
            }
            [first, ..] => {
                let message = format!("only one of {} may be given", named(members).join(", "));
                let violation = Violation::new(path.clone(), "schedule", message);
                violations.push(violation.hint(format!("keep `{first}`")));
            }
        }
    }
}

body! {
    /// Everything beside the expression.
    #[derive(Default)]
    pub(super) struct Options {
        /// The IANA name of the zone; UTC unless given.
        "timezone" => pub(super) zone: Option<Zone> = optional(custom(
            read_zone,
            |_| json!({"type": "string", "example": "Europe/Berlin"}),
        )),
        /// Not before this time.
        pub(super) start: Option<Timestamp> = Bound,
        /// Not after this time.
        pub(super) end: Option<Timestamp> = Bound,
        /// How far a run may be moved after its time, to spread load.
        pub(super) jitter: Option<Duration> = optional(custom(
            |value, path| Ok(span::parse_within(value, SHORTEST_JITTER, LONGEST_JITTER, path)?),
            span::schema,
        )),
        /// What happens when it is due while it runs: `skip`, `queue`, `allow` or `cancel_running`. Unless given, `skip`, and
        /// `queue` where all missed runs are caught up.
        pub(super) overlap: Option<Overlap> = optional(one_of()),
        /// What happens with runs that were missed: `none`, `latest`, `all` or `{"all": "6h"}`.
        pub(super) catch_up: CatchUp = otherwise(custom(CatchUp::parse, catch_up::schema), CatchUp::default),
        /// What happens to local times when clocks change; unless given as with EventBridge Scheduler: what does not exist is
        /// skipped, and what occurs twice runs once.
        pub(super) on_clock_change: OnClockChange = otherwise(of(), OnClockChange::default),
        pub(super) days: DayRules = flatten::<DayRules>(),
    }
    check |given, _members, path, violations| {
        if let (Some(Some(start)), Some(Some(end))) = (given.start, given.end)
            && end <= start
        {
            let violation = Violation::new(path.key("end"), "time", "the end must lie after the start");
            violations.push(violation.hint("leave `end` out for a schedule without end"));
        }
    }
}

body! {
    /// A schedule with its options; answers give `expression` and `timezone`.
    pub(super) struct ScheduleObject as "ScheduleObject" {
        when: When = flatten::<When>(),
        options: Options = flatten::<Options>(),
        /// The phrase or cron that was written, where `expression` is its normal form. It says the same as that.
        phrase: Option<String> = optional(text(1, MAX_TEXT)),
    }
    example {"expression": "daily at 9:00", "timezone": "Europe/Berlin"}
}

fn string(_: &mut Schemas) -> Value {
    json!({"type": "string"})
}

/// A bound, whose local time is that of the zone beside it.
struct Bound;

impl Slot for Bound {
    type Field = Option<Timestamp>;

    fn names(&self, name: &'static str, names: &mut Names) {
        names.known.push(name);
    }

    fn read(
        &self,
        name: &'static str,
        members: &Members,
        path: &Path,
        violations: &mut Violations,
    ) -> Option<Option<Timestamp>> {
        let Some(value) = given(members, name) else { return Some(None) };
        let zone = given(members, "timezone").and_then(Value::as_str).and_then(|name| Zone::parse(name).ok());
        let read = read_bound(value, &zone.unwrap_or_else(Zone::utc));
        violations.take(read.map(Some).map_err(|fault| fault.at(&path.key(name), "time").into()))
    }

    fn describe(&self, name: &str, description: &str, object: &mut ObjectSchema, _: &mut Schemas) {
        object.member(name, description, json!({"type": "string", "format": "date-time"}), true);
    }
}

fn parse_object(members: &Members, path: &Path) -> Result<Schedule, Violations> {
    let ScheduleObject { when, options, phrase } = ScheduleObject::parse_beside(members, &[], path)?;
    let When { expression, every, cron, at } = when;
    let parsed = expression.or(every).or(cron).or(at);
    // The table refuses an object with none of the four.
    let (Some(parsed), Some(name)) = (parsed, named(members).first().copied()) else {
        return Err(Violation::new(path.clone(), "missing", "is required").into());
    };
    let schedule = assemble(&parsed, options, &path.key(name))?;
    match phrase {
        Some(phrase) => schedule.with_phrase(&parsed, &phrase, &path.key("phrase")),
        None => {
            let text = members.get(name).and_then(Value::as_str).filter(|_| name != "every");
            Ok(match text {
                Some(text) => schedule.with_source_text(&parsed, text),
                None => schedule,
            })
        }
    }
}

fn given<'a>(members: &'a Members, name: &str) -> Option<&'a Value> {
    members.get(name).filter(|value| !value.is_null())
}

/// Those of the four that are given.
fn named(members: &Members) -> Vec<&'static str> {
    When::members().into_iter().filter(|name| given(members, name).is_some()).collect()
}

fn read_when(name: &str, value: &Value, path: &Path) -> Result<ParsedText, Violations> {
    parse_one(name, value, path).map_err(|faults| located(faults, path, "schedule"))
}

pub(super) fn parse_one(name: &str, value: &Value, at: &Path) -> Result<ParsedText, Vec<Error>> {
    match (name, value) {
        ("every", _) => parse_every(value, at),
        ("cron", Value::String(text)) if !text.contains(['(', crons::SEPARATOR]) => {
            classic_cron::parse(text).map(Expression::of_cron).map(ParsedText::Recurring)
        }
        (_, Value::String(text)) => {
            let Some(parsed) = ParsedText::parse(text)? else {
                let error = Error::new("`manual` is no schedule");
                return Err(vec![error.hint("write null instead of the object")]);
            };
            match (name, &parsed) {
                ("expression", _)
                | ("cron", ParsedText::Recurring(Expression::Cron(_)))
                | ("at", ParsedText::Once(_)) => Ok(parsed),
                _ => {
                    let error = Error::new(format!("`{text}` does not belong in `{name}`"));
                    Err(vec![error.hint("write it in `expression`")])
                }
            }
        }
        _ => Err(vec![Error::new(format!("`{name}` must be a string")).hint(suggestion::ACCEPTED)]),
    }
}

fn parse_every(value: &Value, at: &Path) -> Result<ParsedText, Vec<Error>> {
    const HINT: &str = "write \"5m\", \"5 minutes\", \"PT5M\" or a number of milliseconds";
    let every = duration::parse(value, at)
        .map_err(|_| vec![Error::new(format!("{value} is not an interval")).hint(HINT)])?;
    if every.subsec_nanos() != 0 {
        let hint = "milliseconds must make whole seconds, such as 300000 for 5 minutes";
        return Err(vec![Error::new("an interval is whole seconds").hint(hint)]);
    }
    Rate::of_seconds(every.as_secs())
        .map(Expression::Rate)
        .map(ParsedText::Recurring)
        .map_err(|error| vec![error])
}

fn read_zone(value: &Value, path: &Path) -> Result<Zone, Violations> {
    let name = value
        .as_str()
        .ok_or_else(|| Error::new(format!("{value} is not a time zone")).hint("write its IANA name"));
    name.and_then(Zone::parse).map_err(|fault| fault.at(path, "timezone").into())
}

fn read_bound(value: &Value, zone: &Zone) -> Result<Timestamp, Error> {
    let text = value.as_str().ok_or_else(|| {
        Error::new(format!("{value} is not a time")).hint("write a string such as `2027-01-01T09:00:00Z`")
    })?;
    one_off::parse(text.trim())?.instant(zone)
}
