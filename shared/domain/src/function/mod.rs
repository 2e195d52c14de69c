//! Functions that operators upload and tasks of type `custom` call.
//!
//! A version is immutable and known by its digest; `current` says which one a task calls that names none. Code runs in a
//! sandbox and nowhere else, which is also where it is parsed.

mod mock;
mod name;
mod reference;
mod upload;
mod version;

pub use self::{
    mock::{DryRun, MockFetch},
    name::{ExportName, FunctionName},
    reference::{FunctionRef, Pin},
    upload::{MAX_SOURCE, Upload, UploadDraft},
    version::{Digest, Function, FunctionVersion, MAX_VERSIONS, RanFunction},
};
