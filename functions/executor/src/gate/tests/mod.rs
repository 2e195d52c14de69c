//! Gates of several processes over one store, with a still clock.

mod breakers;
mod concurrency;
mod fleet;
mod keys;
mod measures;
mod pacing;
mod priorities;
mod rates;
mod saturation;
mod simulation;
mod world;
