//! Time zones of the IANA database, in the version that [`ZoneData`] says.

use std::fmt;

use jiff::{
    SignedDuration, Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, Offset, TimeZone},
};

use beadle_values::suggestion;

use super::{error::Error, zone_data::ZoneData};

/// Abbreviations that are not IANA names, with the zone they usually mean.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("mdt", "America/Denver"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("edt", "America/New_York"),
    ("bst", "Europe/London"),
    ("cest", "Europe/Berlin"),
    ("ist", "Asia/Kolkata"),
    ("jst", "Asia/Tokyo"),
    ("z", "UTC"),
];

/// A time zone of the IANA database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// How often a local time occurs in a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clocks {
    /// It occurs once.
    Once(Timestamp),
    /// It occurs twice; this is the first occurrence.
    Twice(Timestamp),
    /// It does not occur: the clocks go forward over it at `change`.
    Never { change: Timestamp },
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zone with this name, ignoring case.
    pub(super) fn parse(name: &str) -> Result<Self, Error> {
        Self::parse_exact(name).ok_or_else(|| {
            Error::new(format!("`{name}` is not a time zone")).hint(match closest(name.trim()) {
                Some(zone) => format!("did you mean `{zone}`?"),
                None => "use an IANA name such as `UTC`, `Europe/Berlin` or `America/New_York`".to_owned(),
            })
        })
    }

    /// The zone with this name, ignoring case, if it exists.
    pub fn parse_exact(name: &str) -> Option<Self> {
        ZoneData::in_use().zone(name.trim()).map(Self)
    }

    /// The IANA name, such as `Europe/Berlin`.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The rules of the zone.
    pub fn rules(&self) -> &TimeZone {
        &self.0
    }

    /// The local time at an instant.
    pub fn local(&self, instant: Timestamp) -> DateTime {
        self.0.to_datetime(instant)
    }

    /// The offset from UTC at an instant.
    pub(super) fn offset(&self, instant: Timestamp) -> Offset {
        self.0.to_offset(instant)
    }

    /// The instant formatted with its local time and offset, such as `2027-03-28T09:00:00+02:00`.
    pub(super) fn stamp(&self, instant: Timestamp) -> String {
        instant.display_with_offset(self.offset(instant)).to_string()
    }

    /// Classifies a local time; `None` outside the range of instants.
    pub(super) fn clocks(&self, local: DateTime) -> Option<Clocks> {
        let instant = |offset: Offset| offset.to_timestamp(local).ok();
        match self.0.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => instant(offset).map(Clocks::Once),
            AmbiguousOffset::Fold { before, .. } => instant(before).map(Clocks::Twice),
            AmbiguousOffset::Gap { before, .. } => {
                // With the offset before the change, the skipped time is at or shortly after the change.
                let change = self.change_up_to(instant(before)?)?;
                Some(Clocks::Never { change })
            }
        }
    }

    /// The first instant with the local time `local`, if it exists.
    pub(super) fn first_instant(&self, local: DateTime) -> Option<Timestamp> {
        match self.clocks(local)? {
            Clocks::Once(instant) | Clocks::Twice(instant) => Some(instant),
            Clocks::Never { .. } => None,
        }
    }

    /// The last clock change at or before `instant`.
    fn change_up_to(&self, instant: Timestamp) -> Option<Timestamp> {
        let next = instant.checked_add(SignedDuration::from_nanos(1)).ok()?;
        self.0.preceding(next).next().map(|change| change.timestamp())
    }

    /// For a skipped local time: the time shifted by the length of the gap.
    pub(super) fn nearest_existing(&self, local: DateTime) -> Option<DateTime> {
        self.0.to_ambiguous_timestamp(local).compatible().ok().map(|instant| self.local(instant))
    }

    /// The latest local time shown up to `instant`. It is later than the current one if the clocks have just
    /// gone back.
    pub(super) fn latest_shown(&self, instant: Timestamp) -> DateTime {
        let before_change = self
            .change_up_to(instant)
            .and_then(|change| change.checked_sub(SignedDuration::from_nanos(1)).ok())
            .map(|before| self.local(before));
        let now = self.local(instant);
        before_change.map_or(now, |before| now.max(before))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The zone that was probably meant.
fn closest(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    if let Some(offset) = ["gmt", "utc"].iter().find_map(|prefix| lower.strip_prefix(prefix))
        && offset.starts_with(['+', '-'])
    {
        return at_offset(offset);
    }
    if let Some((_, zone)) = ABBREVIATIONS.iter().find(|(abbreviation, _)| *abbreviation == lower) {
        return Some((*zone).to_owned());
    }
    let names = ZoneData::in_use().names();
    let city = lower.replace(' ', "_");
    let by_city =
        |known: &&String| known.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city));
    names.iter().find(by_city).cloned().or_else(|| {
        let known = names.iter().map(String::as_str);
        suggestion::closest(&lower, known, 3).map(str::to_owned)
    })
}

/// The zone that is always `offset` (`+2`, `-03:00`) ahead of UTC. Its name counts the other way round: `Etc/GMT-2` is two hours
/// ahead.
fn at_offset(offset: &str) -> Option<String> {
    let (sign, hours) = offset.split_at(1);
    let hours: u8 = hours.strip_suffix(":00").unwrap_or(hours).parse().ok()?;
    let reversed = if sign == "+" { "-" } else { "+" };
    let name = format!("Etc/GMT{reversed}{hours}");
    Zone::parse_exact(&name).map(|zone| zone.name().to_owned())
}
