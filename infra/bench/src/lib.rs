//! Shared by the benchmarks and the end-to-end tests: a small emulation of the Lambda Runtime API.

pub mod runtime_api;
