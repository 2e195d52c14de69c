//! The object form, `{expression | every | cron | at, timezone, start, end, jitter, overlap, catch_up}`, and
//! the plain ones as objects without options.

use std::time::Duration;

use beadle_values::{
    duration,
    suggestion::closest,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    CatchUp, Expression, Overlap, Rate, Schedule, Zone, classic_cron,
    error::{Error, located},
    expression::ParsedText,
    one_off, span, suggestion,
};

const WHENS: [&str; 4] = ["expression", "every", "cron", "at"];
const OPTIONS: [&str; 6] = ["timezone", "start", "end", "jitter", "overlap", "catch_up"];
const EXAMPLE: &str =
    "write {\"expression\": \"daily at 09:00\", \"timezone\": \"Europe/Berlin\"}, or null for none";
const MAX_JITTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads any JSON value; null and `"manual"` are no schedule.
pub(super) fn parse(value: &Value, path: &Path) -> Result<Option<Schedule>, Violations> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => match ParsedText::parse(text)
            .map_err(|errors| located(errors, path, "schedule"))?
        {
            None => Ok(None),
            Some(parsed) => assemble(parsed, Options::default(), path).map(Some).map_err(Violations::from),
        },
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

/// Everything beside the expression.
#[derive(Default)]
struct Options {
    zone: Option<Zone>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    jitter: Option<Duration>,
    overlap: Overlap,
    catch_up: CatchUp,
}

fn parse_object(members: &Map<String, Value>, path: &Path) -> Result<Schedule, Violations> {
    let mut violations = Violations::new();
    let unknown = members.keys().filter(|name| !WHENS.iter().chain(&OPTIONS).any(|known| known == name));
    unknown.for_each(|name| violations.push(unknown_field(name, path)));
    let when = violations.take(parse_when(members, path));
    let options = violations.take(parse_options(members, path));
    match (when, options) {
        (Some((parsed, at)), Some(options)) if violations.is_empty() => Ok(assemble(parsed, options, &at)?),
        _ => Err(violations),
    }
}

fn given<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members.get(name).filter(|value| !value.is_null())
}

fn unknown_field(name: &str, path: &Path) -> Violation {
    let violation =
        Violation::new(path.key(name), "unknown_field", format!("`{name}` is not a field of a schedule"));
    match closest(name, WHENS.into_iter().chain(OPTIONS), 3) {
        Some(known) => violation.hint(format!("did you mean `{known}`?")),
        None => violation.hint(format!("the fields are {}, {}", WHENS.join(", "), OPTIONS.join(", "))),
    }
}

/// The one of the four that says when, and its path.
fn parse_when(members: &Map<String, Value>, path: &Path) -> Result<(ParsedText, Path), Violations> {
    let mut violations = Violations::new();
    let mut read = Vec::new();
    let names: Vec<&str> = WHENS.into_iter().filter(|name| given(members, name).is_some()).collect();
    for name in &names {
        let at = path.key(*name);
        let parsed = given(members, name).map(|value| parse_one(name, value, &at));
        let parsed = parsed
            .and_then(|result| violations.take(result.map_err(|errors| located(errors, &at, "schedule"))));
        read.extend(parsed.map(|parsed| (parsed, at)));
    }
    match names.as_slice() {
        [_] => {}
        [] => {
            let message = "a schedule needs one of expression, every, cron and at";
            violations.push(Violation::new(path.clone(), "missing", message).hint(EXAMPLE));
        }
        [first, ..] => {
            let message = format!("only one of {} may be given", names.join(", "));
            violations
                .push(Violation::new(path.clone(), "schedule", message).hint(format!("keep `{first}`")));
        }
    }
    match read.pop() {
        Some(when) if violations.is_empty() => Ok(when),
        _ => Err(violations),
    }
}

