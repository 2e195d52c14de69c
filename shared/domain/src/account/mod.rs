//! An account: what its owner may use, and what that costs in credits.

pub mod credits;
pub mod level;

pub use self::{
    credits::Credits,
    level::{SubscriptionLevel, UnknownLevel},
};
