//! Configs: written, read and listed.

mod read;
mod write;
