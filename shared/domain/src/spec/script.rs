//! A command of the machine, as a user writes it: `command`, `args`, `cwd`, `env` (seed 002).

use std::collections::BTreeMap;

use beadle_values::{
    body,
    body::{Shape, as_object, custom, list, optional, otherwise, required, whole},
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::text::not_blank;
use crate::{interpolation::Template, script::shell};

/// The most arguments of a command.
const MAX_ARGUMENTS: usize = 250;

/// The most variables of its environment.
const MAX_VARIABLES: usize = 100;

/// The variables that every script gets, and that a task can't set.
const RESERVED: [&str; 4] = ["PATH", "HOME", "TMPDIR", "BEADLE_INPUT"];

body! {
    /// A command of the list of commands. It reads the task's `input` as JSON from its standard input, and its result is
    /// the last line of its output if that is JSON, or else all of the output.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct ScriptSpec {
        /// The name of a command on the operator's list of commands.
        pub command: String = required(not_blank().shown(|| json!({"example": "node"}))),
        /// Its arguments, at most 250. No shell reads them; strings may hold placeholders, but no secrets.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub args: Vec<Template> = otherwise(custom(arguments, |_| {
            json!({"type": "array", "maxItems": MAX_ARGUMENTS, "items": {"type": "string"}, "example": ["scripts/cleanup.js"]})
        }), Vec::new),
        /// The folder in which it starts, absolute: one that the list of commands opens for the command. Unless given, an
        /// empty one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cwd: Option<String> = optional(custom(folder, |_| json!({"type": "string", "example": "/app"}))),
        /// Its environment beside `PATH`, `HOME`, `TMPDIR` and `BEADLE_INPUT`, at most 100 variables; values may hold
        /// placeholders.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub env: BTreeMap<String, Template> = otherwise(custom(environment, |_| {
            json!({"type": "object", "maxProperties": MAX_VARIABLES, "additionalProperties": {"type": "string"}})
        }), BTreeMap::new),
        /// The exit codes, 1 to 255, after which no other attempt is made.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub final_exit_codes: Vec<u16> = otherwise(list("exit codes", whole::<u16>(1, 255)).max(255), Vec::new),
    }
}

fn arguments(value: &Value, path: &Path) -> Result<Vec<Template>, Violations> {
    let Some(values) = value.as_array() else {
        return Err(Violation::new(path.clone(), "type_error", "must be a list of strings").into());
    };
    if values.len() > MAX_ARGUMENTS {
        let message = format!("has more than {MAX_ARGUMENTS} arguments");
        return Err(Violation::new(path.clone(), "length", message).into());
    }
    let mut violations = Violations::new();
    let mut arguments = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let path = path.index(index);
        let Some(text) = value.as_str() else {
            violations.add(path, "type_error", "must be a string");
            continue;
        };
        if let Some(hint) = shell::syntax(text) {
            let message = format!("`{}` is for a shell, and scripts run without one", text.trim());
            violations.push(Violation::new(path, "shell_syntax", message).hint(hint));
            continue;
        }
        let Some(template) = violations.take(Template::parse(text, &path)) else { continue };
        if !template.secrets().is_empty() {
            let message = "names a secret, and every user of the machine can see arguments";
            violations.push(
                Violation::new(path, "secret", message).hint("give it in `env`, which only the script sees"),
            );
            continue;
        }
        arguments.push(template);
    }
    violations.into_result(arguments)
}

fn folder(value: &Value, path: &Path) -> Result<String, Violations> {
    let text = not_blank().read(value, path)?;
    let leaves = text.split('/').any(|part| part == "..");
    if !text.starts_with('/') || leaves || text.contains("${") {
        return Err(Violation::new(path.clone(), "path", "is not an absolute path without `..`")
            .hint("such as /app; the list of commands opens folders for a command with `cwd`")
            .into());
    }
    Ok(text)
}

