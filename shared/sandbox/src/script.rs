//! The commands that scripts may run, and one run of a script.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::limits::ScriptLimits;

/// Where programs and their libraries are. Nothing of it holds secrets of the machine's owner, and without it no program
/// starts.
pub const SYSTEM: &[&str] = &[
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/localtime",
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/random",
    "/dev/urandom",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
];

/// What a command that may use the network reads too.
pub const NETWORK: &[&str] =
    &["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/services", "/etc/gai.conf"];

/// The `PATH` of every script.
pub const SEARCH_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// A command on the list of the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedCommand {
    /// The file, absolute.
    pub path: PathBuf,
    /// The digest that the file must have, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whether it may open sockets.
    #[serde(default)]
    pub network: bool,
    /// Folders in which it may be started, and which it may read.
    #[serde(default)]
    pub cwd: Vec<PathBuf>,
    /// Whether it may write in those folders.
    #[serde(default)]
    pub writes_cwd: bool,
    /// What else it may read and execute.
    #[serde(default)]
    pub read: Vec<PathBuf>,
    /// The user it becomes where Beadle runs as root; otherwise one of its own for each run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u32>,
}

/// Why a working folder can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FolderRefusal {
    /// It is not there.
    #[error("the folder `{0}` does not exist")]
    Missing(PathBuf),
    /// The command's entry does not open it.
    #[error("the folder `{0}` is not one that the list of commands opens for this command")]
    Closed(PathBuf),
}

impl AllowedCommand {
    /// The real path of `folder`, after symbolic links, if the entry opens it.
    ///
    /// # Errors
    /// [`FolderRefusal`] if it does not.
    pub fn working_folder(&self, folder: &Path) -> Result<PathBuf, FolderRefusal> {
        let real = folder.canonicalize().map_err(|_| FolderRefusal::Missing(folder.to_owned()))?;
        let opened = |open: &PathBuf| open.canonicalize().is_ok_and(|open| real.starts_with(open));
        if folder.is_absolute() && self.cwd.iter().any(opened) {
            Ok(real)
        } else {
            Err(FolderRefusal::Closed(folder.to_owned()))
        }
    }
}

/// One run of a script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScriptRun {
    /// The command of the allow-list.
    pub command: AllowedCommand,
    /// Its arguments, each passed on as it is.
    pub arguments: Vec<String>,
    /// What the task adds to the environment.
    pub environment: BTreeMap<String, String>,
    /// Where it starts; otherwise in a fresh folder.
    pub folder: Option<PathBuf>,
    /// What it reads from stdin.
    pub input: Value,
    /// Statuses after which no other attempt is made.
    pub final_statuses: Vec<i32>,
    /// How long it may take.
    pub timeout: Duration,
    /// How much it may use.
    pub limits: ScriptLimits,
}
