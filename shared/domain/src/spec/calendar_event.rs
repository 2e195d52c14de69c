//! An event of a calendar, as a user writes it: where, who, and for how long. It begins at the task's due date.

use std::time::Duration;

use beadle_values::{
    duration,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{refuse_unknown, text};

const MEMBERS: [&str; 6] = ["location", "attendees", "duration", "duration_ms", "all_day", "notes"];
const MAX_LOCATION: usize = 1_000;
const MAX_NOTES: usize = 10_000;
const MAX_ATTENDEES: usize = 100;
/// The longest address of electronic mail (RFC 5321 section 4.5.3.1.3, without its brackets).
const MAX_ADDRESS: usize = 254;
const DAY: Duration = Duration::from_secs(86_400);
const LONGEST: Duration = Duration::from_secs(366 * 86_400);
const SHORTEST: Duration = Duration::from_secs(1);

/// An event of a calendar, checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CalendarEventSpec {
    /// Where it takes place, at most 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The mail addresses of those who take part, at most 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attendees: Vec<String>,
    /// How long it takes, in milliseconds: a second to 366 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Whether it takes whole days, in UTC.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all_day: bool,
    /// What to know about it, at most 10,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

impl CalendarEventSpec {
    /// Reads the members of an event.
    ///
    /// # Errors
    /// Every fault of them, unknown members included, save those named in `beside`.
    pub fn parse(config: &Map<String, Value>, beside: &[&str], path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        refuse_unknown(config, &MEMBERS, beside, path, &mut violations);
        let present = |name: &str| config.get(name).filter(|value| !value.is_null());
        let location = text::optional(config, "location", MAX_LOCATION, path, &mut violations);
        let notes = text::optional(config, "notes", MAX_NOTES, path, &mut violations);
        let attendees = violations.take(attendees(present("attendees"), &path.key("attendees")));
        let all_day = match present("all_day") {
            None => false,
            Some(Value::Bool(all_day)) => *all_day,
            Some(_) => {
                violations.add(path.key("all_day"), "type_error", "must be true or false");
                false
            }
        };
        let given = match (present("duration"), present("duration_ms")) {
            (Some(_), Some(_)) => {
                let message = "says the same as `duration`: give one of them";
                violations.add(path.key("duration_ms"), "conflict", message);
                None
            }
            (Some(value), None) => Some((value, path.key("duration"))),
            (None, Some(value)) => Some((value, path.key("duration_ms"))),
            (None, None) => None,
        };
        let length = given.and_then(|(value, path)| {
            let read = duration::parse_within(value, SHORTEST, LONGEST, &path).and_then(|length| {
                if all_day && length.as_millis() % DAY.as_millis() != 0 {
                    return Err(Violation::new(
                        path,
                        "conflict",
                        "must be whole days where `all_day` is true",
                    )
                    .hint("such as \"1d\""));
                }
                Ok(length)
            });
            violations.take(read.map_err(Violations::from))
        });
        let attendees = attendees.unwrap_or_default();
        let duration_ms = length.map(duration::millis);
        violations.into_result(Self { location, attendees, duration_ms, all_day, notes })
    }

    /// How long it takes.
    pub fn duration(&self) -> Option<Duration> {
        self.duration_ms.map(Duration::from_millis)
    }
}

fn attendees(value: Option<&Value>, path: &Path) -> Result<Vec<String>, Violations> {
    let Some(value) = value else { return Ok(Vec::new()) };
    let Some(listed) = value.as_array().filter(|listed| listed.len() <= MAX_ATTENDEES) else {
        let message = format!("must be a list of at most {MAX_ATTENDEES} mail addresses");
        return Err(Violation::new(path.clone(), "type_error", message).into());
    };
    let mut violations = Violations::new();
    let mut attendees: Vec<String> = Vec::with_capacity(listed.len());
    for (index, value) in listed.iter().enumerate() {
        match value.as_str().filter(|text| is_address(text)) {
            Some(address) if attendees.iter().any(|known| known == address) => {}
            Some(address) => attendees.push(address.to_owned()),
            None => violations.push(
                Violation::new(path.index(index), "address", "is not a mail address")
                    .hint("such as ada@example.com"),
            ),
        }
    }
    violations.into_result(attendees)
}

/// Whether `text` has the shape of a mail address; whether it can be reached shows when something is sent there.
fn is_address(text: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && !part.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\",;:\\".contains(c))
    };
    text.len() <= MAX_ADDRESS
        && text
            .split_once('@')
            .is_some_and(|(local, domain)| plain(local) && plain(domain) && !domain.contains('@'))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn parse(config: Value) -> Result<CalendarEventSpec, Violations> {
        CalendarEventSpec::parse(config.as_object().unwrap(), &[], &Path::body())
    }

    #[rstest]
    #[case(json!({}))]
    #[case(json!({"location": "Room 1", "attendees": ["ada@a.example", "bob@b.example", "ada@a.example"],
        "duration": "1h 30m", "notes": "bring the plan"}))]
    #[case(json!({"all_day": true, "duration": "2d"}))]
    #[case(json!({"duration_ms": 60_000}))]
    fn what_is_written_reads_back(#[case] written: Value) {
        let event = parse(written).unwrap();
        assert!(event.attendees.len() <= 2);
        assert_eq!(parse(serde_json::to_value(&event).unwrap()), Ok(event));
    }

    #[rstest]
    #[case(json!({"all_day": true, "duration": "90m"}), &["body.duration"])]
    #[case(json!({"duration": "1h", "duration_ms": 1}), &["body.duration_ms"])]
    #[case(json!({"duration": "400d", "all_day": "yes"}), &["body.all_day", "body.duration"])]
    #[case(json!({"attendees": ["ada", "a@b@c", "a b@c", "@c", 1]}),
        &["body.attendees[0]", "body.attendees[1]", "body.attendees[2]", "body.attendees[3]", "body.attendees[4]"])]
    #[case(json!({"attendees": "ada@a.example", "location": "", "colour": 1}), &["body.colour", "body.location", "body.attendees"])]
    fn every_fault_is_named_with_its_place(#[case] config: Value, #[case] places: &[&str]) {
        let violations = parse(config).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
    }
}
