//! Ticks of the scheduler, over the store of one machine.

mod healing;
mod overlapping;
mod repeating;
mod world;
