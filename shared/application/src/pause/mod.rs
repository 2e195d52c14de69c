//! Pauses of configs, of accounts and of the whole service.

mod read;
mod service;
mod write;

pub use self::{
    read::{in_force, longest},
    service::PauseService,
    write::PauseDraft,
};
