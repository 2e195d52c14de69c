//! A function with its versions.

use beadle_values::id::OwnerId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ExportName, FunctionName, FunctionRef, Pin};
use crate::{
    execution::{Failure, FailureCode},
    plan::PlanMark,
};

/// How many versions a function keeps: with another one the oldest goes that is not the current one.
pub const MAX_VERSIONS: usize = 100;

/// The SHA-256 of an upload, as 64 hexadecimal digits in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The digest with these bytes.
    pub fn of(hash: &[u8]) -> Self {
        Self(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The digest as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A function, without its source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// Its name.
    pub name: FunctionName,
    /// The number of its current version.
    pub current: u32,
    /// Its versions, oldest first; never empty.
    pub versions: Vec<FunctionVersion>,
    /// The plan that keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanMark>,
    /// When it was first uploaded.
    pub created_at: Timestamp,
    /// When its current version last moved.
    pub updated_at: Timestamp,
    /// How often it was changed. A write names the version that it replaces.
    pub version: u64,
}

/// A version of a function. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionVersion {
    /// Its number, from 1.
    pub number: u32,
    /// The digest of its source, entry, hosts and limits.
    pub digest: Digest,
    /// The module whose exports can be called.
    pub entry: String,
    /// What that module exports.
    pub exports: Vec<String>,
    /// The hosts that it may call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// All modules together, in bytes.
    pub size: u64,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// Who uploaded it.
    pub created_by: OwnerId,
}

/// The version of a function that an execution ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RanFunction {
    /// The function.
    pub name: FunctionName,
    /// The number of the version.
    #[serde(rename = "version")]
    pub number: u32,
    /// The digest of the version.
    #[serde(rename = "sha256")]
    pub digest: Digest,
}

impl Function {
    /// A new function with one version.
    pub fn new(name: FunctionName, first: FunctionVersion) -> Self {
        let at = first.created_at;
        Self {
            name,
            current: first.number,
            versions: vec![first],
            plan: None,
            created_at: at,
            updated_at: at,
            version: 1,
        }
    }

    /// The version that a task calls which names none.
    pub fn current(&self) -> Option<&FunctionVersion> {
        self.versions.iter().find(|version| version.number == self.current)
    }

    /// The version of this digest.
    pub fn with_digest(&self, digest: &Digest) -> Option<&FunctionVersion> {
        self.versions.iter().find(|version| version.digest == *digest)
    }

    /// The version that `pin` names; without one the current version.
    pub fn pinned(&self, pin: Option<&Pin>) -> Option<&FunctionVersion> {
        match pin {
            None => self.current(),
            Some(Pin::Number(number)) => self.versions.iter().find(|version| version.number == *number),
            Some(Pin::Digest(start)) => {
                self.versions.iter().find(|version| version.digest.as_str().starts_with(start.as_str()))
            }
        }
    }

    /// The function after `new` became its current version at `now`, and the versions that it keeps no longer. An upload
    /// that one of its versions equals makes that one current.
    #[must_use]
    pub fn with(&self, mut new: FunctionVersion, now: Timestamp) -> (Self, Vec<FunctionVersion>) {
        if let Some(known) = self.with_digest(&new.digest) {
            return (self.moved_to(known.number, now), Vec::new());
        }
        new.number = self.versions.iter().map(|version| version.number).max().unwrap_or_default() + 1;
        let mut next = self.moved_to(new.number, now);
        next.versions.push(new);
        let surplus = next.versions.len().saturating_sub(MAX_VERSIONS);
        let dropped = next.versions.drain(..surplus).collect();
        (next, dropped)
    }

    /// The function with version `number` as its current one.
    #[must_use]
    pub fn moved_to(&self, number: u32, now: Timestamp) -> Self {
        Self { current: number, updated_at: now, version: self.version + 1, ..self.clone() }
    }

