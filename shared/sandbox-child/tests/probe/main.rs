//! Started without arguments it is the child of the sandbox. With arguments it is a script that tries to get out.

mod attempt;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        None => beadle_sandbox_child::main(),
        Some((attempt, rest)) => attempt::make(attempt, rest),
    }
}
