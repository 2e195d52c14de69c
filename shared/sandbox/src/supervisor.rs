//! Starts children, serves them, and ends them.

mod check;
mod command;
mod folder;
mod function;
mod launch;
mod lines;
mod output;
mod pipes;
mod process;
mod script;
mod sweep;

use std::{
    ffi::OsString,
    io,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use rustix::process::{DumpableBehavior, geteuid, set_dumpable_behavior};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::check::{PARSE_TIME, ParseError, Parsed};
use self::{command::Digests, process::Spawner};
use crate::{
    fault::Failure,
    layer::{Enforcement, Layer, Layers},
    log::LogLine,
    protocol::Usage,
};

/// The first user of runs where the supervisor is root: above those of people, of services, and of containers
/// (systemd, "Users, Groups, UIDs and GIDs").
const FIRST_USER: u32 = 1_900_000_000;

/// How many users take turns.
const USERS: u32 = 65_536;

/// How a child is started: a binary whose `main` calls the child's when it sees the arguments.
#[derive(Debug, Clone)]
pub struct ChildProgram {
    /// The binary.
    pub path: PathBuf,
    /// What it is started with.
    pub arguments: Vec<OsString>,
}

/// The settings of a supervisor.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The child.
    pub child: ChildProgram,
    /// Below this folder each script gets one of its own. Every user must be able to pass through it.
    pub folder: PathBuf,
    /// What happens where a layer can't be had.
    pub enforcement: Enforcement,
    /// Layers that are left out, to see what the others hold: for tests only.
    #[doc(hidden)]
    pub without: Vec<Layer>,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The result, or why there is none.
    pub outcome: Result<Value, Failure>,
    /// What was written, up to the limit.
    pub log: Vec<LogLine>,
    /// What it used.
    pub usage: Usage,
    /// Which layers held; empty if the run did not begin.
    pub layers: Layers,
}

impl Report {
    /// A run that did not begin.
    #[must_use]
    pub fn failed(failure: Failure) -> Self {
        Self { outcome: Err(failure), log: Vec::new(), usage: Usage::default(), layers: Layers::default() }
    }
}

/// Runs functions and scripts, each in a child process of its own.
#[derive(Debug)]
pub struct Supervisor {
    settings: Settings,
    spawner: Spawner,
    digests: Digests,
}

impl Supervisor {
    /// A supervisor. It makes its process undumpable: a child of the same user must not read its memory or environment.
    ///
    /// # Errors
    /// When the system has no thread for it, or does not let the process become undumpable.
    pub fn new(settings: Settings) -> io::Result<Self> {
        set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
        if settings.enforcement == Enforcement::Unsafe {
            tracing::warn!("scripts and functions run even where the sandbox has no layers");
        }
        Ok(Self { settings, spawner: Spawner::new()?, digests: Digests::default() })
    }

    /// The layers without which no run starts.
    #[must_use]
    pub fn required_layers(&self) -> &'static [Layer] {
        self.settings.enforcement.required()
    }

    /// The number of the next run in this process.
    fn next_run() -> u32 {
        static RUNS: AtomicU32 = AtomicU32::new(0);
        RUNS.fetch_add(1, Ordering::Relaxed)
    }

    /// The user of the run `number`, where the supervisor is root.
    fn user(number: u32) -> Option<u32> {
        let offset = std::process::id().wrapping_mul(257).wrapping_add(number) % USERS;
        geteuid().is_root().then_some(FIRST_USER + offset)
    }
}
