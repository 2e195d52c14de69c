//! Conformance, contract and end-to-end tests.
