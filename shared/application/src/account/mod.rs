//! What is asked about accounts: by callers, by admins, by the functions that run executions and count them.

mod admit;
mod change;
mod check;
mod level;
mod overview;
mod release;
mod set;
mod settle;
mod standing;
#[cfg(test)]
mod tests;
mod top_up;

use crate::port::{Accounts, Executions};

pub use self::{
    admit::{Admit, admit},
    check::{Allowance, may_batch, may_save, may_start},
    level::{LevelChange, LevelPorts, change_level},
    overview::{Overview, overview},
    release::release,
    set::{AccountChange, set},
    settle::settle,
    standing::standing,
    top_up::{TopUp, top_up},
};

/// What it takes to know what an owner may use, and what it uses.
#[derive(Clone, Copy)]
pub struct AccountPorts<'a> {
    /// Where accounts are kept.
    pub accounts: &'a dyn Accounts,
    /// What is used.
    pub usage: &'a dyn Accounts,
}

/// What it takes to let executions go on that wait for credits or for a limit.
#[derive(Clone, Copy)]
pub struct ReleasePorts<'a> {
    /// Where they are listed.
    pub executions: &'a dyn Executions,
    /// Where they are changed.
    pub changer: &'a dyn Executions,
}
