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

/// The CPU seconds that the threads of `pid` have used whose name begins with `name`.
pub fn thread_cpu_seconds(pid: u32, name: &str) -> anyhow::Result<f64> {
    let mut nanoseconds = 0;
    for task in fs::read_dir(format!("/proc/{pid}/task"))? {
        let task = task?.path();
        // A thread may end while the others are read.
        let (Ok(found), Ok(schedstat)) =
            (fs::read_to_string(task.join("comm")), fs::read_to_string(task.join("schedstat")))
        else {
            continue;
        };
        if found.starts_with(name) {
            nanoseconds += schedstat.split(' ').next().context("no processor time")?.parse::<u64>()?;
        }
    }
    Ok(Duration::from_nanos(nanoseconds).as_secs_f64())
}

/// The memory of `pid` in MB: its proportional set size.
pub fn pss_mb(pid: u32) -> anyhow::Result<f64> {
    kilobytes(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?, "Pss:")
}

/// The peak memory of `pid` in MB: the high-water mark of its resident set.
pub fn peak_rss_mb(pid: u32) -> anyhow::Result<f64> {
    kilobytes(&fs::read_to_string(format!("/proc/{pid}/status"))?, "VmHWM:")
}

/// The CPU seconds that `pid` and all processes that it started have used, ended ones included, to the hundredth.
pub fn tree_cpu_seconds(pid: u32) -> anyhow::Result<f64> {
    let mut ticks = 0;
    for (_, fields) in tree(pid)? {
        // Its own time, and that of its children that have ended: in user mode and in the kernel.
        ticks += fields.iter().skip(11).take(4).filter_map(|field| field.parse::<u64>().ok()).sum::<u64>();
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of hundredths of a second")]
    let ticks = ticks as f64;
    Ok(ticks / TICKS)
}

/// The memory of `pid` and all processes that it started, in MB: their proportional set sizes.
pub fn tree_pss_mb(pid: u32) -> anyhow::Result<f64> {
    // A process may end while the others are read.
    Ok(tree(pid)?.iter().filter_map(|(pid, _)| pss_mb(*pid).ok()).sum())
}

/// `pid` and all that descend from it, with the fields of their stat lines after the name.
fn tree(pid: u32) -> anyhow::Result<Vec<(u32, Vec<String>)>> {
    let mut processes = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Some(number) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(format!("/proc/{number}/stat")) else { continue };
        let Some((_, fields)) = stat.rsplit_once(')') else { continue };
        let fields: Vec<String> = fields.split_whitespace().map(str::to_owned).collect();
        let Some(parent) = fields.get(1).and_then(|parent| parent.parse::<u32>().ok()) else { continue };
        processes.push((number, parent, fields));
    }
    let mut found = vec![pid];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(processes.iter().filter(|(_, of, _)| *of == parent).map(|(number, ..)| *number));
        next += 1;
    }
    let is_found =
        |(number, _, fields): (u32, u32, Vec<String>)| found.contains(&number).then_some((number, fields));
    Ok(processes.into_iter().filter_map(is_found).collect())
}

fn kilobytes(text: &str, name: &str) -> anyhow::Result<f64> {
    let line = text.lines().find(|line| line.starts_with(name)).with_context(|| format!("no line {name}"))?;
    let number = line.split_whitespace().nth(1).context("no number")?;
    Ok(number.parse::<f64>()? / 1_024.0)
}
