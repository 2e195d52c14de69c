//! What runs scripts and functions on this machine, and the file that lists the commands.

use std::{io, path::Path, sync::Arc};

use beadle_application::port::{Probe, Sandbox};
use beadle_domain::script::{AllowListError, Scripts};
use beadle_outbound::ReqwestCaller;
use beadle_sandbox::{ChildProgram, CodeSandbox, Enforcement, LocalSandbox, SandboxProbe, Supervisor};

use super::{MachineError, Settings};

/// The sandbox and the commands that scripts may run.
#[derive(Clone)]
pub struct Code {
    pub sandbox: Arc<dyn Sandbox>,
    /// Reports its layers.
    pub probe: Arc<dyn Probe>,
    pub scripts: Arc<Scripts>,
}

/// Why the list of commands can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ScriptsFileError {
    /// The file can't be read.
    #[error("can't read the list of commands {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's error.
        source: io::Error,
    },
    /// The file is no list of commands.
    #[error("the list of commands {path} {source}")]
    Invalid {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: AllowListError,
    },
}

impl Code {
    /// The sandbox, and the list of commands in its file, which has to exist only where it was given. Which layers hold is
    /// looked at now, so that the log tells at the start what would be refused later.
    ///
    /// # Errors
    /// [`MachineError`] when the file can't be used, or the system has no process for the sandbox.
    pub async fn open(settings: &Settings) -> Result<Self, MachineError> {
        let (file, is_given) = &settings.scripts_file;
        let scripts = scripts(file, *is_given)?;
        let caller = Arc::new(ReqwestCaller::new(settings.egress.clone())?);
        let supervisor = Supervisor::new(supervision(settings.unsafe_scripts)?)?;
        let sandbox = Arc::new(LocalSandbox::new(supervisor, caller));
        let probe = SandboxProbe::new(sandbox.clone());
        if let Err(failure) = probe.layers().await {
            tracing::warn!(%failure, "the layers of the sandbox are not known");
        }
        Ok(Self {
            sandbox: Arc::new(CodeSandbox(sandbox)),
            probe: Arc::new(probe),
            scripts: Arc::new(scripts),
        })
    }
}

/// Children are this binary. Where a layer can't be had, runs fail, unless they may be unsafe.
fn supervision(may_be_unsafe: bool) -> io::Result<beadle_sandbox::Settings> {
    Ok(beadle_sandbox::Settings {
        child: ChildProgram {
            path: std::env::current_exe()?,
            arguments: vec![beadle_sandbox_child::ARGUMENT.into()],
        },
        folder: std::env::temp_dir(),
        enforcement: if may_be_unsafe { Enforcement::Unsafe } else { Enforcement::Required },
        without: Vec::new(),
    })
}

fn scripts(file: &Path, is_given: bool) -> Result<Scripts, ScriptsFileError> {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned()).display().to_string();
    match std::fs::read_to_string(file) {
        Ok(text) => Scripts::parse(&text, &path).map_err(|source| ScriptsFileError::Invalid { path, source }),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_given => Ok(Scripts::none(path)),
        Err(source) => Err(ScriptsFileError::Unreadable { path, source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_commands_is_read_from_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("scripts.json");
        assert_eq!(scripts(&file, false).unwrap().get("date"), None, "there need not be one");
        assert!(matches!(scripts(&file, true), Err(ScriptsFileError::Unreadable { .. })));
        std::fs::write(&file, r#"{"date": {"path": "/usr/bin/date"}}"#).unwrap();
        assert_eq!(scripts(&file, false).unwrap().get("date").unwrap().path, "/usr/bin/date");
        std::fs::write(&file, r#"{"date": {"path": "date"}}"#).unwrap();
        let error = scripts(&file, false).unwrap_err().to_string();
        assert!(error.contains("scripts.json") && error.contains("not absolute"), "{error}");
    }
}
