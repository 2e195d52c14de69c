//! A sandbox that runs nothing: it keeps what was asked of it. What a real one does is tested where it is.

use std::sync::Mutex;

use async_trait::async_trait;
use beadle_application::port::{CheckError, Sandbox, SandboxRun, SandboxWork, TakesOutput};
use beadle_domain::{
    call::{RunResult, SandboxError},
    execution::OutputStream,
    function::Upload,
    script::Scripts,
};
use serde_json::json;

/// The commands that the documents run.
pub fn scripts() -> Scripts {
    let list = json!({
        "node": {"path": "/usr/bin/node", "cwd": ["/app"]},
        "pg_dump": {"path": "/usr/bin/pg_dump", "network": true, "cwd": ["/backups"], "writes_cwd": true},
        "find": {"path": "/usr/bin/find", "cwd": ["/var/tmp"], "writes_cwd": true},
    });
    Scripts::parse(&list.to_string(), "scripts.json").expect("a list of commands")
}

/// A sandbox that keeps its runs.
#[derive(Default)]
pub struct Played {
    runs: Mutex<Vec<String>>,
}

impl Played {
    /// The runs so far: a script as its command line, its folder and its environment, a function as its call.
    pub fn runs(&self) -> Vec<String> {
        self.runs.lock().expect("a lock").clone()
    }
}

#[async_trait]
impl Sandbox for Played {
    async fn run(&self, run: SandboxRun, output: &dyn TakesOutput) -> Result<RunResult, SandboxError> {
        let told = match &run.work {
            SandboxWork::Script { command, call } => {
                let folder = call.cwd.as_deref().unwrap_or("-");
                format!("{} {} in {folder} with {:?}", command.path, call.args.join(" "), call.env)
            }
            SandboxWork::Function(run) => {
                format!("{}({})", run.export.as_deref().unwrap_or("default"), run.params)
            }
        };
        let is_retry_rule = matches!(&run.work, SandboxWork::Function(run) if run.params["status"] == 503);
        self.runs.lock().expect("a lock").push(told);
        if is_retry_rule {
            return Ok(RunResult::Value(json!(7)));
        }
        output.take(vec![(OutputStream::Stdout, "the run says something".to_owned())]).await;
        Ok(RunResult::Value(json!({"result": "success"})))
    }

    async fn check(&self, upload: &Upload) -> Result<Vec<String>, CheckError> {
        let entry = upload.modules.get(&upload.entry).map(String::as_str).unwrap_or_default();
        let exports = entry.split("export async function ").skip(1).filter_map(|rest| rest.split('(').next());
        Ok(exports.map(str::to_owned).collect())
    }
}
