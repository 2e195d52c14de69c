//! Authentication: tokens, published keys and settings.

mod issuer;
mod keys;
mod settings;
mod tokens;
