//! Time zones of the IANA database, in the version that [`ZoneData`] says.

use std::{fmt, ops::Range};

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, Offset, TimeZone},
};

use beadle_values::suggestion;

use super::{error::Error, walk::Segment, zone_data::ZoneData};

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

/// The years whose clock changes say what the rules of a zone are: from now until all known rules have repeated.
const YEARS_OF_TODAY: [i16; 2] = [2026, 2040];

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
    /// It does not occur: the clocks go forward over it.
    Never,
}

impl Zone {
    /// The name of coordinated universal time.
    pub(super) const UTC: &str = "UTC";

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
        self.0.iana_name().unwrap_or(Self::UTC)
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
            AmbiguousOffset::Gap { .. } => Some(Clocks::Never),
        }
    }

    /// The first instant with the local time `local`, if it exists.
    pub(super) fn first_instant(&self, local: DateTime) -> Option<Timestamp> {
        match self.clocks(local)? {
            Clocks::Once(instant) | Clocks::Twice(instant) => Some(instant),
            Clocks::Never => None,
        }
    }

    /// The last clock change at or before `instant`.
    fn change_up_to(&self, instant: Timestamp) -> Option<Timestamp> {
        let next = instant.checked_add(SignedDuration::from_nanos(1)).ok()?;
        self.0.preceding(next).next().map(|change| change.timestamp())
    }

    /// The time between two clock changes in which `instant` lies.
    pub(super) fn segment(&self, instant: Timestamp) -> Segment {
        Segment {
            offset: self.offset(instant),
            from: self.change_up_to(instant),
            until: self.0.following(instant).next().map(|change| change.timestamp()),
        }
    }

    /// The clock changes of the years that zone data describes as they are today, each with the offset from UTC after it.
    pub(super) fn changes(&self) -> impl Iterator<Item = (Timestamp, Offset)> + '_ {
        let [from, to] = YEARS_OF_TODAY
            .map(|year| Date::constant(year, 1, 1).to_zoned(TimeZone::UTC).map(|at| at.timestamp()));
        let (from, to) = (from.unwrap_or(Timestamp::MIN), to.unwrap_or(Timestamp::MAX));
        self.0
            .following(from)
            .map(|change| (change.timestamp(), change.offset()))
            .take_while(move |(change, _)| *change < to)
    }

    /// Whether its clocks change at all in those years.
    pub(super) fn changes_clocks(&self) -> bool {
        self.changes().next().is_some()
    }

    /// The time from the beginning of `date` to that of the day after it.
    pub(super) fn day(&self, date: Date) -> Option<Range<Timestamp>> {
        let begins =
            |date: Date| self.0.to_ambiguous_timestamp(date.to_datetime(Time::midnight())).compatible().ok();
        Some(begins(date)?..begins(date.tomorrow().ok()?)?)
    }

    /// For a skipped local time: the time shifted by the length of the gap.
    pub(super) fn nearest_existing(&self, local: DateTime) -> Option<DateTime> {
        self.0.to_ambiguous_timestamp(local).compatible().ok().map(|instant| self.local(instant))
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
