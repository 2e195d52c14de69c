//! Executions: started, claimed, saved, read and awaited.

mod awaiting;
mod claim;
mod list;
mod read;
mod save;
mod start;

pub(crate) use self::start::insert_waiting;
