//! Conformance, contract and end-to-end tests.

mod architecture;
mod repository;
mod template;
