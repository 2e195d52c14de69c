//! Content lines of iCalendar: folded at 75 octets and terminated by CRLF (RFC 5545 section 3.1), with
//! escaped text (section 3.3.11).

use beadle_values::time::UtcTime;

/// The maximum length of a line, in octets without its CRLF (RFC 5545 section 3.1).
const MAX_OCTETS: usize = 75;

/// Builds content lines.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Adds `name:value`, folded; `name` may have parameters, and `value` is not escaped.
    pub fn add(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > MAX_OCTETS {
                self.0.push_str("\r\n ");
                // The space at the start of a continuation line counts.
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// Adds a text, escaped.
    pub fn text(&mut self, name: &str, text: &str) {
        self.add(name, &escaped(text));
    }

    /// Adds a time, in UTC (RFC 5545 section 3.3.5, form 2); none before the year 0001, which has no form.
    pub fn time(&mut self, name: &str, time: impl Into<UtcTime>) {
        if let Some(time) = time.into().civil() {
            self.add(name, &time.strftime("%Y%m%dT%H%M%SZ").to_string());
        }
    }

    /// Adds the UTC day of a time (RFC 5545 section 3.3.4).
    pub fn day(&mut self, name: &str, time: UtcTime) {
        if let Some(day) = time.civil() {
            self.add(&format!("{name};VALUE=DATE"), &day.strftime("%Y%m%d").to_string());
        }
    }

    /// Returns all lines.
    pub fn finish(self) -> String {
        self.0
    }
}

/// Escapes `text` as a TEXT value (RFC 5545 section 3.3.11). Control characters that it can't contain are
/// dropped.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(c),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a, b; c\\d", "a\\, b\\; c\\\\d")]
    #[case("one\ntwo\r\nthree\rfour", "one\\ntwo\\nthree\\nfour")]
    #[case("bell\u{7} and\ttab", "bell and\ttab")]
    fn texts_are_escaped(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(escaped(text), expected);
    }

    #[test]
    fn times_are_in_utc() {
        let mut lines = Lines::default();
        let time: UtcTime = "2027-01-15T09:30:00+01:00".parse().unwrap();
        lines.time("DTSTART", time);
        lines.day("DTSTART", time);
        assert_eq!(lines.finish(), "DTSTART:20270115T083000Z\r\nDTSTART;VALUE=DATE:20270115\r\n");
    }

    proptest! {
        /// RFC 5545 section 3.1: no line is longer than 75 octets, and unfolding restores the content.
        #[test]
        fn folding_keeps_the_text_and_the_limit(text in "[a-zäé漢🦀\\\\;, ]{0,300}") {
            let mut lines = Lines::default();
            lines.text("SUMMARY", &text);
            let written = lines.finish();
            prop_assert!(written.ends_with("\r\n"));
            prop_assert!(written.split("\r\n").all(|line| line.len() <= MAX_OCTETS));
            let unfolded = written.replace("\r\n ", "");
            prop_assert_eq!(unfolded.trim_end_matches("\r\n"), format!("SUMMARY:{}", escaped(&text)));
        }
    }
}
