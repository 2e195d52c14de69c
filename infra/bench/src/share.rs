//! A share of a processor, as Lambda gives one with memory: a control group of Linux, which takes root.

use std::{fs, path::PathBuf};

use anyhow::Context;

/// The memory with which a function has one processor
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>).
const MB_OF_A_PROCESSOR: u64 = 1_769;

/// Over which time the share is kept, in microseconds. That of Lambda is not documented.
const PERIOD: u64 = 20_000;

/// A control group with the share of a function.
pub struct Share(PathBuf);

impl Share {
    /// The share of a function with `memory` MB.
    ///
    /// # Errors
    /// When the system has no controller of processors, or not for this user.
    pub fn of(memory: u64) -> anyhow::Result<Self> {
        let quota = PERIOD * memory / MB_OF_A_PROCESSOR;
        let root = PathBuf::from("/sys/fs/cgroup");
        let name = format!("beadle-bench-{}", std::process::id());
        let (folder, settings) = match root.join("cpu").is_dir() {
            // Version 1 of the interface, then version 2.
            true => (
                root.join("cpu").join(name),
                vec![("cpu.cfs_period_us", PERIOD.to_string()), ("cpu.cfs_quota_us", quota.to_string())],
            ),
            false => (root.join(name), vec![("cpu.max", format!("{quota} {PERIOD}"))]),
        };
        fs::create_dir(&folder)
            .with_context(|| format!("creating the control group {}", folder.display()))?;
        let share = Self(folder);
        for (setting, value) in settings {
            fs::write(share.0.join(setting), value).with_context(|| format!("setting {setting}"))?;
        }
        Ok(share)
    }

    /// Puts the process `pid` under the share.
    ///
    /// # Errors
    /// When the system refuses it.
    pub fn take(&self, pid: u32) -> anyhow::Result<()> {
        fs::write(self.0.join("cgroup.procs"), pid.to_string()).context("joining the control group")
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        // What is left of it is empty and takes nothing.
        fs::remove_dir(&self.0).ok();
    }
}
