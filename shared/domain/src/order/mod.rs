//! Order keys: of the executions of an owner with the same key one runs at a time, in the order in which they were
//! accepted.
//!
//! An execution joins the line of its key in the write that starts it, and leaves it when it has ended. Only the first of a
//! line may run. One that failed may stay and so block its key ([`OnOrderFailure`]).

mod line;
mod rule;

pub use self::{
    line::{OrderLine, holds_line, why_behind},
    rule::{MAX_ORDER_KEY, OnOrderFailure, Order, OrderRule, order},
};
