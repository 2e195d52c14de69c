//! The documents at `/openapi.json` and `/openapi.v1.json`, generated from the handlers by a test, and the schema of plans at
//! `/beadle.schema.json`, from the tables of bodies: checked in, and served as checked in.

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
mod problem;
pub(crate) mod serve;
#[cfg(test)]
mod v1;

#[cfg(test)]
pub(crate) use self::{
    examples::RecordedResponse,
    generate::{Documents, generate},
};

/// The document of all routes as it is served.
#[cfg(test)]
pub(crate) const DOCUMENT: &str = include_str!("../../../openapi.json");

/// The document that clients are generated from as it is served.
#[cfg(test)]
pub(crate) const V1: &str = include_str!("../../../openapi.v1.json");

/// The schema of plans as it is served.
#[cfg(test)]
pub(crate) const PLAN: &str = include_str!("../../../beadle.schema.json");
