//! Shared by the benchmarks and the tests: a small emulation of the Lambda Runtime API, and bodies of responses.

pub mod responses;
pub mod runtime_api;
