//! Functions that operators upload, and that tasks of type `custom`, retry rules and transformations call.
//!
//! A version is immutable and known by its digest; `current` says which one a task calls that names none. Code runs in a
//! sandbox and nowhere else, which is also where it is parsed.

mod mock;
mod name;
mod reference;
mod rule;
mod upload;
pub mod usage;
mod version;

pub use self::{
    mock::{DryRun, MockFetch},
    name::{ExportName, FunctionName},
    reference::{FunctionRef, Pin},
    rule::RuleFunction,
    upload::{MAX_SOURCE, Upload, UploadDraft},
    usage::FunctionUse,
    version::{Digest, Function, FunctionVersion, MAX_VERSIONS, RanFunction},
};
pub(crate) use self::{name::export, reference::reference};
