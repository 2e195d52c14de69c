//! A single time: `at(2027-01-01T09:00:00)` in the schedule's zone, or an ISO 8601 time with an offset of its
//! own.

use jiff::{Timestamp, civil::DateTime, fmt::temporal::Pieces};

use super::{fault::Fault, timezone::Zone};

const HINT: &str = "write a time such as `2027-01-01T09:00:00Z`, `2027-01-01T09:00:00+01:00`, or a local time \
    `2027-01-01T09:00:00` with `timezone`";

/// A time as the caller wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// With an offset (`Z`, `+02:00`): one instant, whatever the zone.
    Instant(Timestamp),
    /// Without: a local time in the schedule's zone.
    Local(DateTime),
}

/// Reads the inside of `at(…)`, to the second and without an offset.
pub(super) fn parse_inside(text: &str) -> Result<DateTime, Fault> {
    let strict = text.len() == "yyyy-mm-ddThh:mm:ss".len() && text.as_bytes().get(10) == Some(&b'T');
    match parse(text) {
        Ok(Written::Local(local)) if strict => Ok(local),
        Ok(Written::Local(local)) => Err(Fault::new(format!("`at({text})` is not to the second"))
            .hint(format!("did you mean `at({})`?", seconds(local)))),
        Ok(Written::Instant(_)) => {
            let hint = "write the local time and set `timezone`, or write the time without at(…)";
            Err(Fault::new("at(…) takes no offset").hint(hint))
        }
        Err(fault) => Err(fault),
    }
}

/// Reads an ISO 8601 time. Fractions of a second are dropped: a schedule is exact to the minute.
pub(super) fn parse(text: &str) -> Result<Written, Fault> {
    let pieces = Pieces::parse(text).map_err(|_| Fault::new(format!("`{text}` is not a time")).hint(HINT))?;
    if pieces.time_zone_annotation().is_some() {
        return Err(Fault::new("a time takes no zone in brackets").hint("name the zone in `timezone`"));
    }
    let Some(time) = pieces.time() else {
        let hint = format!("did you mean `{}T00:00:00`?", pieces.date());
        return Err(Fault::new(format!("`{text}` has no time of day")).hint(hint));
    };
    if !(1970..=2199).contains(&pieces.date().year()) {
        return Err(Fault::new("a time must lie in the years 1970 to 2199").hint(HINT));
    }
    let local = pieces.date().to_datetime(time);
    let local = local.with().subsec_nanosecond(0).build().unwrap_or(local);
    match pieces.to_numeric_offset() {
        None => Ok(Written::Local(local)),
        Some(offset) => offset
            .to_timestamp(local)
            .map(Written::Instant)
            .map_err(|_| Fault::new("the time is out of range").hint(HINT)),
    }
}

impl Written {
    /// The instant meant in `zone`: for a local time that happens twice, the first.
    ///
    /// # Errors
    /// A fault for a local time that the clocks skip.
    pub(super) fn instant(self, zone: &Zone) -> Result<Timestamp, Fault> {
        match self {
            Self::Instant(instant) => Ok(instant),
            Self::Local(local) => zone.first_instant(local).ok_or_else(|| skipped(local, zone)),
        }
    }

    /// The local time that stands for this one, and the zone it is read in: `zone`, or UTC for an instant
    /// that `zone` has no unmistakable local time for (the second pass of a repeated hour).
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

/// The fault of a local time that does not exist.
pub(super) fn skipped(local: DateTime, zone: &Zone) -> Fault {
    let fault = Fault::new(format!(
        "{} does not exist in {}: clocks go forward over it",
        seconds(local),
        zone.name()
    ));
    match zone.nearest_existing(local) {
        Some(later) => fault.hint(format!("did you mean `{}`?", seconds(later))),
        None => fault.hint("choose another time"),
    }
}

/// `2027-01-01T09:00:00`
pub(super) fn seconds(local: DateTime) -> impl std::fmt::Display {
    local.strftime("%Y-%m-%dT%H:%M:%S")
}
