//! An event of a calendar, as a user writes it: where, who, and for how long. It begins at the task's due date.

use std::time::Duration;

use beadle_values::{
    body,
    body::{Schemas, Shape, custom, flag, length, list, optional, otherwise, text},
    duration,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The longest mail address (RFC 5321 section 4.5.3.1.3, without its brackets).
const MAX_ADDRESS: usize = 254;
const DAY: u64 = 86_400_000;
const LONGEST: Duration = Duration::from_secs(366 * 86_400);
const SHORTEST: Duration = Duration::from_secs(1);

body! {
    /// An event of a calendar; it begins at the task's `due_date`.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct CalendarEventSpec {
        /// Where it takes place, at most 1,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub location: Option<String> = optional(text(1, 1_000)),
        /// The mail addresses of those who take part, at most 100.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub attendees: Vec<String> = otherwise(
            list("mail addresses", custom(address, address_schema)).max(100).once(),
            Vec::new,
        ),
        /// Whether it takes whole days, in UTC.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub all_day: bool = otherwise(flag(), || false),
        /// How long it takes, a second to 366 days.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        "duration" => pub duration_ms: Option<u64> = optional(milliseconds()).alias_as(
            "duration_ms",
            milliseconds().hiding(&["$ref"]).shown(|| json!({"type": "integer", "format": "int64", "minimum": 0})),
        ),
        /// What to know about it, at most 10,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub notes: Option<String> = optional(text(1, 10_000)),
    }
    check |given, members, path, violations| {
        let whole_days = given.duration_ms.flatten().is_none_or(|duration| duration.is_multiple_of(DAY));
        if given.all_day == Some(true) && !whole_days {
            let given = |name: &&str| members.get(*name).is_some_and(|value| !value.is_null());
            let name = ["duration", "duration_ms"].into_iter().find(given).unwrap_or("duration");
            let message = "must be whole days where `all_day` is true";
            violations.push(Violation::new(path.key(name), "conflict", message).hint("such as \"1d\""));
        }
    }
}

fn milliseconds() -> impl Shape<Value = u64> {
    length(SHORTEST, LONGEST).map(duration::millis)
}

impl CalendarEventSpec {
    /// How long it takes.
    pub fn duration(&self) -> Option<Duration> {
        self.duration_ms.map(Duration::from_millis)
    }
}

/// A mail address.
pub(crate) fn address(value: &Value, path: &Path) -> Result<String, Violations> {
    match value.as_str().filter(|text| is_address(text)) {
        Some(address) => Ok(address.to_owned()),
        None => Err(Violation::new(path.clone(), "address", "is not a mail address")
            .hint("such as ada@example.com")
            .into()),
    }
}

/// The schema of [`address`].
pub(crate) fn address_schema(_: &mut Schemas) -> Value {
    json!({"type": "string", "format": "email", "maxLength": MAX_ADDRESS, "example": "ada@example.com"})
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
    use beadle_values::body::Body;
    use rstest::rstest;

    use super::*;

    fn parse(config: Value) -> Result<CalendarEventSpec, Violations> {
        CalendarEventSpec::parse_beside(config.as_object().unwrap(), &[], &Path::body())
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
