//! A single time: `at(2027-01-01T09:00:00)` in the schedule's time zone, or an ISO 8601 time with its own
//! offset.

use jiff::{Timestamp, civil::DateTime, fmt::temporal::Pieces};

use super::{SCHEDULED_YEARS, error::Error, timezone::Zone};

const HINT: &str = "write a time such as `2027-01-01T09:00:00Z`, `2027-01-01T09:00:00+01:00`, or a local time \
    `2027-01-01T09:00:00` with `timezone`";

/// A time as the caller wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParsedTime {
    /// With an offset (`Z`, `+02:00`): an instant, independent of the time zone.
    Instant(Timestamp),
    /// Without an offset: a local time in the schedule's time zone.
    Local(DateTime),
}

/// Parses the text inside `at(…)`: to the second and without an offset.
pub(super) fn parse_inside(text: &str) -> Result<DateTime, Error> {
    let strict = text.len() == "yyyy-mm-ddThh:mm:ss".len() && text.as_bytes().get(10) == Some(&b'T');
    match parse(text) {
        Ok(ParsedTime::Local(local)) if strict => Ok(local),
        Ok(ParsedTime::Local(local)) => Err(Error::new(format!("`at({text})` is not to the second"))
            .hint(format!("did you mean `at({})`?", seconds(local)))),
        Ok(ParsedTime::Instant(_)) => {
            let hint = "write the local time and set `timezone`, or write the time without at(…)";
            Err(Error::new("at(…) takes no offset").hint(hint))
        }
        Err(error) => Err(error),
    }
}

/// Parses an ISO 8601 time. Fractions of a second are dropped, because a schedule is exact to the minute.
pub(super) fn parse(text: &str) -> Result<ParsedTime, Error> {
    let pieces = Pieces::parse(text).ok().filter(|_| !has_leap_second(text));
    let pieces = pieces.ok_or_else(|| Error::new(format!("`{text}` is not a time")).hint(HINT))?;
    if pieces.time_zone_annotation().is_some() {
        return Err(Error::new("a time takes no zone in brackets").hint("name the zone in `timezone`"));
    }
    let Some(time) = pieces.time() else {
        let hint = format!("did you mean `{}T00:00:00`?", pieces.date());
        return Err(Error::new(format!("`{text}` has no time of day")).hint(hint));
    };
    if !SCHEDULED_YEARS.contains(&pieces.date().year()) {
        return Err(Error::new("a time must lie in the years 1970 to 2199").hint(HINT));
    }
    let local = pieces.date().to_datetime(time);
    let local = local.with().subsec_nanosecond(0).build().unwrap_or(local);
    match pieces.to_numeric_offset() {
        None => Ok(ParsedTime::Local(local)),
        Some(offset) => offset
            .to_timestamp(local)
            .map(ParsedTime::Instant)
            .map_err(|_| Error::new("the time is out of range").hint(HINT)),
    }
}

/// Whether the seconds are 60, which a parser of ISO 8601 takes for 59.
fn has_leap_second(text: &str) -> bool {
    text.contains(":60")
}

impl ParsedTime {
    /// The instant in `zone`; for a local time that occurs twice, the first.
    ///
    /// # Errors
    /// An error for a local time that does not exist.
    pub(super) fn instant(self, zone: &Zone) -> Result<Timestamp, Error> {
        match self {
            Self::Instant(instant) => Ok(instant),
            Self::Local(local) => zone.first_instant(local).ok_or_else(|| skipped(local, zone)),
        }
    }

    /// The equivalent local time and its time zone. That is `zone`, or UTC for an instant whose local time in
    /// `zone` is ambiguous (the second of two repeated hours).
    pub(super) fn local(self, zone: Zone) -> (DateTime, Zone) {
        match self {
            Self::Local(local) => (local, zone),
            Self::Instant(instant) => {
                let local = zone.local(instant);
                match zone.first_instant(local) == Some(instant) {
                    true => (local, zone),
                    false => (Zone::utc().local(instant), Zone::utc()),
                }
            }
        }
    }
}

/// The error for a local time that does not exist.
pub(super) fn skipped(local: DateTime, zone: &Zone) -> Error {
    let error = Error::new(format!(
        "{} does not exist in {}: clocks go forward over it",
        seconds(local),
        zone.name()
    ));
    match zone.nearest_existing(local) {
        Some(later) => error.hint(format!("did you mean `{}`?", seconds(later))),
        None => error.hint("choose another time"),
    }
}

/// `2027-01-01T09:00:00`
pub(super) fn seconds(local: DateTime) -> impl std::fmt::Display {
    local.strftime("%Y-%m-%dT%H:%M:%S")
}
