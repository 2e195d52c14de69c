//! What a process used, from `/proc` (Linux).

use std::{fs, time::Duration};

use anyhow::Context;

/// Clock ticks a second of `/proc/<pid>/stat` (`getconf CLK_TCK`; 100 on every Linux that runs Rust's std).
const TICKS: f64 = 100.0;

/// The processor seconds that `pid` used so far, its ended threads included, to the hundredth.
pub fn cpu_seconds(pid: u32) -> anyhow::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = stat.rsplit_once(')').context("the process has no stat line")?.1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks =
        |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    Ok((ticks(11) + ticks(12)) / TICKS)
}

/// The processor time that the threads of `pid` used so far, to the
/// nanosecond (`/proc/<pid>/task/*/schedstat`).
pub fn cpu_exact(pid: u32) -> anyhow::Result<Duration> {
    let mut nanoseconds = 0;
    for task in fs::read_dir(format!("/proc/{pid}/task"))? {
        let schedstat = fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
        nanoseconds +=
            schedstat.split(' ').next().and_then(|field| field.parse::<u64>().ok()).unwrap_or_default();
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// The memory of `pid` in MB: its proportional set size.
pub fn pss_mb(pid: u32) -> anyhow::Result<f64> {
    kilobytes(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?, "Pss:")
}

/// The most memory that `pid` ever held in MB: the high-water mark of its resident set.
pub fn peak_rss_mb(pid: u32) -> anyhow::Result<f64> {
    kilobytes(&fs::read_to_string(format!("/proc/{pid}/status"))?, "VmHWM:")
}

fn kilobytes(text: &str, name: &str) -> anyhow::Result<f64> {
    let line = text.lines().find(|line| line.starts_with(name)).with_context(|| format!("no line {name}"))?;
    let number = line.split_whitespace().nth(1).context("no number")?;
    Ok(number.parse::<f64>()? / 1_024.0)
}
