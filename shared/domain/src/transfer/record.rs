//! The form that all records share.

use beadle_values::{
    body::as_object,
    names,
    names::parse,
    violation::{Path, Violation, Violations},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The version of the form of records.
pub const RECORD_VERSION: u64 = 1;

names! {
    /// What a record describes.
    pub enum RecordKind, noun "kind of record" {
        /// A config.
        Config = "config",
        /// A calendar.
        Calendar = "calendar",
        /// A version of a function, with its source.
        FunctionVersion = "function_version",
        /// A function: which of its versions is current.
        Function = "function",
        /// A template.
        Template = "template",
        /// A task.
        Task = "task",
        /// The rules of alerts.
        Alerts = "alerts",
        /// A batch that has ended.
        Batch = "batch",
        /// An execution.
        Execution = "execution",
        /// Something that is not moved.
        LeftOut = "left_out",
    }
}

/// A record whose kind and version are known.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What it describes.
    pub kind: RecordKind,
    /// The id or the name of that.
    pub id: String,
    members: Map<String, Value>,
}

impl Record {
    /// A record of `id` with `parts`.
    pub(super) fn new(kind: RecordKind, id: impl ToString, parts: [(&str, Value); 2]) -> Self {
        let members =
            parts.into_iter().map(|(name, value)| (name.to_owned(), without_nulls(value))).collect();
        Self { kind, id: id.to_string(), members }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// A violation for what is no record, or one of an unknown kind or version.
    pub fn read(value: &Value) -> Result<Self, Violations> {
        let path = Path::body();
        let given = as_object(value, &path)?;
        let missing = |name: &str| Violation::new(path.key(name), "missing", "is required");
        let kind = given.get("kind").ok_or_else(|| missing("kind"))?;
        let kind: RecordKind = parse(kind, &path.key("kind"))?;
        if given.get("version") != Some(&RECORD_VERSION.into()) {
            let message = format!("must be {RECORD_VERSION}, the only version of records that is known here");
            return Err(Violation::new(path.key("version"), "unknown_version", message)
                .hint("import the file with a newer version of Beadle")
                .into());
        }
        let id = given.get("id").and_then(Value::as_str).ok_or_else(|| missing("id"))?.to_owned();
        let members =
            given.clone().into_iter().filter(|(name, _)| !matches!(name.as_str(), "kind" | "version" | "id"));
        Ok(Self { kind, id, members: members.collect() })
    }

    /// The record as JSON.
    pub fn value(&self) -> Value {
        let head = [
            ("kind".to_owned(), self.kind.as_str().into()),
            ("version".to_owned(), RECORD_VERSION.into()),
            ("id".to_owned(), self.id.clone().into()),
        ];
        Value::Object(head.into_iter().chain(self.members.clone()).collect())
    }

    /// The id, which is one of `T`.
    ///
    /// # Errors
    /// A violation at `body.id`.
    pub fn id<T: std::str::FromStr>(&self) -> Result<T, Violation> {
        self.id.parse().map_err(|_| {
            let message = format!("is not the id of a record of kind `{}`", self.kind);
            Violation::new(Path::body().key("id"), "id", message)
        })
    }

    /// The part `name` as it is.
    ///
    /// # Errors
    /// A violation if it is missing.
    pub fn part(&self, name: &str) -> Result<&Value, Violation> {
        let missing = || Violation::new(Path::body().key(name), "missing", "is required");
        self.members.get(name).ok_or_else(missing)
    }

    /// The part `name` as it was stored.
    ///
    /// # Errors
    /// A violation if it is missing or has another form.
    pub fn stored<T: DeserializeOwned>(&self, name: &str) -> Result<T, Violation> {
        serde_json::from_value(self.part(name)?.clone()).map_err(|error| {
            let message = format!("has another form than a record of this version: {error}");
            Violation::new(Path::body().key(name), "record", message)
        })
    }
}

/// The members of a part that say something: a member that is left out means null.
fn without_nulls(part: Value) -> Value {
    match part {
        Value::Object(members) => members.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        other => other,
    }
}

/// `value` as it is stored.
#[expect(clippy::expect_used, reason = "what is stored are structs of this crate, whose keys are strings")]
pub(super) fn stored(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("it is written")
}
