//! Accounts: what starts, what ends, what is bought, and what another level changes.

mod admission;
mod budgets;
mod checks;
mod levels;
mod recent;
mod world;
