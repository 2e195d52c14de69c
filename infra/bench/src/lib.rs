//! What benchmarks share with the end-to-end tests: a small emulation of the Lambda Runtime API.

pub mod runtime_api;
