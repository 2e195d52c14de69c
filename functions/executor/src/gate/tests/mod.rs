//! The gates of several processes over one store, with a clock that is set by hand.

mod breakers;
mod concurrency;
mod rates;
mod world;
