//! The sandbox with real child processes.

mod script;
mod support;
