//! What a script or a function wrote while it ran.

use beadle_values::names;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How much is kept from the beginning, and from the end, in bytes: a row is paid for by its size with every write.
const KEPT_FIRST: usize = 4 * 1024;
const KEPT_LAST: usize = 12 * 1024;

/// The longest line, in bytes; what is longer is cut.
const MAX_LINE: usize = 2 * 1024;

/// What a line takes beside its text, in bytes of JSON.
const FRAME: usize = 64;

names! {
    /// Where a line was written.
    pub enum OutputStream {
        /// Standard output, `console.log` and `console.info`.
        Stdout = "stdout",
        /// Standard error, `console.warn` and `console.error`.
        Stderr = "stderr",
    }
}

/// A line that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputLine {
    /// When it was taken.
    pub at: Timestamp,
    /// By which attempt.
    pub attempt: u32,
    /// Where it was written.
    pub stream: OutputStream,
    /// The text.
    pub text: String,
}

/// What the attempts of an execution wrote: the beginning and the end of it, if it is much.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The lines that are kept, oldest first.
    pub lines: Vec<OutputLine>,
    /// Where among them lines are left out, if any are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Gap>,
}

/// Lines that are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// How many lines come before it.
    pub after: usize,
    /// How many are left out.
    pub lines: usize,
}

impl Output {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds a line. Once there is too much, lines between the beginning and the end go.
    pub fn push(&mut self, mut line: OutputLine) {
        if line.text.len() > MAX_LINE {
            line.text.truncate(line.text.floor_char_boundary(MAX_LINE));
            line.text.push('…');
        }
        self.lines.push(line);
        let head = match self.gap {
            Some(gap) => gap.after,
            None => self.head(),
        };
        let mut total: usize = self.lines.iter().skip(head).map(size).sum();
        let mut dropped = 0;
        while total > KEPT_LAST && head + dropped + 1 < self.lines.len() {
            total -= self.lines.get(head + dropped).map_or(0, size);
            dropped += 1;
        }
        if dropped > 0 {
            self.lines.drain(head..head + dropped);
            let before = self.gap.map_or(0, |gap| gap.lines);
            self.gap = Some(Gap { after: head, lines: before + dropped });
        }
    }

    /// How many of the first lines are the beginning.
    fn head(&self) -> usize {
        let mut taken = 0;
        let fits = |line: &&OutputLine| {
            taken += size(line);
            taken <= KEPT_FIRST
        };
        self.lines.iter().take_while(fits).count()
    }
}

fn size(line: &OutputLine) -> usize {
    line.text.len() + FRAME
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: String) -> OutputLine {
        OutputLine { at: Timestamp::UNIX_EPOCH, attempt: 1, stream: OutputStream::Stdout, text }
    }

    #[test]
    fn a_little_is_kept_whole() {
        let mut output = Output::default();
        (0..50).for_each(|number| output.push(line(format!("line {number}"))));
        assert_eq!((output.lines.len(), output.gap), (50, None));
    }

    #[test]
    fn of_much_the_beginning_and_the_end_are_kept() {
        let mut output = Output::default();
        (0..10_000).for_each(|number| output.push(line(format!("line {number}"))));
        let gap = output.gap.unwrap();
        assert_eq!(output.lines[0].text, "line 0");
        assert_eq!(output.lines.last().unwrap().text, "line 9999");
        assert_eq!(gap.lines + output.lines.len(), 10_000);
        assert_eq!(output.lines[gap.after].text, format!("line {}", gap.after + gap.lines));
        let text = serde_json::to_string(&output).unwrap();
        assert!(text.len() < 40 * 1024, "{} bytes", text.len());
        assert_eq!(serde_json::from_str::<Output>(&text).unwrap(), output);
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let mut output = Output::default();
        output.push(line("ä".repeat(5_000)));
        assert!(output.lines[0].text.ends_with("ä…") && output.lines[0].text.len() <= MAX_LINE + 3);
    }
}
