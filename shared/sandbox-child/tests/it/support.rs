//! A supervisor whose child is the probe, and runs to begin with.

use std::{collections::BTreeMap, path::PathBuf, sync::Mutex, time::Duration};

use async_trait::async_trait;
use beadle_sandbox::{
    AllowedCommand, ChildProgram, Enforcement, Layer, Log, LogLine, ScriptRun, Settings, Supervisor,
    limits::ScriptLimits,
};
use serde_json::json;

/// The binary that is both the child and the script.
pub fn probe() -> PathBuf {
    env!("CARGO_BIN_EXE_sandbox-probe").into()
}

pub fn settings() -> Settings {
    Settings {
        child: ChildProgram { path: probe(), arguments: Vec::new() },
        folder: std::env::temp_dir(),
        enforcement: Enforcement::Required,
        without: Vec::new(),
    }
}

pub fn supervisor() -> Supervisor {
    without(&[])
}

/// A supervisor whose children leave layers out.
pub fn without(layers: &[Layer]) -> Supervisor {
    Supervisor::new(Settings { without: layers.to_vec(), ..settings() }).expect("a supervisor")
}

pub fn command() -> AllowedCommand {
    AllowedCommand {
        path: probe(),
        sha256: None,
        network: false,
        cwd: Vec::new(),
        writes_cwd: false,
        read: Vec::new(),
        user: None,
    }
}

/// A run of the probe as a script.
pub fn script(arguments: &[&str]) -> ScriptRun {
    ScriptRun {
        command: command(),
        arguments: arguments.iter().map(ToString::to_string).collect(),
        environment: BTreeMap::new(),
        folder: None,
        input: json!({"a": 1}),
        final_statuses: vec![2],
        timeout: Duration::from_secs(20),
        limits: ScriptLimits::default(),
    }
}

/// Keeps what it gets, each call apart.
#[derive(Default)]
pub struct Kept(pub Mutex<Vec<Vec<LogLine>>>);

#[async_trait]
impl Log for Kept {
    async fn take(&self, lines: Vec<LogLine>) {
        self.0.lock().expect("a lock").push(lines);
    }
}
