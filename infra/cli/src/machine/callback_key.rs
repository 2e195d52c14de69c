//! The key of callbacks on one machine: made at the first start, and kept beside the data.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use aws_lc_rs::rand;
use base64::{Engine, engine::general_purpose::STANDARD};
use beadle_domain::callback::CallbackKeys;

/// The file in the data folder. It has the form of `CALLBACK_KEYS`, so that a key can be added in front.
pub const FILE: &str = "callback.keys";

/// The id of the key that is made.
const ID: &str = "k1";

/// The keys in the folder `data_dir`; at the first start a new one, which only the owner of the process can read.
///
/// # Errors
/// When the file can't be written or read, or holds no keys.
pub(super) fn open(data_dir: &Path) -> io::Result<CallbackKeys> {
    let path = data_dir.join(FILE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(&path)?,
        read => read?,
    };
    CallbackKeys::parse(text.trim())
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, format!("{} {error}", path.display())))
}

/// A new key, in the form of `CALLBACK_KEYS`.
///
/// # Errors
/// When the system provides no randomness.
pub fn random() -> io::Result<String> {
    let mut key = [0; 32];
    rand::fill(&mut key).map_err(|_| io::Error::other("the system provides no randomness"))?;
    Ok(format!("{ID}:{}", STANDARD.encode(key)))
}

fn make(path: &Path) -> io::Result<String> {
    let text = random()?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use beadle_domain::callback::CallbackToken;
    use beadle_values::id::ExecutionId;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let token = CallbackToken {
            execution: ExecutionId::from_uuid(Default::default()),
            attempt: 1,
            expires_at: Timestamp::UNIX_EPOCH,
        };
        let minted = open(folder.path()).unwrap().mint(&token);
        assert_eq!(open(folder.path()).unwrap().verify(&minted), Ok(token), "after a restart it is the same");
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let other = tempfile::tempdir().unwrap();
        assert!(open(other.path()).unwrap().verify(&minted).is_err(), "another folder has another key");
        fs::write(folder.path().join(FILE), "nonsense").unwrap();
        assert!(open(folder.path()).unwrap_err().to_string().contains("callback.keys must be keys"));
    }
}
