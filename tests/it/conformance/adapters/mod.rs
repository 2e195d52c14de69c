//! The adapters, each with its fixture for each of its ports.

pub mod nothing;
pub mod sandbox;
pub mod secrets;
pub mod sent;
pub mod sqlite;
pub mod stepped_clock;
pub mod table;
