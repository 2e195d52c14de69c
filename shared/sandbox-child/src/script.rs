//! Becomes the command of a script. No shell is involved.

use std::{
    env,
    os::unix::process::CommandExt,
    process::{Command, exit},
};

use beadle_sandbox::{
    fault::{Failure, Fault},
    protocol::{Exec, FromChild, MARK},
};

use crate::{confine::Confinement, line};

/// What shells say of a command that can't be executed.
const CANNOT_EXECUTE: i32 = 126;

pub(crate) fn become_command(mut confinement: Confinement, exec: Exec) -> Result<(), Failure> {
    confinement.before_work()?;
    env::set_current_dir(&exec.folder).map_err(|error| {
        let folder = exec.folder.display();
        Failure::new(Fault::CommandUnusable, format!("the script can't be started in `{folder}`: {error}"))
    })?;
    let mut command = Command::new(&exec.path);
    command.args(&exec.arguments).env_clear().envs(&exec.environment);
    if let Some(mark) = env::var_os(MARK) {
        command.env(MARK, mark);
    }
    confinement.refuse_calls()?;
    let ready = FromChild::Ready { layers: confinement.layers() };
    line::write(&ready).map_err(|error| Failure::new(Fault::Unavailable, error.to_string()))?;
    let error = command.exec();
    // From here on the pipes are the script's: this is the end of its log.
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "`{}` can't be started: {error}", exec.path.display());
    exit(CANNOT_EXECUTE)
}
