//! Whether a command is the file that the operator allowed.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use aws_lc_rs::digest::{Context, SHA256};
use rustix::fs::{Access, access};

use crate::{
    fault::{Failure, Fault},
    script::AllowedCommand,
};

/// What changes when a file does: device, number, size, and the time of the last change with its nanoseconds.
type Stamp = (u64, u64, u64, i64, i64);

/// Digests of commands that did not change since.
#[derive(Debug, Default)]
pub(crate) struct Digests(Mutex<BTreeMap<PathBuf, (Stamp, String)>>);

impl Digests {
    /// Checks that `command` is there, can be executed, and has its digest.
    pub(crate) fn verify(&self, command: &AllowedCommand) -> Result<(), Failure> {
        let path = &command.path;
        let refuse =
            |why: String| Failure::new(Fault::CommandUnusable, format!("`{}` {why}", path.display()));
        if !path.is_absolute() {
            return Err(refuse("is not an absolute path; correct the list of commands".to_owned()));
        }
        let meta = fs::metadata(path).map_err(|error| refuse(format!("can't be found: {error}")))?;
        if !meta.is_file() || access(path, Access::EXEC_OK).is_err() {
            return Err(refuse("is not a file that can be executed".to_owned()));
        }
        let Some(expected) = &command.sha256 else { return Ok(()) };
        let stamp = (meta.dev(), meta.ino(), meta.size(), meta.ctime(), meta.ctime_nsec());
        let found = self.digest(path, stamp).map_err(|error| refuse(format!("can't be read: {error}")))?;
        if found.eq_ignore_ascii_case(expected) {
            Ok(())
        } else {
            Err(refuse(format!("has the digest {found}, not the one in the list of commands")))
        }
    }

    fn digest(&self, path: &Path, stamp: Stamp) -> io::Result<String> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, digest)) = known.get(path).filter(|(then, _)| *then == stamp) {
            return Ok(digest.clone());
        }
        let digest = sha256(path)?;
        known.insert(path.to_owned(), (stamp, digest.clone()));
        Ok(digest)
    }
}

fn sha256(path: &Path) -> io::Result<String> {
    let (mut file, mut context) = (File::open(path)?, Context::new(&SHA256));
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            count => context.update(&buffer[..count]),
        }
    }
    Ok(context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
}