fn environment(value: &Value, path: &Path) -> Result<BTreeMap<String, Template>, Violations> {
    let members = as_object(value, path)?;
    let mut violations = Violations::new();
    if members.len() > MAX_VARIABLES {
        violations.add(path.clone(), "length", format!("has more than {MAX_VARIABLES} variables"));
    }
    let mut variables = BTreeMap::new();
    for (name, value) in members {
        let path = path.key(name);
        if !is_variable(name) {
            violations.push(
                Violation::new(path, "name", "is not the name of a variable")
                    .hint("letters, digits and `_`, not beginning with a digit"),
            );
        } else if RESERVED.contains(&name.as_str()) || name.starts_with("LD_") || name.starts_with("BEADLE_")
        {
            let hint =
                "leave it out: PATH, HOME, TMPDIR and BEADLE_INPUT are given, and LD_… would load other code";
            violations.push(Violation::new(path, "reserved", "can't be set by a task").hint(hint));
        } else if let Some(text) = value.as_str() {
            variables.extend(violations.take(Template::parse(text, &path)).map(|text| (name.clone(), text)));
        } else {
            violations.push(Violation::new(path, "type_error", "must be a string").hint("such as \"1\""));
        }
    }
    violations.into_result(variables)
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    use beadle_values::body::Body;
    use rstest::rstest;

    use super::*;

    fn parse(config: Value) -> Result<ScriptSpec, Violations> {
        ScriptSpec::parse_beside(config.as_object().unwrap(), &["type"], &Path::body())
    }

    #[test]
    fn the_clean_up_of_seed_002() {
        let spec = parse(json!({
            "command": "node", "args": ["scripts/cleanup.js"], "cwd": "/app", "env": {"NODE_ENV": "production"},
        }))
        .unwrap();
        assert_eq!((spec.command.as_str(), spec.args[0].as_str()), ("node", "scripts/cleanup.js"));
        assert_eq!((spec.cwd.as_deref(), spec.env["NODE_ENV"].as_str()), (Some("/app"), "production"));
        let stored = serde_json::to_string(&spec).unwrap();
        assert_eq!(serde_json::from_str::<ScriptSpec>(&stored).unwrap(), spec);
    }

    #[rstest]
    #[case(json!({}), &["body.command missing"])]
    #[case(json!({"command": "pg_dump", "args": ["-U", "user", "-h", "localhost", "mydb", ">", "backup.sql"], "cwd": "/backups"}),
        &["body.args[5] shell_syntax"])]
    #[case(json!({"command": "sh", "args": ["a", "|", "b", "&&", "c"]}), &["body.args[1] shell_syntax", "body.args[3] shell_syntax"])]
    #[case(json!({"command": "a", "args": ["--password=${secret:db}", 1, "${"]}),
        &["body.args[0] secret", "body.args[1] type_error", "body.args[2] placeholder"])]
    #[case(json!({"command": "a", "args": "b"}), &["body.args type_error"])]
    #[case(json!({"command": "a", "cwd": "scripts"}), &["body.cwd path"])]
    #[case(json!({"command": "a", "cwd": "/app/../etc"}), &["body.cwd path"])]
    #[case(json!({"command": "a", "env": {"PATH": "/x", "LD_PRELOAD": "x", "1A": "x", "B": 2}}),
        &["body.env.1A name", "body.env.B type_error", "body.env.LD_PRELOAD reserved", "body.env.PATH reserved"])]
    #[case(json!({"command": "a", "final_exit_codes": [0]}), &["body.final_exit_codes[0] out_of_range"])]
    #[case(json!({"command": "a", "shell": true}), &["body.shell unknown_field"])]
    fn every_fault_is_named_with_its_place(#[case] config: Value, #[case] faults: &[&str]) {
        let violations = parse(config).unwrap_err();
        let mut found: Vec<_> = violations.iter().map(|v| format!("{} {}", v.path, v.kind)).collect();
        found.sort();
        assert_eq!(found, faults);
    }

    #[test]
    fn a_character_inside_an_argument_is_only_a_character() {
        let args = json!(["--file=a>b", "x|y", "a && b", "on $(date)", "a `id`", "*"]);
        assert_eq!(parse(json!({"command": "a", "args": args})).unwrap().args.len(), 6);
    }
}
