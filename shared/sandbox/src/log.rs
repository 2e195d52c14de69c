//! What a run writes while it runs.

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// How often the log is handed on at most.
pub(crate) const PERIOD: Duration = Duration::from_secs(1);

beadle_values::names! {
    /// Where a line was written.
    pub enum Stream {
        /// Standard output, `console.log` and `console.info`.
        Stdout = "stdout",
        /// Standard error, `console.warn` and `console.error`.
        Stderr = "stderr",
    }
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Where it was written.
    pub stream: Stream,
    /// The text without its end of line.
    pub text: String,
}

/// Takes the log as it comes.
#[async_trait]
pub trait Log: Send + Sync {
    /// Takes the lines since the last call, at most once a second and once at the end. The run goes on only after it
    /// returned.
    async fn take(&self, lines: Vec<LogLine>);
}

/// Drops the log. All of it is in the report of the run as well.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoLog;

#[async_trait]
impl Log for NoLog {
    async fn take(&self, _: Vec<LogLine>) {}
}

/// The lines of a run: those kept, up to a limit, and those that nobody took yet.
#[derive(Debug)]
pub(crate) struct Lines {
    kept: Vec<LogLine>,
    taken: usize,
    room: u64,
    is_full: bool,
    partial: [Vec<u8>; 2],
}

impl Lines {
    /// The longest line; what is longer is broken.
    const MAX_LINE: usize = 8 * 1024;

    pub(crate) fn new(limit: u64) -> Self {
        Self { kept: Vec::new(), taken: 0, room: limit, is_full: false, partial: [Vec::new(), Vec::new()] }
    }

    /// Adds bytes that were written to `stream`.
    pub(crate) fn write(&mut self, stream: Stream, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let partial = &mut self.partial[stream as usize];
            let ends = piece.ends_with(b"\n");
            let text = if ends { &piece[..piece.len() - 1] } else { piece };
            let room = Self::MAX_LINE - partial.len();
            partial.extend_from_slice(&text[..text.len().min(room)]);
            if ends || partial.len() >= Self::MAX_LINE {
                self.end_line(stream);
            }
        }
    }

    /// Adds a whole text.
    pub(crate) fn add(&mut self, stream: Stream, text: &str) {
        for line in text.split('\n') {
            self.keep(stream, line.to_owned());
        }
    }

    /// Ends the lines that have no end yet.
    pub(crate) fn finish(&mut self) {
        for stream in Stream::ALL {
            if !self.partial[stream as usize].is_empty() {
                self.end_line(stream);
            }
        }
    }

    /// What nobody took yet.
    pub(crate) fn untaken(&mut self) -> Option<Vec<LogLine>> {
        let lines = self.kept[self.taken..].to_vec();
        self.taken = self.kept.len();
        (!lines.is_empty()).then_some(lines)
    }

    /// The last line that was written to `stream`.
    pub(crate) fn last(&self, stream: Stream) -> Option<&str> {
        self.kept.iter().rev().find(|line| line.stream == stream).map(|line| line.text.as_str())
    }

    pub(crate) fn into_kept(self) -> Vec<LogLine> {
        self.kept
    }

    fn end_line(&mut self, stream: Stream) {
        let bytes = std::mem::take(&mut self.partial[stream as usize]);
        let text = String::from_utf8_lossy(&bytes);
        self.keep(stream, text.trim_end_matches('\r').to_owned());
    }

    fn keep(&mut self, stream: Stream, text: String) {
        let size = text.len() as u64 + 1;
        if size <= self.room {
            self.room -= size;
            self.kept.push(LogLine { stream, text });
        } else if !self.is_full {
            (self.room, self.is_full) = (0, true);
            let text = "[the log is full: what follows is not kept]".to_owned();
            self.kept.push(LogLine { stream: Stream::Stderr, text });
        }
    }
}
