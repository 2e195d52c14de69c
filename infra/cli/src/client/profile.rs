//! The profiles of servers: names, addresses and credentials in one file that only its owner may read.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Credentials, Error, Result};

/// The variable that names the file.
const FILE_VARIABLE: &str = "BEADLE_PROFILES";
/// Read and write for the owner alone.
const MODE: u32 = 0o600;

/// All profiles.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profiles {
    /// The name of the one that is used unless another is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
    /// By name.
    #[serde(default)]
    pub profiles: BTreeMap<String, Profile>,
}

/// A server and how to sign in there.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The address of the API.
    pub url: String,
    /// The key that is sent as `X-API-Key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
    /// The token that is sent as `Authorization: Bearer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Profile").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Profile {
    /// How it signs in, for requests.
    pub fn credentials(&self) -> Option<Credentials> {
        let key = self.api_key.clone().map(Credentials::ApiKey);
        key.or_else(|| self.token.clone().map(Credentials::Token))
    }

    /// How it signs in.
    pub fn signs_in_with(&self) -> &'static str {
        match (&self.api_key, &self.token) {
            (Some(_), _) => "API key",
            (None, Some(_)) => "token",
            (None, None) => "nothing",
        }
    }
}

/// The file: what `BEADLE_PROFILES` names, or `beadle/profiles.toml` in the folder of configurations.
///
/// # Errors
/// [`Error::Failed`] if there is no home folder.
pub fn file() -> Result<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder(FILE_VARIABLE)
        .or_else(|| Some(folder("XDG_CONFIG_HOME")?.join("beadle/profiles.toml")))
        .or_else(|| Some(folder("HOME")?.join(".config/beadle/profiles.toml")))
        .ok_or_else(|| Error::Failed(format!("no folder for profiles: set HOME or {FILE_VARIABLE}")))
}

impl Profiles {
    /// Reads the file; there are none if it does not exist.
    ///
    /// # Errors
    /// [`Error::Failed`] if others may read it, or if it is damaged.
    pub fn read(file: &Path) -> Result<Self> {
        let failed = |what: String| Error::Failed(format!("{}: {what}", file.display()));
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(failed(error.to_string())),
        };
        let mode = fs::metadata(file).map_err(|error| failed(error.to_string()))?.permissions().mode();
        if mode & 0o077 != 0 {
            let mode = mode & 0o777;
            return Err(failed(format!("others may read its keys (mode {mode:03o}): chmod 600 it")));
        }
        // The error of `toml` shows the line, which may contain a key.
        toml::from_str(&text).map_err(|error| failed(error.message().to_owned()))
    }

    /// Replaces the file.
    ///
    /// # Errors
    /// [`Error::Failed`] if it can't be written.
    pub fn write(&self, file: &Path) -> Result<()> {
        let failed = |error: io::Error| Error::Failed(format!("{}: {error}", file.display()));
        let text = toml::to_string(self).map_err(|error| Error::Failed(error.to_string()))?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let beside = file.with_extension(format!("{}.new", std::process::id()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true).mode(MODE);
        let written = options.open(&beside).and_then(|mut open| {
            open.write_all(text.as_bytes())?;
            open.sync_all()?;
            fs::rename(&beside, file)
        });
        if written.is_err() {
            fs::remove_file(&beside).ok();
        }
        written.map_err(failed)
    }

    /// The profile `name`, or the current one.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none of that name.
    pub fn select(&self, name: Option<&str>) -> Result<Option<&Profile>> {
        let Some(name) = name.or(self.current.as_deref()) else { return Ok(None) };
        match self.profiles.get(name) {
            Some(profile) => Ok(Some(profile)),
            None => Err(Error::NotFound(format!("no profile {name}: `beadle profile list` shows them"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profiles() -> Profiles {
        let profile =
            Profile { url: "https://tasks.example.com".into(), api_key: Some("secret".into()), token: None };
        Profiles { current: Some("prod".into()), profiles: [("prod".to_owned(), profile)].into() }
    }

    #[test]
    fn what_is_written_is_read_and_nobody_else_may() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new/profiles.toml");
        assert!(Profiles::read(&file).unwrap().profiles.is_empty());
        for _ in 0..2 {
            profiles().write(&file).unwrap();
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, MODE);
        }
        let read = Profiles::read(&file).unwrap();
        assert_eq!(read.select(None).unwrap().unwrap().api_key.as_deref(), Some("secret"));
        assert_eq!(read.select(Some("dev")).unwrap_err().exit_code(), 5);
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("profiles.toml");
        profiles().write(&file).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let error = Profiles::read(&file).unwrap_err().to_string();
        assert!(error.contains("mode 644") && error.contains("chmod 600"), "{error}");
    }

    #[test]
    fn keys_are_in_no_message() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("profiles.toml");
        profiles().write(&file).unwrap();
        let text = fs::read_to_string(&file).unwrap().replace("\"secret\"", "\"secret");
        fs::write(&file, text).unwrap();
        assert!(!Profiles::read(&file).unwrap_err().to_string().contains("secret"));
        assert!(!format!("{:?}", profiles()).contains("secret"));
    }
}
