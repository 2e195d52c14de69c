//! The document at `/openapi.json`: generated from the handlers by a test, checked in, and served as checked
//! in.

#[cfg(test)]
mod by_type;
#[cfg(test)]
mod complete;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod operation;

#[cfg(test)]
pub(crate) use self::{examples::RecordedResponse, generate::generate};

/// The document as it is served.
pub const DOCUMENT: &str = include_str!("../../../openapi.json");
