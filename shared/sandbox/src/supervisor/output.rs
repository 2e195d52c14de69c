//! What a script writes: its log, and its result.

use serde_json::Value;

use super::pipes::Written;
use crate::{
    fault::{Failure, Fault},
    limits::ScriptLimits,
    log::{Lines, LogLine, Stream},
};

/// Collects the output of a script.
#[derive(Debug)]
pub(crate) struct Output {
    lines: Lines,
    limits: ScriptLimits,
    written: u64,
    /// All of stdout, as long as it is short enough.
    head: Vec<u8>,
    is_cut: bool,
    /// The last line of stdout that is not empty, and the one that has no end yet.
    last: Vec<u8>,
    open: Vec<u8>,
}

impl Output {
    pub(crate) fn new(limits: &ScriptLimits) -> Self {
        Self {
            lines: Lines::new(limits.log),
            limits: *limits,
            written: 0,
            head: Vec::new(),
            is_cut: false,
            last: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Takes what was written.
    ///
    /// # Errors
    /// A failure when it is more than the script may write.
    pub(crate) fn take(&mut self, written: &Written) -> Result<(), Failure> {
        let (stream, bytes) = match written {
            Written::Stdout(bytes) => (Stream::Stdout, bytes),
            Written::Stderr(bytes) => (Stream::Stderr, bytes),
        };
        self.written += bytes.len() as u64;
        self.lines.write(stream, bytes);
        if stream == Stream::Stdout {
            self.keep(bytes);
        }
        if self.written > self.limits.output {
            let most = self.limits.output;
            let message =
                format!("the script wrote more than {most} bytes to stdout and stderr; write to a file");
            return Err(Failure::new(Fault::OutputLimit, message));
        }
        Ok(())
    }

    /// What nobody took of the log.
    pub(crate) fn untaken(&mut self) -> Option<Vec<LogLine>> {
        self.lines.untaken()
    }

    /// Ends the lines that have no end.
    pub(crate) fn finish(&mut self) {
        self.lines.finish();
        self.end_line();
    }

    /// The last line of the log that was written to stderr.
    pub(crate) fn last_error(&self) -> Option<&str> {
        self.lines.last(Stream::Stderr)
    }

    /// The last line of stdout if it is JSON, otherwise all of stdout as a text.
    pub(crate) fn result(&self) -> Result<Value, Failure> {
        let most = self.limits.result;
        let is_short = self.last.len() as u64 <= most;
        if let Some(value) = serde_json::from_slice(&self.last).ok().filter(|_| is_short) {
            return Ok(value);
        }
        if self.is_cut {
            let message = format!(
                "stdout has more than {most} bytes and its last line is not JSON; print the result as a last line of JSON, \
                 and write the rest to stderr or to a file"
            );
            return Err(Failure::new(Fault::ResultLimit, message));
        }
        let text = String::from_utf8_lossy(&self.head);
        let text = text.trim_end();
        Ok(if text.is_empty() { Value::Null } else { Value::String(text.to_owned()) })
    }

    pub(crate) fn into_log(self) -> Vec<LogLine> {
        self.lines.into_kept()
    }

    fn keep(&mut self, bytes: &[u8]) {
        let most = usize::try_from(self.limits.result).unwrap_or(usize::MAX);
        let room = most - self.head.len();
        self.is_cut |= bytes.len() > room;
        self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            // One byte beyond the limit tells that the line is too long.
            let room = (most + 1).saturating_sub(self.open.len());
            self.open.extend_from_slice(&piece[..piece.len().min(room)]);
            if piece.ends_with(b"\n") {
                self.end_line();
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.open);
        if !line.trim_ascii().is_empty() {
            self.last = line;
        }
    }
}
