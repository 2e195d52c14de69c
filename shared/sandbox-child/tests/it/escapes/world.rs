//! What there is outside of the sandbox to get at.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, time::Duration};

use nix::{
    fcntl::{FcntlArg, FdFlag, fcntl},
    unistd::geteuid,
};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::table::Escape;
use crate::support::probe;

/// A folder with a store, a port with a listener, a descriptor that is inherited, and a program with the rights of root.
pub struct World {
    folder: TempDir,
    listener: TcpListener,
    _inherited: fs::File,
}

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let allow = |path: PathBuf, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("rights")
        };
        allow(folder.path().to_owned(), 0o777);
        for (name, mode) in [("store", 0o600), ("public", 0o644)] {
            fs::write(folder.path().join(name), "secret").expect("a file");
            allow(folder.path().join(name), mode);
        }
        fs::create_dir(folder.path().join("bin")).expect("a folder");
        let setuid = folder.path().join("bin/setuid");
        fs::copy(probe(), &setuid).expect("a copy");
        allow(setuid, 0o4755);
        let inherited = fs::File::open(folder.path().join("store")).expect("a file");
        fcntl(&inherited, FcntlArg::F_SETFD(FdFlag::empty())).expect("a flag");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        Self { folder, listener, _inherited: inherited }
    }

    /// The arguments of an attempt with the things of this world.
    pub fn arguments(&self, escape: &Escape) -> Vec<String> {
        let inside = |name: &str| self.folder.path().join(name).display().to_string();
        let replaced = |text: &&str| {
            text.replace("{store}", &inside("store"))
                .replace("{public}", &inside("public"))
                .replace("{outside}", &inside("outside"))
                .replace("{setuid}", &inside("bin/setuid"))
                .replace("{runs}", &std::env::temp_dir().display().to_string())
                .replace("{parent}", &std::process::id().to_string())
                .replace("{loopback}", &self.listener.local_addr().expect("an address").to_string())
        };
        escape.attempt.iter().map(replaced).collect()
    }

    /// What the command's entry opens besides the system.
    pub fn readable(&self) -> Vec<PathBuf> {
        vec![self.folder.path().join("bin")]
    }

    /// Whether an attempt is possible here: only root can give a program the rights of root, and not each machine has each
    /// program.
    pub fn has(&self, escape: &Escape) -> bool {
        let needs_root = escape.attempt.contains(&"{setuid}");
        let program = escape.attempt.get(1).filter(|program| program.starts_with("/usr/bin/"));
        (!needs_root || geteuid().is_root())
            && program.is_none_or(|program| fs::exists(program).unwrap_or(false))
    }

    /// Whether what an attempt came to is outside: a process that was left behind is if it still runs.
    pub async fn is_out(&self, escape: &Escape, value: &Value) -> bool {
        if !escape.attempt[0].starts_with("stay") {
            return true;
        }
        // The kernel may take a moment to take a killed process away.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let status = fs::read_to_string(format!("/proc/{value}/status")).unwrap_or_default();
        !status.is_empty() && !status.contains("State:\tZ")
    }
}
