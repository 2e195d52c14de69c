//! The watchdog, over a store that stops at any step.

mod monitors;
mod runs;
mod world;
