//! Finds what left the process group, by the mark in the environment that every process of a run inherits, and by its user.

use std::fs;

use rustix::process::{Pid, Signal, kill_process};

use crate::protocol::MARK;

/// How many times the processes are looked through: one that starts others faster than that is caught by the limit of
/// processes.
const ROUNDS: usize = 20;

/// What the processes of a run have in common.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// The value of the variable in their environment.
    pub(crate) text: String,
    /// Their user, where it is one of its own.
    pub(crate) user: Option<u32>,
}

/// Kills each process that has the mark of a run, and returns how many there were.
pub(crate) fn sweep(mark: &Mark) -> usize {
    let mut killed = 0;
    for _ in 0..ROUNDS {
        let found = marked(mark);
        if found.is_empty() {
            break;
        }
        killed += found.len();
        for process in found {
            let _ = kill_process(process, Signal::KILL);
        }
    }
    killed
}

fn marked(mark: &Mark) -> Vec<Pid> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let wanted = format!("{MARK}={}", mark.text);
    let has_mark = |pid: i32| {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|variable| variable == wanted.as_bytes())
            || mark.user.is_some_and(|user| is_of(pid, user))
    };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok())
        .filter(|pid| has_mark(*pid))
        .filter_map(Pid::from_raw)
        .collect()
}

/// Whether a process that still runs is this user's; nobody else has the users of runs.
fn is_of(pid: i32, user: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    let is_zombie = field("State:").trim_start().starts_with('Z');
    !is_zombie && field("Uid:").split_whitespace().next().and_then(|id| id.parse().ok()) == Some(user)
}
