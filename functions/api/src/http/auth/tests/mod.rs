//! Tokens that are let in and tokens that are not.

mod issuer;
mod keys;
mod settings;
mod tokens;
