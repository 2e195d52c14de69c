//! What is wrong with a plan's file: each fault with its table and its member.

use std::{fmt, path::Path as File};

use beadle_domain::plan::Kind;
use beadle_values::violation::{Step, Violation};

use crate::client::Error;

/// A fault at a place of the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    place: String,
    message: String,
    hint: Option<String>,
}

impl Fault {
    /// A fault of a thing, or of its member where there is one.
    pub fn of(kind: Kind, key: &str, member: &str, message: impl Into<String>) -> Self {
        let place = format!("{} {member}", table(kind, key)).trim_end().to_owned();
        Self { place, message: message.into(), hint: None }
    }

    /// Whether one of `others` is at the same place.
    pub fn is_beside(&self, others: &[Self]) -> bool {
        others.iter().any(|other| other.place == self.place)
    }

    /// The same with what to write instead.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl From<Violation> for Fault {
    /// The path begins with the part that was read, and goes on with the table and the key.
    fn from(violation: Violation) -> Self {
        let steps = violation.path.steps().get(1..).unwrap_or_default();
        let place = match steps {
            [Step::Key(kind), Step::Key(key), rest @ ..] => match Kind::of_table(kind) {
                Some(kind) => format!("{} {}", table(kind, key), member(rest)).trim_end().to_owned(),
                None => member(steps),
            },
            _ => member(steps),
        };
        Self { place, message: violation.message, hint: violation.hint }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => write!(f, "{}", self.message)?,
            place => write!(f, "{place}: {}", self.message)?,
        }
        match &self.hint {
            Some(hint) => write!(f, "\n    {hint}"),
            None => Ok(()),
        }
    }
}

/// The table of a thing as TOML writes it, such as `[tasks."shop/poll"]`.
pub fn table(kind: Kind, key: &str) -> String {
    let is_bare = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_bare { format!("[{}.{key}]", kind.table()) } else { format!("[{}.{key:?}]", kind.table()) }
}

fn member(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Key(name) if text.is_empty() => text.push_str(name),
            Step::Key(name) => text.extend([".", name]),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// The error of a file with these faults.
pub fn refused(file: &File, faults: &[Fault]) -> Error {
    let mut text = format!("{} has faults", file.display());
    for fault in faults {
        text.push_str(&format!("\n  {fault}"));
    }
    Error::Failed(text)
}

#[cfg(test)]
mod tests {
    use beadle_values::violation::Path;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Path::of("plan").key("name"), "name: is off")]
    #[case(Path::of("plan").key("tusks"), "tusks: is off")]
    #[case(Path::of("plan").key("tasks").key("poll"), "[tasks.poll]: is off")]
    #[case(Path::of("plan").key("tasks").key("shop/poll").key("config").key("url"), "[tasks.\"shop/poll\"] config.url: is off")]
    #[case(Path::of("plan").key("calendars").key("a").key("days").index(2), "[calendars.a] days[2]: is off")]
    #[case(Path::of("plan"), "is off")]
    fn a_fault_names_the_table_and_the_member(#[case] path: Path, #[case] shown: &str) {
        assert_eq!(Fault::from(Violation::new(path, "kind", "is off")).to_string(), shown);
    }
}
