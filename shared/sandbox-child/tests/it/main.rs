//! The sandbox with real child processes.

mod escapes;
mod fetching;
mod function;
mod globals;
mod limits;
mod modules;
mod script;
mod support;
