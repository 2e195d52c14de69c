//! What `beadle export` and `beadle import` share: files that go on where they were interrupted, and what they sum up.

mod progress;
mod sum;

pub use self::{
    progress::{Sidecar, private},
    sum::Sum,
};
