//! A supervisor that is only there to be killed.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Command, ExitCode, Stdio},
    thread,
    time::Duration,
};

use beadle_sandbox::{
    layer::Layer,
    limits::{ProcessLimits, ScriptLimits},
    protocol::{Confine, Exec, Start, VERSION, Work},
    script::SYSTEM,
};

/// Starts a script that sleeps, says its process id once it is confined, and sleeps too.
pub fn start_child() -> ExitCode {
    match confined_child() {
        Ok(child) => {
            println!("{child}");
            thread::sleep(Duration::from_secs(300));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn confined_child() -> std::io::Result<u32> {
    let program = env::current_exe()?;
    let confine = Confine {
        parent: std::process::id(),
        user: None,
        own: Vec::new(),
        required: vec![Layer::ParentDeath],
        without: vec![Layer::User],
        limits: ProcessLimits::script(&ScriptLimits::default()),
        read: SYSTEM.iter().map(Into::into).chain([program.clone()]).collect(),
        write: Vec::new(),
        network: false,
    };
    let exec = Exec {
        path: program.clone(),
        arguments: vec!["sleep".to_owned(), "300".to_owned()],
        environment: Default::default(),
        folder: "/usr".into(),
    };
    let start = serde_json::to_string(&Start { v: VERSION, confine, work: Work::Script(exec) })?;
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let missing = || std::io::Error::other("no pipe");
    write!(child.stdin.as_mut().ok_or_else(missing)?, "{}\n{start}", start.len())?;
    let mut ready = BufReader::new(child.stdout.take().ok_or_else(missing)?);
    ready.read_line(&mut String::new())?;
    ready.read_line(&mut String::new())?;
    Ok(child.id())
}
