//! The resource usage of a process, from `/proc` (Linux).

use std::{fs, time::Duration};

use anyhow::Context;

/// Clock ticks a second of `/proc/<pid>/stat` (`getconf CLK_TCK`; 100 on every Linux that runs Rust's std).
const TICKS: f64 = 100.0;

/// The CPU seconds that `pid` has used, including its ended threads, to the hundredth.
pub fn cpu_seconds(pid: u32) -> anyhow::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = stat.rsplit_once(')').context("the process has no stat line")?.1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |index: usize| -> anyhow::Result<f64> {
        Ok(fields.get(index).context("the stat line is too short")?.parse::<f64>()?)
    };
    Ok((ticks(11)? + ticks(12)?) / TICKS)
}

/// The CPU time that the threads of `pid` have used, to the nanosecond (`/proc/<pid>/task/*/schedstat`).
pub fn cpu_exact(pid: u32) -> anyhow::Result<Duration> {
    let mut nanoseconds = 0;
    for task in fs::read_dir(format!("/proc/{pid}/task"))? {
        // A thread may end while the others are read.
        let Ok(schedstat) = fs::read_to_string(task?.path().join("schedstat")) else { continue };
        nanoseconds += schedstat.split(' ').next().context("no processor time")?.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// The memory of `pid` in MB: its proportional set size.
pub fn pss_mb(pid: u32) -> anyhow::Result<f64> {
    kilobytes(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?, "Pss:")
}

/// The peak memory of `pid` in MB: the high-water mark of its resident set.
pub fn peak_rss_mb(pid: u32) -> anyhow::Result<f64> {
    kilobytes(&fs::read_to_string(format!("/proc/{pid}/status"))?, "VmHWM:")
}

fn kilobytes(text: &str, name: &str) -> anyhow::Result<f64> {
    let line = text.lines().find(|line| line.starts_with(name)).with_context(|| format!("no line {name}"))?;
    let number = line.split_whitespace().nth(1).context("no number")?;
    Ok(number.parse::<f64>()? / 1_024.0)
}
