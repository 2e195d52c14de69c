//! The child process of the sandbox: it reads what to do, confines itself, and does it.
//!
//! [`confine`] puts the layers on. `script` becomes a command, `function` runs JavaScript in QuickJS. Nothing is read from
//! the environment or the arguments; all comes as lines over stdin.

mod confine;
mod function;
mod line;
mod script;

use std::process::ExitCode;

use beadle_sandbox::{
    fault::{Failure, Fault},
    protocol::{FromChild, Start, VERSION, Work},
};

pub use self::function::Extra;

/// The argument with which a binary that is more than a child becomes one.
pub const ARGUMENT: &str = "sandbox-child";

/// Does what the supervisor says, and ends.
#[must_use]
pub fn main() -> ExitCode {
    main_with(None)
}

/// The same with more globals for functions: tests add what a broken engine could do.
#[must_use]
pub fn main_with(extra: Option<Extra>) -> ExitCode {
    match line::read_start().and_then(|start| obey(start, extra)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody may be there any more to read it.
            let _ = line::write(&FromChild::Refused { layers: confine::Layers::default(), failure });
            ExitCode::FAILURE
        }
    }
}

fn obey(start: Start, extra: Option<Extra>) -> Result<(), Failure> {
    if start.v != VERSION {
        let message =
            format!("the supervisor speaks version {} of the protocol, the child {VERSION}", start.v);
        return Err(Failure::new(Fault::Unavailable, message));
    }
    let confinement = confine::Confinement::of(start.confine);
    match start.work {
        Work::Check => confinement.check(),
        Work::Script(exec) => script::become_command(confinement, exec),
        Work::Function(call) => function::run(confinement, *call, extra),
        Work::Parse { upload, limits } => function::parse(confinement, &upload, &limits),
    }
}
