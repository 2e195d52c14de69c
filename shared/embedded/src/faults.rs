//! Counts what the disk refused since the process began.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[derive(Debug, Default)]
pub(crate) struct Faults {
    failed_writes: AtomicU64,
    failed_reads: AtomicU64,
}

impl Faults {
    /// A group of operations could not be written.
    pub(crate) fn write_failed(&self) {
        self.failed_writes.fetch_add(1, Relaxed);
    }

    /// A page of the file could not be read.
    pub(crate) fn read_failed(&self) {
        self.failed_reads.fetch_add(1, Relaxed);
    }

    /// The number of groups that could not be written.
    pub(crate) fn failed_writes(&self) -> u64 {
        self.failed_writes.load(Relaxed)
    }

    /// The number of reads that came upon a page that can't be read.
    pub(crate) fn failed_reads(&self) -> u64 {
        self.failed_reads.load(Relaxed)
    }
}
