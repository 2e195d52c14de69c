//! `beadle doctor --store`: whether the store of a machine is as it should be.

use std::collections::BTreeMap;

use beadle_embedded::{Checkup, DataFolder};
use beadle_runtime::Environment;
use serde_json::{Value, json};

use crate::{
    client::{Error, Result},
    data_dir::DataDir,
    output::{Output, bar},
};

/// Prints what was found in the store of `data_dir`.
///
/// # Errors
/// [`Error::Failed`] if something is wrong, or if there is no store that can be read at all.
pub fn run(data_dir: &DataDir, output: &Output) -> Result<()> {
    let spinner = bar::spinner(output, "checking");
    let checkup = DataFolder::new(data_dir.folder(&Environment::process())).check_up();
    spinner.finish_and_clear();
    let checkup = checkup.map_err(|error| Error::Failed(error.to_string()))?;
    output.done(&as_lines(&checkup), &as_json(&checkup))?;
    if checkup.is_sound() { Ok(()) } else { Err(Error::Failed("the store is not sound".to_owned())) }
}

fn as_json(checkup: &Checkup) -> Value {
    let Checkup { schema, known_schema, integrity, foreign_keys, missing, file, log_bytes, set_aside } =
        checkup;
    json!({
        "sound": checkup.is_sound(),
        "integrity": integrity,
        "foreign_keys": foreign_keys,
        "missing": missing,
        "set_aside": set_aside,
        "schema": schema,
        "known_schema": known_schema,
        "bytes": file.bytes,
        "free_bytes": file.free_bytes,
        "log_bytes": log_bytes,
    })
}

fn as_lines(checkup: &Checkup) -> String {
    let Checkup { schema, known_schema, integrity, foreign_keys, missing, file, log_bytes, set_aside } =
        checkup;
    let rows = |set_aside: &BTreeMap<String, u64>| {
        set_aside.iter().map(|(table, rows)| format!("{rows} rows of {table}")).collect()
    };
    let findings = [
        ("integrity", Some(integrity.clone())),
        ("foreign keys", foreign_keys.clone()),
        ("missing", missing.clone()),
        ("set aside", set_aside.as_ref().map(rows)),
    ];
    let mut lines = Vec::new();
    for (name, found) in findings {
        match found.as_deref() {
            None => lines.push(format!("{name}: not checked")),
            Some([]) => lines.push(format!("{name}: ok")),
            Some(found) => lines.extend(found.iter().map(|problem| format!("{name}: {problem}"))),
        }
    }
    let schema = match schema {
        schema if schema == known_schema => format!("schema: {schema}"),
        older => format!("schema: {older}, which the next start upgrades to {known_schema}"),
    };
    lines.extend([
        schema,
        format!("size: {} bytes, {} of them free", file.bytes, file.free_bytes),
        format!("log: {log_bytes} bytes"),
    ]);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use beadle_embedded::FileSize;

    use super::*;

    #[test]
    fn each_finding_is_a_line() {
        let sound = Checkup {
            schema: 7,
            known_schema: 7,
            integrity: Vec::new(),
            foreign_keys: Some(Vec::new()),
            missing: Some(Vec::new()),
            file: FileSize { bytes: 8_192, free_bytes: 4_096 },
            log_bytes: 0,
            set_aside: Some(BTreeMap::new()),
        };
        assert_eq!(
            as_lines(&sound),
            "integrity: ok\nforeign keys: ok\nmissing: ok\nset aside: ok\nschema: 7\n\
             size: 8192 bytes, 4096 of them free\nlog: 0 bytes"
        );
        let damaged = Checkup {
            schema: 6,
            integrity: vec!["Tree 4 page 7: btreeInitPage() returns error code 11".to_owned()],
            foreign_keys: None,
            missing: None,
            set_aside: Some([("tasks".to_owned(), 2)].into()),
            ..sound
        };
        let lines = as_lines(&damaged);
        for line in [
            "integrity: Tree 4 page 7: btreeInitPage() returns error code 11",
            "foreign keys: not checked",
            "set aside: 2 rows of tasks",
            "schema: 6, which the next start upgrades to 7",
        ] {
            assert!(lines.lines().any(|found| found == line), "{lines}");
        }
        assert_eq!(as_json(&damaged)["sound"], false);
    }
}
