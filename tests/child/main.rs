//! The child of the sandbox, for tests that run code of users.

use std::process::ExitCode;

fn main() -> ExitCode {
    beadle_sandbox_child::main()
}
