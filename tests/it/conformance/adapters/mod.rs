//! The adapters that run on one machine, each with its fixture for each of its ports.

pub mod dynoxide;
mod sent;
pub mod sqlite;
pub mod stepped_clock;
