//! The operator's list of commands: what is not on it can't be run.

use std::collections::BTreeMap;

use beadle_values::violation::{Path, Violation};
use serde::{Deserialize, Serialize};

use crate::spec::ScriptSpec;

/// A command on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedCommand {
    /// The file, absolute.
    pub path: String,
    /// The digest that the file must have, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whether it may open sockets.
    #[serde(default)]
    pub network: bool,
    /// Folders in which it may be started, and which it may read.
    #[serde(default)]
    pub cwd: Vec<String>,
    /// Whether it may write in those folders.
    #[serde(default)]
    pub writes_cwd: bool,
    /// What else it may read and execute.
    #[serde(default)]
    pub read: Vec<String>,
    /// The user it becomes where Beadle runs as root; otherwise one of its own for each run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u32>,
}

/// The commands by their names, and where the list is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scripts {
    commands: BTreeMap<String, AllowedCommand>,
    place: String,
}

/// Why a text is no list of commands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AllowListError {
    /// It is not a JSON object of commands.
    #[error(
        "is no list of commands: {0}; such as {{\"node\": {{\"path\": \"/usr/bin/node\", \"cwd\": [\"/app\"]}}}}"
    )]
    Malformed(String),
    /// A path is not absolute.
    #[error("the command `{command}` has the path `{path}`, which is not absolute")]
    Relative {
        /// The command.
        command: String,
        /// Its path.
        path: String,
    },
    /// A digest is not one.
    #[error("the command `{command}` has a `sha256` that is not 64 hexadecimal digits")]
    Digest {
        /// The command.
        command: String,
    },
}

impl Scripts {
    /// No commands; `place` says where a list would be read from.
    pub fn none(place: impl Into<String>) -> Self {
        Self { commands: BTreeMap::new(), place: place.into() }
    }

    /// Reads the list that `place` holds: a JSON object with the command of each name.
    ///
    /// # Errors
    /// [`AllowListError`].
    pub fn parse(text: &str, place: impl Into<String>) -> Result<Self, AllowListError> {
        let commands: BTreeMap<String, AllowedCommand> =
            serde_json::from_str(text).map_err(|error| AllowListError::Malformed(error.to_string()))?;
        for (name, command) in &commands {
            let paths = [&command.path].into_iter().chain(&command.cwd).chain(&command.read);
            if let Some(path) = paths.into_iter().find(|path| !path.starts_with('/')) {
                return Err(AllowListError::Relative { command: name.clone(), path: path.clone() });
            }
            let is_digest =
                |text: &String| text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
            if !command.sha256.as_ref().is_none_or(is_digest) {
                return Err(AllowListError::Digest { command: name.clone() });
            }
        }
        Ok(Self { commands, place: place.into() })
    }

    /// The command `name`.
    pub fn get(&self, name: &str) -> Option<&AllowedCommand> {
        self.commands.get(name)
    }

    /// Checks that the list allows `spec`, whose members are at `path`.
    ///
    /// # Errors
    /// A violation that says where the list is.
    pub fn check(&self, spec: &ScriptSpec, path: &Path) -> Result<(), Violation> {
        let Some(command) = self.get(&spec.command) else {
            let message = format!("`{}` is not on the list of commands", spec.command);
            return Err(Violation::new(path.key("command"), "not_allowed", message).hint(self.hint()));
        };
        let opened = |folder: &String| {
            command.cwd.iter().any(|open| {
                let rest = folder.strip_prefix(open.trim_end_matches('/'));
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        match &spec.cwd {
            Some(folder) if !opened(folder) => {
                let message = format!("`{folder}` is not open for the command `{}`", spec.command);
                let hint = format!("add it to `cwd` of the command in {}", self.place);
                Err(Violation::new(path.key("cwd"), "not_allowed", message).hint(hint))
            }
            _ => Ok(()),
        }
    }

    fn hint(&self) -> String {
        if self.commands.is_empty() {
            return format!("no commands are allowed; an operator lists them in {}", self.place);
        }
        let names: Vec<&str> = self.commands.keys().map(String::as_str).collect();
        format!("allowed are {}; an operator adds others in {}", names.join(", "), self.place)
    }
}

#[cfg(test)]
mod tests {
    use beadle_values::body::Body;
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn list() -> Scripts {
        let list = json!({"node": {"path": "/usr/bin/node", "cwd": ["/app"]}, "true": {"path": "/bin/true"}});
        Scripts::parse(&list.to_string(), "/srv/scripts.json").unwrap()
    }

    fn spec(config: Value) -> ScriptSpec {
        ScriptSpec::parse_beside(config.as_object().unwrap(), &[], &Path::body()).unwrap()
    }

    #[rstest]
    #[case(json!({"command": "node"}))]
    #[case(json!({"command": "node", "cwd": "/app"}))]
    #[case(json!({"command": "node", "cwd": "/app/scripts"}))]
    #[case(json!({"command": "true"}))]
    fn what_is_on_the_list_is_allowed(#[case] config: Value) {
        assert_eq!(list().check(&spec(config), &Path::body()), Ok(()));
    }

    #[rstest]
    #[case(json!({"command": "bash"}), "body.command")]
    #[case(json!({"command": "/usr/bin/node"}), "body.command")]
    #[case(json!({"command": "node", "cwd": "/application"}), "body.cwd")]
    #[case(json!({"command": "true", "cwd": "/app"}), "body.cwd")]
    fn what_is_not_is_refused_with_the_place_of_the_list(#[case] config: Value, #[case] place: &str) {
        let violation = list().check(&spec(config), &Path::body()).unwrap_err();
        assert_eq!((violation.path.to_string(), violation.kind), (place.to_owned(), "not_allowed"));
        assert!(violation.hint.is_some_and(|hint| hint.contains("/srv/scripts.json")));
    }

    #[rstest]
    #[case("[]", "is no list of commands")]
    #[case(r#"{"a": {"path": "a"}}"#, "not absolute")]
    #[case(r#"{"a": {"path": "/a", "cwd": ["b"]}}"#, "not absolute")]
    #[case(r#"{"a": {"path": "/a", "sha256": "00"}}"#, "64 hexadecimal")]
    #[case(r#"{"a": {"path": "/a", "shell": true}}"#, "unknown field")]
    fn a_malformed_list_says_what_is_wrong(#[case] text: &str, #[case] message: &str) {
        let error = Scripts::parse(text, "x").unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}
