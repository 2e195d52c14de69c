//! Alerts, over a store that stops at any step.

mod destinations;
mod ends;
mod measured;
mod world;
