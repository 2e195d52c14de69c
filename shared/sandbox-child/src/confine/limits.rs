//! Limits of the kernel.

use std::fs;

use beadle_sandbox::limits::ProcessLimits;
use nix::{
    sys::resource::{Resource, setrlimit},
    unistd::getuid,
};

pub(super) fn set(limits: &ProcessLimits) -> Result<(), String> {
    let processes = limits.processes.map(|more| running().saturating_add(more));
    let both = [
        (Resource::RLIMIT_CORE, Some(0)),
        (Resource::RLIMIT_AS, Some(limits.addresses)),
        (Resource::RLIMIT_DATA, Some(limits.data)),
        (Resource::RLIMIT_FSIZE, Some(limits.file)),
        (Resource::RLIMIT_NOFILE, Some(limits.files)),
        (Resource::RLIMIT_NPROC, processes),
    ];
    for (resource, limit) in both {
        if let Some(limit) = limit {
            setrlimit(resource, limit, limit).map_err(|error| format!("{resource:?}: {error}"))?;
        }
    }
    // A process that ignores SIGXCPU is killed a second later.
    setrlimit(Resource::RLIMIT_CPU, limits.cpu, limits.cpu.saturating_add(1))
        .map_err(|error| format!("RLIMIT_CPU: {error}"))
}

/// Processes and threads of this user: the kernel counts them all together.
fn running() -> u64 {
    let user = getuid().as_raw();
    let Ok(entries) = fs::read_dir("/proc") else { return 0 };
    let threads = |pid: &str| {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let field = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))?
                .split_whitespace()
                .next()?
                .parse::<u64>()
                .ok()
        };
        (field("Uid:")? == u64::from(user)).then(|| field("Threads:"))?
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let pid = name.to_str().filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()))?;
            threads(pid)
        })
        .sum()
}
