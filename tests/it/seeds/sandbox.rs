//! The machine of the documents: its folders and its commands are below a folder of the test, and what runs there runs in
//! the real sandbox.

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::Mutex,
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use beadle_application::port::{CheckError, Sandbox, SandboxRun, SandboxWork, TakesOutput};
use beadle_domain::{
    call::{RunResult, SandboxError},
    function::Upload,
    script::Scripts,
};
use beadle_sandbox::{CodeSandbox, LocalSandbox};
use serde_json::json;
use tempfile::TempDir;

use crate::conformance::adapters::sandbox::of_this_machine;

/// The commands that stand in for those of the documents, which a machine with tests need not have. The shell runs the
/// file that Node.js is given.
const COMMANDS: [(&str, &str); 2] = [
    ("usr/bin/node", "#!/bin/sh\nexec /bin/sh \"$@\"\n"),
    (
        "usr/bin/pg_dump",
        "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ \"$1\" = -f ] && file=$2; shift; done\n\
         echo '-- a dump' > \"$file\" && echo \"wrote $file\" >&2\n",
    ),
];

/// What is in its folders: the script that a document names.
const CLEAN_UP: &str = "echo \"cleaning ${PWD##*/} in $NODE_ENV\"\necho '{\"deleted\": 3}'\n";

/// What users of the machine can do in a folder: go into it, or write there as well.
const OPEN: u32 = 0o755;
const WRITABLE: u32 = 0o777;

/// The commands that the documents run.
pub fn scripts() -> Scripts {
    let list = json!({
        "node": {"path": "/usr/bin/node", "cwd": ["/app"]},
        "pg_dump": {"path": "/usr/bin/pg_dump", "network": true, "cwd": ["/backups"], "writes_cwd": true},
        "find": {"path": "/usr/bin/find", "cwd": ["/var/tmp"], "writes_cwd": true},
    });
    Scripts::parse(&list.to_string(), "scripts.json").expect("a list of commands")
}

/// The machine, which keeps what was asked of it.
pub struct Machine {
    sandbox: CodeSandbox<LocalSandbox>,
    root: TempDir,
    runs: Mutex<Vec<String>>,
}

impl Machine {
    /// A machine with the folders and commands of the documents.
    pub fn new() -> anyhow::Result<Self> {
        let root = TempDir::new()?;
        fs::set_permissions(root.path(), Permissions::from_mode(OPEN))?;
        for (folder, mode) in [
            ("usr/bin", OPEN),
            ("app/scripts", OPEN),
            ("backups", WRITABLE),
            ("var/tmp", OPEN),
            ("var/tmp/uploads", WRITABLE),
        ] {
            fs::create_dir_all(root.path().join(folder))?;
            fs::set_permissions(root.path().join(folder), Permissions::from_mode(mode))?;
        }
        for (path, text) in COMMANDS {
            write(&root.path().join(path), text)?;
        }
        write(&root.path().join("app/scripts/cleanup.js"), CLEAN_UP)?;
        for (file, days) in [("old.log", 40), ("new.log", 2)] {
            let file = File::create(root.path().join("var/tmp/uploads").join(file))?;
            file.set_modified(SystemTime::now() - Duration::from_secs(days * 86_400))?;
        }
        Ok(Self { sandbox: of_this_machine()?, root, runs: Mutex::default() })
    }

    /// The runs so far: a script as its command line, its folder and its environment, a function as its call.
    pub fn runs(&self) -> Vec<String> {
        self.runs.lock().expect("a lock").clone()
    }

    /// Whether the machine has this file.
    pub fn has(&self, path: &str) -> bool {
        self.root.path().join(path.trim_start_matches('/')).exists()
    }

    /// A path of the machine as one of this machine; commands that it does not have are this machine's.
    fn here(&self, path: &str) -> String {
        let here = self.root.path().join(path.trim_start_matches('/'));
        if here.exists() { here.display().to_string() } else { path.to_owned() }
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text)?;
    Ok(fs::set_permissions(path, Permissions::from_mode(OPEN))?)
}

#[async_trait]
impl Sandbox for Machine {
    async fn run(&self, mut run: SandboxRun, output: &dyn TakesOutput) -> Result<RunResult, SandboxError> {
        let run_line = match &mut run.work {
            SandboxWork::Script { command, call } => {
                let folder = call.cwd.as_deref().unwrap_or("-");
                let run_line =
                    format!("{} {} in {folder} with {:?}", command.path, call.args.join(" "), call.env);
                command.path = self.here(&command.path);
                command.cwd = command.cwd.iter().map(|folder| self.here(folder)).collect();
                call.cwd = call.cwd.as_deref().map(|folder| self.here(folder));
                run_line
            }
            SandboxWork::Function(run) => {
                format!("{}({})", run.export.as_deref().unwrap_or("default"), run.params)
            }
        };
        self.runs.lock().expect("a lock").push(run_line);
        self.sandbox.run(run, output).await
    }

    async fn check(&self, upload: &Upload) -> Result<Vec<String>, CheckError> {
        self.sandbox.check(upload).await
    }
}