    /// The version that `reference` calls, and the export.
    ///
    /// # Errors
    /// A [`Failure`] if there is no such version or export.
    pub fn resolve(
        &self,
        reference: &FunctionRef,
        export: Option<&ExportName>,
    ) -> Result<(&FunctionVersion, Option<String>), Failure> {
        let missing = |what: String| Failure::new(FailureCode::FunctionMissing, what);
        let version = self.pinned(reference.pin.as_ref()).ok_or_else(|| {
            missing(format!("the function `{}` has no such version as `{reference}`", self.name))
        })?;
        let exports = |name: &str| version.exports.iter().any(|export| export == name);
        let wanted = export.map(ExportName::as_str);
        // A function that was found by one of its exports is called by that.
        let by_name = [reference.name.as_str(), self.name.as_str()].into_iter().find(|name| exports(name));
        match (wanted, by_name) {
            (Some(wanted), _) if !exports(wanted) => Err(missing(format!(
                "version {} of the function `{}` exports no `{wanted}`; it exports {}",
                version.number,
                self.name,
                version.exports.join(", "),
            ))),
            (Some(wanted), _) => Ok((version, Some(wanted.to_owned()))),
            (None, by_name) => Ok((version, by_name.map(str::to_owned))),
        }
    }
}

impl FunctionVersion {
    /// What an execution keeps of it.
    pub fn ran(&self, function: &FunctionName) -> RanFunction {
        RanFunction { name: function.clone(), number: self.number, digest: self.digest.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: u32, digest: u8, exports: &[&str]) -> FunctionVersion {
        FunctionVersion {
            number,
            digest: Digest::of(&[digest; 32]),
            entry: "index.js".to_owned(),
            exports: exports.iter().map(|name| (*name).to_owned()).collect(),
            hosts: Vec::new(),
            size: 10,
            created_at: Timestamp::UNIX_EPOCH,
            created_by: OwnerId::parse("ada").unwrap(),
        }
    }

    fn function() -> Function {
        Function::new("invoices".parse().unwrap(), version(1, 1, &["default"]))
    }

    fn resolved(function: &Function, reference: &str) -> Result<(u32, Option<String>), FailureCode> {
        let found = function.resolve(&reference.parse().unwrap(), None);
        found.map(|(version, export)| (version.number, export)).map_err(|failure| failure.code)
    }

    #[test]
    fn an_upload_makes_a_new_current_version_and_the_same_upload_none() {
        let (second, dropped) = function().with(version(0, 2, &["a", "b"]), Timestamp::UNIX_EPOCH);
        assert_eq!((second.current, second.versions.len(), second.version, dropped.len()), (2, 2, 2, 0));
        let (back, _) = second.with(version(0, 1, &["default"]), Timestamp::UNIX_EPOCH);
        assert_eq!((back.current, back.versions.len(), back.version), (1, 2, 3), "a roll back by upload");
    }

    #[test]
    fn the_oldest_version_goes_when_there_are_too_many() {
        let mut function = function();
        for digest in 2..=u8::try_from(MAX_VERSIONS).unwrap() {
            function = function.with(version(0, digest, &[]), Timestamp::UNIX_EPOCH).0;
        }
        let (next, dropped) = function.with(version(0, 200, &[]), Timestamp::UNIX_EPOCH);
        assert_eq!((next.versions.len(), next.current, dropped[0].number), (MAX_VERSIONS, 101, 1));
    }

    #[test]
    fn references_name_the_current_version_a_number_or_a_digest() {
        let function = function().with(version(0, 2, &["first", "second"]), Timestamp::UNIX_EPOCH).0;
        assert_eq!(resolved(&function, "invoices"), Ok((2, None)));
        assert_eq!(resolved(&function, "second"), Ok((2, Some("second".to_owned()))), "found by its export");
        assert_eq!(resolved(&function, "invoices@1"), Ok((1, None)));
        assert_eq!(resolved(&function, "invoices@010101010101"), Ok((1, None)));
        assert_eq!(resolved(&function, "invoices@3"), Err(FailureCode::FunctionMissing));
        let export = "third".parse().unwrap();
        let failure = function.resolve(&"invoices".parse().unwrap(), Some(&export)).unwrap_err();
        assert!(failure.message.contains("exports first, second"), "{}", failure.message);
    }
}
