//! A supervisor whose child is the probe, and runs to begin with.

use std::{
    collections::BTreeMap,
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::Mutex,
    time::{Duration, UNIX_EPOCH},
};

use async_trait::async_trait;
use base64::{Engine, prelude::BASE64_STANDARD};
use beadle_sandbox::{
    AllowedCommand, ChildProgram, Enforcement, Failure, Fetch, FunctionRun, Layer, Log, LogLine, ScriptRun,
    Settings, Supervisor, Upload,
    fetch::{FetchRequest, FetchResponse, NoFetch},
    function::Context,
    limits::{FunctionLimits, ScriptLimits},
    log::NoLog,
};
use serde_json::{Value, json};

/// The binary that is both the child and the script: a copy that every user can reach, as scripts of root run as others.
/// The tests of one build share it.
pub fn probe() -> PathBuf {
    let built = Path::new(env!("CARGO_BIN_EXE_sandbox-probe"));
    let changed = fs::metadata(built).and_then(|file| file.modified()).expect("the probe");
    let age = changed.duration_since(UNIX_EPOCH).expect("a time").as_nanos();
    let shared = std::env::temp_dir().join(format!("beadle-probe-{age}"));
    if !shared.exists() {
        let folder = tempfile::tempdir().expect("a folder").keep();
        fs::copy(built, folder.join("sandbox-probe")).expect("a copy");
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("open to all");
        // Whoever is first has made it.
        if fs::rename(&folder, &shared).is_err() {
            fs::remove_dir_all(&folder).expect("removed");
        }
    }
    shared.join("sandbox-probe")
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

/// A run of one module, whose default export or only function is called.
pub fn function(source: &str) -> FunctionRun {
    let modules = [("index.js".to_owned(), source.to_owned())].into();
    FunctionRun {
        upload: Upload { modules, entry: "index.js".to_owned() },
        function: None,
        params: json!({"a": 1}),
        context: Context { execution_id: "exec_1".to_owned(), attempt: 1, ..Context::default() },
        timeout: Duration::from_secs(20),
        limits: FunctionLimits::default(),
    }
}

/// What a body comes to as the default export.
pub async fn returned(body: &str) -> Result<Value, Failure> {
    let source = format!("export default async (params, ctx) => {{\n{body}\n}}");
    supervisor().run_function(&function(&source), &NoFetch, &NoLog).await.outcome
}

/// Answers every fetch with what was sent.
#[derive(Default)]
pub struct Echo(pub Mutex<Vec<FetchRequest>>);

#[async_trait]
impl Fetch for Echo {
    async fn fetch(&self, request: FetchRequest, max_body: u64) -> Result<FetchResponse, String> {
        self.0.lock().expect("a lock").push(request.clone());
        match request.url.as_str() {
            url if url.contains("/fails") => Err("no connection".to_owned()),
            url if url.contains("/never") => std::future::pending().await,
            url if url.contains("/large") => {
                let body = BASE64_STANDARD.encode(vec![b'x'; max_body as usize]);
                Ok(FetchResponse { status: 200, headers: Vec::new(), body })
            }
            _ => {
                let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
                let body = BASE64_STANDARD.encode(serde_json::to_vec(&request).expect("JSON"));
                Ok(FetchResponse { status: 200, headers, body })
            }
        }
    }
}
