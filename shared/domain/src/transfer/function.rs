//! Functions as records: one for each version with its source, oldest first, and then one that says which is current.

use beadle_values::violation::{Path, Violation, Violations};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Record, RecordKind, Stamp, record::stored, stamp::past};
use crate::{
    function::{Digest, Function, FunctionName, FunctionVersion, Upload, UploadDraft},
    plan::PlanMark,
};

/// The greatest number of a version.
const MAX_NUMBER: u32 = 1_000_000_000;

/// What only Beadle writes of a version.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionState {
    number: u32,
    created_at: Timestamp,
}

/// A version that is imported.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedVersion {
    /// The function.
    pub name: FunctionName,
    /// Its number.
    pub number: u32,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// Its source.
    pub upload: Upload,
}

/// What a function is beside its versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The number of its current version.
    pub current: u32,
    /// Its versions: their numbers and digests, oldest first.
    pub versions: Vec<(u32, Digest)>,
    /// When it was first uploaded.
    pub created_at: Timestamp,
    /// When its current version last moved.
    pub updated_at: Timestamp,
    /// The number of changes.
    pub version: u64,
    /// The plan that keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanMark>,
}

impl Head {
    /// The head of `function`.
    pub fn of(function: &Function) -> Self {
        Self {
            current: function.current,
            versions: function
                .versions
                .iter()
                .map(|version| (version.number, version.digest.clone()))
                .collect(),
            created_at: function.created_at,
            updated_at: function.updated_at,
            version: function.version,
            plan: function.plan.clone(),
        }
    }
}

/// A version of the function `name` as a record.
pub fn version_record(name: &FunctionName, version: &FunctionVersion, source: &Upload) -> Record {
    let state = VersionState { number: version.number, created_at: version.created_at };
    let parts = [("members", stored(source)), ("state", stored(&state))];
    Record::new(RecordKind::FunctionVersion, name, parts)
}

/// `function` as a record.
pub fn record(function: &Function) -> Record {
    let parts = [("members", Value::Object(Default::default())), ("state", stored(&Head::of(function)))];
    Record::new(RecordKind::Function, &function.name, parts)
}

/// The version that `record` describes.
///
/// # Errors
/// All violations of its members, or those of its state.
pub fn read_version(record: &Record, now: Timestamp) -> Result<ImportedVersion, Violations> {
    let name = record.id()?;
    let VersionState { number, created_at } = record.stored("state")?;
    let path = Path::body().key("state");
    let mut violations = Violations::new();
    past(created_at, now, &path.key("created_at"), &mut violations);
    if !(1..=MAX_NUMBER).contains(&number) {
        violations.push(Violation::new(path.key("number"), "out_of_range", "must be from 1 to 1000000000"));
    }
    let upload = UploadDraft::parse(record.part("members")?, &Path::body())?.complete(&Path::body())?;
    violations.into_result(ImportedVersion { name, number, created_at, upload })
}

/// The name of the function that `record` describes, and its head.
///
/// # Errors
/// The violations of its state.
pub fn read(record: &Record, now: Timestamp) -> Result<(FunctionName, Head), Violations> {
    let head: Head = record.stored("state")?;
    let path = Path::body().key("state");
    Stamp { created_at: head.created_at, updated_at: head.updated_at, version: head.version }
        .check(now, &path)?;
    if !head.versions.iter().any(|(number, _)| *number == head.current) {
        let message = "is not among the versions";
        return Err(Violation::new(path.key("current"), "no_such_version", message).into());
    }
    Ok((record.id()?, head))
}
