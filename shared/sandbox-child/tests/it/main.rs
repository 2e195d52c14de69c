//! The sandbox with real child processes.

#![cfg(test)]

mod escapes;
mod fetching;
mod function;
mod globals;
mod limits;
mod modules;
mod script;
mod support;
