//! Alerts of an owner: rules that say what is worth an alarm, what fires now, and what is still to be told.
//!
//! [`rules`] and [`targets`] are what the owner writes, [`facts`] what happened, [`book`] keeps the rules with what was seen of them,
//! [`taking`] takes facts, [`message`] is what a target is told.

pub mod book;
pub mod facts;
pub mod message;
pub mod rules;
pub mod taking;
pub mod targets;

pub use self::{
    book::{AlertBook, AlertTurn, Failure, Firing, RuleState},
    facts::Fact,
    rules::{AlertRule, AlertRules, Condition},
    targets::{AlertTarget, TargetKind},
};
