use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use futures_util::FutureExt as _;
use rstest::rstest;
use secrecy::ExposeSecret as _;
use tempfile::TempDir;

use super::*;

/// The value of `${secret:…}` for `owner`.
fn resolved(secrets: &LocalSecrets, owner: &str, place: &str) -> Result<String, SecretError> {
    let place: SecretRef = place.parse().unwrap();
    let owner = OwnerId::parse(owner).unwrap();
    let values = secrets.resolve(&owner, &BTreeSet::from([place.clone()])).now_or_never().unwrap()?;
    Ok(values.get(&place).unwrap().expose_secret().to_owned())
}

fn write(path: &Path, text: &str, mode: u32) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_variable_is_a_secret_for_everyone_and_the_file_comes_first() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("secrets.json");
    write(&path, r#"{"shared/git-hub": "of the file"}"#, 0o600);
    let environment = || {
        Environment::of([
            ("BEADLE_SECRET_GIT_HUB", "of the environment"),
            ("BEADLE_SECRET_TEAM_DB", r#"{"password": "p"}"#),
        ])
    };
    let alone = LocalSecrets::open(None, environment()).unwrap();
    assert_eq!(resolved(&alone, "ada", "git-hub").unwrap(), "of the environment");
    assert_eq!(resolved(&alone, "bob", "team/db#password").unwrap(), "p");
    assert_eq!(resolved(&alone, "bob", "none"), Err(SecretError::NotFound("none".to_owned())));
    let both = LocalSecrets::open(Some(path), environment()).unwrap();
    assert_eq!(resolved(&both, "ada", "git-hub").unwrap(), "of the file");
    assert_eq!(resolved(&both, "ada", "team/db#password").unwrap(), "p");
    assert!(!format!("{both:?}").contains("of the"), "{both:?}");
}

#[rstest]
#[case(0o644, "{}", "is open to others (mode 0644): chmod 600 it")]
#[case(0o660, "{}", "is open to others (mode 0660)")]
#[case(0o600, "hunter2", "is not a JSON object")]
#[case(0o600, r#"["hunter2"]"#, "is not a JSON object")]
#[case(0o600, r#"{"github": "hunter2"}"#, "begins neither with `shared/` nor with `owners/`")]
#[case(0o600, r#"{"shared/a": ["hunter2"]}"#, "neither a text nor an object")]
fn a_file_that_is_unsafe_or_unusable_stops_the_start_and_is_not_quoted(
    #[case] mode: u32,
    #[case] text: &str,
    #[case] expected: &str,
) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("secrets.json");
    write(&path, text, mode);
    let error = LocalSecrets::open(Some(path), Environment::of::<&str, &str>([])).unwrap_err().to_string();
    assert!(error.contains(expected) && !error.contains("hunter2"), "{error}");
}

#[test]
fn a_missing_file_stops_the_start() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("none.json");
    let error = LocalSecrets::open(Some(path), Environment::of::<&str, &str>([])).unwrap_err().to_string();
    assert!(error.contains("none.json can't be read"), "{error}");
}

#[test]
fn a_changed_file_is_read_again_and_an_unsafe_one_no_more() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("secrets.json");
    write(&path, r#"{"shared/a": "1"}"#, 0o600);
    let secrets = LocalSecrets::open(Some(path.clone()), Environment::of::<&str, &str>([])).unwrap();
    assert_eq!(resolved(&secrets, "ada", "a").unwrap(), "1");
    // Another file in its place, as editors do it.
    let other = folder.path().join("other.json");
    write(&other, r#"{"shared/a": "2"}"#, 0o600);
    fs::rename(&other, &path).unwrap();
    assert_eq!(resolved(&secrets, "ada", "a").unwrap(), "2");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(resolved(&secrets, "ada", "a"), Err(SecretError::Unavailable(_))));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(resolved(&secrets, "ada", "a").unwrap(), "2");
}