fn parse_one(name: &str, value: &Value, at: &Path) -> Result<ParsedText, Vec<Error>> {
    match (name, value) {
        ("every", _) => parse_every(value, at),
        ("cron", Value::String(text)) if !text.contains('(') => {
            classic_cron::parse(text).map(Expression::Cron).map(ParsedText::Recurring)
        }
        (_, Value::String(text)) => {
            let Some(parsed) = ParsedText::parse(text)? else {
                let error = Error::new("`manual` is no schedule");
                return Err(vec![error.hint("write null instead of the object")]);
            };
            match (name, parsed) {
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

fn parse_options(members: &Map<String, Value>, path: &Path) -> Result<Options, Violations> {
    let mut violations = Violations::new();
    let zone = given(members, "timezone").and_then(|value| {
        let name = value
            .as_str()
            .ok_or_else(|| Error::new(format!("{value} is not a time zone")).hint("write its IANA name"));
        let zone =
            name.and_then(Zone::parse).map_err(|error| error.at(&path.key("timezone"), "timezone").into());
        violations.take(zone)
    });
    let clock = zone.clone().unwrap_or_else(Zone::utc);
    let mut bound = |name: &str| {
        let read = parse_bound(given(members, name)?, &clock)
            .map_err(|error| error.at(&path.key(name), "time").into());
        violations.take(read)
    };
    let (start, end) = (bound("start"), bound("end"));
    let jitter = given(members, "jitter").and_then(|value| {
        let least = Duration::from_secs(1);
        violations
            .take(span::parse_within(value, least, MAX_JITTER, &path.key("jitter")).map_err(Violations::from))
    });
    let overlap = given(members, "overlap").and_then(|value| {
        violations.take(Overlap::parse(value, &path.key("overlap")).map_err(Violations::from))
    });
    let catch_up = given(members, "catch_up")
        .and_then(|value| violations.take(CatchUp::parse(value, &path.key("catch_up"))));
    if start.zip(end).is_some_and(|(start, end)| end <= start) {
        let violation = Violation::new(path.key("end"), "time", "the end must lie after the start");
        violations.push(violation.hint("leave `end` out for a schedule without end"));
    }
    let (overlap, catch_up) = (overlap.unwrap_or_default(), catch_up.unwrap_or_default());
    violations.into_result(Options { zone, start, end, jitter, overlap, catch_up })
}

fn parse_bound(value: &Value, zone: &Zone) -> Result<Timestamp, Error> {
    let text = value.as_str().ok_or_else(|| {
        Error::new(format!("{value} is not a time")).hint("write a string such as `2027-01-01T09:00:00Z`")
    })?;
    one_off::parse(text.trim())?.instant(zone)
}

/// The schedule, if it can ever be due.
fn assemble(parsed: ParsedText, options: Options, at: &Path) -> Result<Schedule, Violation> {
    let Options { zone, start, end, jitter, overlap, catch_up } = options;
    let zone = zone.unwrap_or_else(Zone::utc);
    let (expression, zone) = match parsed {
        ParsedText::Recurring(expression) => (expression, zone),
        ParsedText::Once(written) => {
            let (local, zone) = written.local(zone);
            (Expression::At(local), zone)
        }
    };
    let schedule = Schedule { expression, zone, start, end, jitter, overlap, catch_up };
    match never_due(&schedule) {
        Some(error) => Err(error.at(at, "schedule")),
        None => Ok(schedule),
    }
}

fn never_due(schedule: &Schedule) -> Option<Error> {
    let due = |schedule: &Schedule| schedule.next_after(Timestamp::MIN, Timestamp::MIN).is_some();
    match &schedule.expression {
        Expression::At(_) if schedule.start.is_some() || schedule.end.is_some() => {
            Some(Error::new("a single time takes no start or end").hint("leave `start` and `end` out"))
        }
        Expression::At(local) if !due(schedule) => Some(one_off::skipped(*local, &schedule.zone)),
        Expression::Cron(cron) if !due(schedule) => {
            let bounded = due(&Schedule { start: None, end: None, ..schedule.clone() });
            Some(match bounded {
                true => Error::new(format!("`{cron}` is never due between start and end"))
                    .hint("move `start` or `end`"),
                false => Error::new(format!("`{cron}` is never due: there is no such date")).hint(
                    "check the days against the months and years; `L` is the last day of a month, \
                     as in `cron(0 9 L 2 ? *)`",
                ),
            })
        }
        _ => None,
    }
}
