//! Ticks of the scheduler, over the store of one machine.

mod calendars;
mod healing;
mod overlapping;
mod repeating;
mod world;
