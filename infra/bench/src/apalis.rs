//! apalis with PostgreSQL, which has its default settings (`fsync` and `synchronous_commit` are on).

use std::{
    env,
    ffi::OsStr,
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::{Context, ensure};
use tokio::{process::Command, time::sleep};

use crate::peer::{Peer, free_port, start_server};

/// The user `nobody` and its group, by number: the group has other names elsewhere.
const NOBODY: u32 = 65_534;

/// How the worker learns of jobs.
#[derive(Debug, Clone, Copy)]
pub enum Wake {
    /// By notifications, as apalis installs it. PostgreSQL lets what notifies commit only one after the other.
    Listen,
    /// By polling, with the trigger that notifies disabled.
    Poll,
}

impl Wake {
    fn value(self) -> &'static str {
        match self {
            Self::Listen => "listen",
            Self::Poll => "poll",
        }
    }
}

/// Starts PostgreSQL in the empty folder `data_dir`, and worker and producer of the binary `program`, whose jobs
/// call `destination`.
///
/// PostgreSQL refuses to run as root, so when the benchmark does, the folder is given to `nobody`, and `setpriv`
/// starts PostgreSQL as that user. The folder for temporary files has to be one that all users may enter.
pub async fn start(program: &Path, wake: Wake, data_dir: &Path, destination: &str) -> anyhow::Result<Peer> {
    let programs = programs()?;
    let is_root = fs::metadata(data_dir)?.uid() == 0;
    if is_root {
        chown(data_dir, Some(NOBODY), Some(NOBODY))?;
    }
    let server = |name: &str| {
        let program = programs.join(name);
        let mut command = match is_root {
            true => as_nobody(program.as_os_str()),
            false => Command::new(program),
        };
        command.arg("-D").arg(data_dir).current_dir(data_dir);
        command
    };
    let mut initdb = server("initdb");
    initdb.args(["--username", "postgres", "--auth", "trust"]);
    initdb.args(["--encoding", "UTF8", "--no-locale", "--no-sync"]);
    let status = initdb.stdout(Stdio::null()).status().await.context("initdb can't be started")?;
    ensure!(status.success(), "initdb: {status}");

    let port = free_port()?;
    let mut postgres = server("postgres");
    postgres.args(["-h", "127.0.0.1", "-p", &port, "-k"]).arg(data_dir);
    // Without what it says about its start and its end.
    postgres.args(["-c", "log_min_messages=fatal"]);
    let mut postgres = start_server(postgres)?;
    // The last line of this file is its status.
    let status = data_dir.join("postmaster.pid");
    while !fs::read_to_string(&status).is_ok_and(|status| status.trim_end().ends_with("ready")) {
        ensure!(postgres.try_wait()?.is_none(), "PostgreSQL ended before it was ready");
        sleep(Duration::from_millis(10)).await;
    }

    let database = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    let part = |name: &str| {
        let mut command = Command::new(program);
        command.args([name, &database]);
        command
    };
    let mut worker = part("worker");
    worker.args([destination, wake.value()]);
    Peer::start(postgres, worker, part("producer")).await
}

fn as_nobody(program: &OsStr) -> Command {
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={NOBODY}"), format!("--regid={NOBODY}")]);
    command.arg("--clear-groups").arg(program);
    command
}

/// The folder with `initdb` and `postgres`: one of `PATH`, or where Debian has those of the newest version.
fn programs() -> anyhow::Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = versions.map(|version| version.path()).collect();
    versions.sort();
    let installed = versions.into_iter().rev().map(|version| version.join("bin"));
    env::split_paths(&path)
        .chain(installed)
        .find(|folder| ["initdb", "postgres"].iter().all(|program| folder.join(program).exists()))
        .context("initdb and postgres are neither in PATH nor in /usr/lib/postgresql/*/bin")
}
