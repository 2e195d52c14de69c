//! The body that uploads a version of a function.

use std::collections::BTreeMap;

use beadle_values::{
    body,
    body::{as_object, custom, of, optional, otherwise, required, whole},
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Digest;
use crate::document;

use crate::plan::PlanMark;

/// The most that all modules have together, in bytes.
pub const MAX_SOURCE: usize = 1024 * 1024;

/// The most modules.
const MAX_MODULES: usize = 200;

/// The most hosts.
const MAX_HOSTS: usize = 50;

/// The entry unless one is given.
const ENTRY: &str = "index.js";

/// The heap of a function unless it asks for another one, in MiB, and the largest.
const DEFAULT_MEMORY_MB: u32 = 32;
const MAX_MEMORY_MB: u64 = 128;

/// The processor time of a function unless it asks for another one, in milliseconds, and the longest.
const DEFAULT_CPU_MS: u32 = 2_000;
const MAX_CPU_MS: u64 = 10_000;

body! {
    /// A version of a function.
    #[derive(Debug, Clone, PartialEq)]
    pub struct UploadDraft as "FunctionUpload" {
        /// The source of each module by its path, such as `index.js` or `lib/a.js`; at most 1 MB in all. Imports find only
        /// these.
        modules: BTreeMap<String, String> = required(custom(modules, |_| {
            json!({"type": "object", "minProperties": 1, "maxProperties": MAX_MODULES, "additionalProperties": {"type": "string"}})
        })),
        /// The module whose exports can be called: `index.js` unless given, or the only module.
        entry: Option<String> = optional(beadle_values::body::text(1, 255)),
        /// The hosts that it may call with `fetch`, at most 50: such as `api.example.com` or `*.example.com`.
        hosts: Vec<String> = otherwise(custom(hosts, |_| {
            json!({"type": "array", "maxItems": MAX_HOSTS, "items": {"type": "string"}})
        }), Vec::new),
        /// How much memory its values may take, in MiB: 32 unless given, at most 128.
        memory_mb: u32 = otherwise(whole::<u32>(4, MAX_MEMORY_MB), || DEFAULT_MEMORY_MB),
        /// How much processor time a run may take, in milliseconds: 2000 unless given, at most 10,000.
        cpu_ms: u32 = otherwise(whole::<u32>(10, MAX_CPU_MS), || DEFAULT_CPU_MS),
        /// The plan that keeps the function; unless given it stays as it is.
        plan: Option<PlanMark> = optional(of()),
    }
    example {
        "modules": {"index.js": "export async function processData(params, ctx) { return { moved: params.source } }"},
        "hosts": ["api.example.com"]
    }
}

/// What a version of a function is: its digest is that of this as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// The source of each module by its path.
    pub modules: BTreeMap<String, String>,
    /// The module whose exports can be called.
    pub entry: String,
    /// The hosts that it may call.
    pub hosts: Vec<String>,
    /// How much memory its values may take, in MiB.
    pub memory_mb: u32,
    /// How much processor time a run may take, in milliseconds.
    pub cpu_ms: u32,
}

impl Upload {
    /// The digest of it.
    pub fn digest(&self) -> Digest {
        let text = serde_json::Value::Object(document::of(self)).to_string();
        Digest::of(&Sha256::digest(text))
    }

    /// The size of all modules, in bytes.
    pub fn size(&self) -> u64 {
        self.modules.values().map(|source| source.len() as u64).sum()
    }
}

impl UploadDraft {
    /// The plan that keeps the function, if the upload says so.
    pub fn plan(&self) -> Option<&PlanMark> {
        self.plan.as_ref()
    }

    /// The upload with its entry.
    ///
    /// # Errors
    /// A violation if the entry is no module of it.
    pub fn complete(self, path: &Path) -> Result<Upload, Violation> {
        let Self { modules, entry, mut hosts, memory_mb, cpu_ms, plan: _ } = self;
        let only = (modules.len() == 1).then(|| modules.keys().next().cloned()).flatten();
        let entry = entry.or_else(|| only.filter(|_| !modules.contains_key(ENTRY)));
        let entry = entry.unwrap_or_else(|| ENTRY.to_owned());
        if !modules.contains_key(&entry) {
            let known: Vec<&str> = modules.keys().map(String::as_str).collect();
            return Err(Violation::new(
                path.key("entry"),
                "no_such_module",
                format!("`{entry}` is no module"),
            )
            .hint(format!("one of {}", known.join(", "))));
        }
        hosts.sort();
        hosts.dedup();
        Ok(Upload { modules, entry, hosts, memory_mb, cpu_ms })
    }
}

