//! Accounts over a store of one row: what begins, what ends, what is bought, and what another level changes.

mod admission;
mod budgets;
mod checks;
mod levels;
mod world;
