//! Checks the arguments of a script. Scripts run without a shell, so shell syntax in an argument is a
//! violation.

use beadle_values::violation::{Path, Violation, Violations};
use serde_json::Value;

/// Arguments that are shell syntax, and what to do instead.
const SYNTAX: [(&[&str], &str); 3] = [
    (
        &[">", ">>", "2>", "2>>", "&>", "2>&1", "1>"],
        "have the program write the file itself, such as `pg_dump --file=backup.sql`; what it prints is kept as the result",
    ),
    (&["<", "<<", "<<<"], "have the program read the file itself, or pass its content as an argument"),
    (
        &["|", "||", "&&", ";", "&"],
        "make a task of each command and let one depend on the other with `dependencies`, or call one script that does both",
    ),
];

/// Returns a violation for each argument in `config` that is shell syntax.
pub(super) fn faults(config: &Value, path: &Path) -> Violations {
    let mut faults = Violations::new();
    let listed = config.get("args").and_then(Value::as_array).into_iter().flatten();
    for (index, argument) in listed.enumerate() {
        let text = argument.as_str().unwrap_or_default().trim();
        let hint = SYNTAX.iter().find(|(words, _)| words.contains(&text)).map(|(_, hint)| *hint);
        if let Some(hint) = hint {
            let message = format!("`{text}` is for a shell, and scripts run without one");
            let path = path.key("args").index(index);
            faults.push(Violation::new(path, "shell_syntax", message).hint(hint));
        }
    }
    faults
}