fn modules(value: &Value, path: &Path) -> Result<BTreeMap<String, String>, Violations> {
    let members = as_object(value, path)?;
    let mut violations = Violations::new();
    if members.is_empty() || members.len() > MAX_MODULES {
        violations.add(path.clone(), "length", format!("must have 1 to {MAX_MODULES} modules"));
    }
    let mut modules = BTreeMap::new();
    for (name, source) in members {
        let path = path.key(name);
        let is_path = name.len() <= 255
            && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-$@+".contains(&byte));
        if !is_path {
            violations.push(
                Violation::new(path, "path", "is not the path of a module")
                    .hint("such as index.js or lib/a.js"),
            );
        } else if let Some(source) = source.as_str() {
            modules.insert(name.clone(), source.to_owned());
        } else {
            violations.add(path, "type_error", "must be a string with the source");
        }
    }
    let size: usize = modules.values().map(String::len).sum();
    if size > MAX_SOURCE {
        let message = format!("all modules together have {size} bytes, more than {MAX_SOURCE}");
        violations.push(
            Violation::new(path.clone(), "length", message).hint("bundle and minify them on your side"),
        );
    }
    violations.into_result(modules)
}

fn hosts(value: &Value, path: &Path) -> Result<Vec<String>, Violations> {
    let Some(values) = value.as_array().filter(|values| values.len() <= MAX_HOSTS) else {
        let message = format!("must be a list of at most {MAX_HOSTS} hosts");
        return Err(Violation::new(path.clone(), "type_error", message).into());
    };
    let mut violations = Violations::new();
    let mut hosts = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let text = value.as_str().unwrap_or_default().to_ascii_lowercase();
        let name = text.strip_prefix("*.").unwrap_or(&text);
        let is_host = !name.is_empty()
            && name.len() <= 253
            && name.split('.').all(|label| !label.is_empty())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        if is_host && (text == name || name.contains('.')) {
            hosts.push(text);
        } else {
            let fault = Violation::new(path.index(index), "host", "is not the name of a host");
            violations.push(fault.hint("such as api.example.com or *.example.com, without scheme and port"));
        }
    }
    violations.into_result(hosts)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn read(body: Value) -> Result<Upload, Violations> {
        UploadDraft::parse(&body, &Path::body())
            .and_then(|draft| draft.complete(&Path::body()).map_err(Violations::from))
    }

    #[rstest]
    #[case(json!({"modules": {"index.js": "x", "lib/a.js": "y"}}), "index.js")]
    #[case(json!({"modules": {"tasks.mjs": "x"}}), "tasks.mjs")]
    #[case(json!({"modules": {"a.js": "x", "b.js": "y"}, "entry": "b.js"}), "b.js")]
    fn the_entry_is_the_one_that_is_meant(#[case] body: Value, #[case] entry: &str) {
        let upload = read(body).unwrap();
        assert_eq!((upload.entry.as_str(), upload.memory_mb, upload.cpu_ms), (entry, 32, 2_000));
    }

    #[rstest]
    #[case(json!({}), "body.modules missing")]
    #[case(json!({"modules": {}}), "body.modules length")]
    #[case(json!({"modules": {"a.js": "x", "b.js": "y"}}), "body.entry no_such_module")]
    #[case(json!({"modules": {"../a.js": "x"}}), "body.modules.../a.js path")]
    #[case(json!({"modules": {"a.js": 1}}), "body.modules.a.js type_error")]
    #[case(json!({"modules": {"a.js": "x".repeat(MAX_SOURCE + 1)}}), "body.modules length")]
    #[case(json!({"modules": {"a.js": "x"}, "hosts": ["https://a.example"]}), "body.hosts[0] host")]
    #[case(json!({"modules": {"a.js": "x"}, "hosts": ["*.com"]}), "body.hosts[0] host")]
    #[case(json!({"modules": {"a.js": "x"}, "memory_mb": 129}), "body.memory_mb out_of_range")]
    fn faults(#[case] body: Value, #[case] fault: &str) {
        let violations = read(body).unwrap_err();
        assert_eq!(violations.iter().map(|v| format!("{} {}", v.path, v.kind)).collect::<Vec<_>>(), [fault]);
    }
}
