//! What callers can ask about their API keys, and who comes with one.

mod create;
mod delete;
mod let_in;
mod list;
#[cfg(test)]
mod tests;

pub use self::{create::create, delete::delete, let_in::let_in, list::list};
