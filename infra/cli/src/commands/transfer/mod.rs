//! What `beadle export` and `beadle import` share: files that go on where they were interrupted, and what they sum up.

mod progress;
mod refusal;
mod sum;

pub use self::{
    progress::{Sidecar, private},
    refusal::{may_change, refusal},
    sum::Sum,
};
