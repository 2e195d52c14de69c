//! How much a run may use.

use std::time::Duration;

use serde::{Deserialize, Serialize};

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// The limits of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionLimits {
    /// The heap of the engine, in bytes; at most [`Self::MAX_HEAP`].
    pub heap: u64,
    /// The stack of the engine, in bytes.
    pub stack: u64,
    /// Processor time, in milliseconds; at most [`Self::MAX_CPU_MS`].
    pub cpu_ms: u64,
    /// All modules together, in bytes.
    pub source: u64,
    /// The result as JSON, in bytes.
    pub result: u64,
    /// What is written to the console, in bytes.
    pub console: u64,
    /// How many fetches in all.
    pub fetches: u32,
    /// What a fetch may send or receive, in bytes.
    pub fetch_body: u64,
    /// How many timers at once.
    pub timers: u32,
}

impl FunctionLimits {
    /// The most that a function may ask for as its heap, in bytes.
    pub const MAX_HEAP: u64 = 128 * MIB;
    /// The most that a function may ask for as its processor time, in milliseconds.
    pub const MAX_CPU_MS: u64 = 10_000;
}

impl Default for FunctionLimits {
    fn default() -> Self {
        Self {
            heap: 32 * MIB,
            stack: 512 * KIB,
            cpu_ms: 2_000,
            source: MIB,
            result: 256 * KIB,
            console: 64 * KIB,
            fetches: 50,
            fetch_body: MIB,
            timers: 1_000,
        }
    }
}

/// The limits of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptLimits {
    /// What one process may allocate, in bytes.
    pub memory: u64,
    /// Processor time of one process. The deadline ends all of them together.
    pub cpu: Duration,
    /// One file, in bytes.
    pub file: u64,
    /// The working folder, in bytes.
    pub disk: u64,
    /// How many processes and threads.
    pub processes: u64,
    /// How many descriptors of one process.
    pub files: u64,
    /// The result, in bytes.
    pub result: u64,
    /// What is kept as the log, in bytes.
    pub log: u64,
    /// All that is written to stdout and stderr, in bytes: more ends the script.
    pub output: u64,
}

impl Default for ScriptLimits {
    fn default() -> Self {
        Self {
            memory: 1_024 * MIB,
            cpu: Duration::from_secs(900),
            file: 256 * MIB,
            disk: 512 * MIB,
            processes: 64,
            files: 256,
            result: 256 * KIB,
            log: 64 * KIB,
            output: 16 * MIB,
        }
    }
}

/// Limits of the kernel on the child, in bytes and seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessLimits {
    /// `RLIMIT_AS`: addresses, whether used or only reserved.
    pub addresses: u64,
    /// `RLIMIT_DATA`: memory that can be written.
    pub data: u64,
    /// `RLIMIT_CPU`.
    pub cpu: u64,
    /// `RLIMIT_FSIZE`.
    pub file: u64,
    /// `RLIMIT_NOFILE`.
    pub files: u64,
    /// `RLIMIT_NPROC` beyond the processes that the user has already; none where the filter of system calls
    /// allows no new process.
    pub processes: Option<u64>,
}

impl ProcessLimits {
    /// Those of a function: the engine's heap, and what the binary itself needs.
    #[must_use]
    pub fn function(limits: &FunctionLimits) -> Self {
        let data = limits.heap.saturating_add(160 * MIB);
        let cpu = limits.cpu_ms.div_ceil(1_000).saturating_add(1);
        Self { addresses: data.saturating_add(512 * MIB), data, cpu, file: 0, files: 16, processes: None }
    }

    /// Those of a script. Runtimes such as Node.js reserve many times the addresses that they use.
    #[must_use]
    pub fn script(limits: &ScriptLimits) -> Self {
        Self {
            addresses: limits.memory.saturating_mul(32),
            data: limits.memory,
            cpu: limits.cpu.as_secs().max(1),
            file: limits.file,
            files: limits.files,
            processes: Some(limits.processes),
        }
    }
}
