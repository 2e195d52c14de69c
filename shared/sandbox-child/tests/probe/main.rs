//! Started without arguments it is the child of the sandbox. With arguments it is a script that tries to get out.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a script tells what it has to tell on its pipes"
)]

mod attempt;
mod parent;

use std::process::ExitCode;

use rquickjs::{Ctx, Exception, Function, Result};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        None => beadle_sandbox_child::main_with(Some(break_engine)),
        Some((attempt, _)) if attempt == "parent" => parent::start_child(),
        Some((attempt, rest)) => attempt::make(attempt, rest),
    }
}

/// Gives functions what a broken engine would: the process itself.
fn break_engine(ctx: &Ctx<'_>) -> Result<()> {
    let function = Function::new(ctx.clone(), attempt_in_process)?;
    ctx.globals().set("attempt", function)
}

fn attempt_in_process(ctx: Ctx<'_>, name: String, rest: Vec<String>) -> Result<String> {
    attempt::outcome(&name, &rest).map_err(|error| Exception::throw_message(&ctx, &error.to_string()))
}
