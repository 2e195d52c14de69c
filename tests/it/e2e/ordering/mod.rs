//! Order keys, checked against the destination's own log: four executor processes over a table, and the command through kills.

mod blocking;
mod command;
mod destination;
mod fleet;
