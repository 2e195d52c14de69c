//! One suite for each port, written once against the contract in the port's docs and run on every adapter.
//!
//! A suite is a folder: `mod.rs` defines the fixture of the port and lists the cases, the other files contain
//! them, and each adapter gets a test per case, such as
//! `conformance::executions::sqlite_memory::a_duplicate_start_changes_nothing`. The adapters that run on one
//! machine are set up in [`adapters`]; those that need the emulator in `e2e::conformance`.
//!
//! What all stores of versioned rows promise is one suite over several ports, in [`versioned`].

pub mod accounts;
pub mod adapters;
pub mod api_keys;
pub mod audit;
pub mod batches;
pub mod calendars;
pub mod configs;
pub mod cursor;
pub mod database_caller;
pub mod dependencies;
pub mod event_bus;
pub mod executions;
pub mod feeds;
pub mod functions;
pub mod gates;
pub mod http_caller;
pub mod mail_sender;
pub mod numbers;
pub mod projection;
pub mod queue;
pub mod race;
pub mod rollups;
pub mod sandbox;
pub mod scheduler;
pub mod secrets;
pub mod specimen;
mod system;
pub mod tasks;
pub mod templates;
pub mod tokens;
pub mod versioned;
pub mod watches;

/// The result of a case; an `Err` fails it with the adapter's own message.
pub type Verdict = anyhow::Result<()>;

/// Makes a test of every case of `$suite`, each on a fixture of its own that `$fixture` creates.
macro_rules! cases {
    ($suite:ident on $fixture:expr; $($file:ident: $($case:ident),+ $(,)?;)+) => {
        use super::*;
        use crate::conformance::$suite as suite;

        $($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() -> crate::conformance::Verdict {
                suite::$file::$case($fixture.await?).await
            }
        )+)+
    };
}
pub(crate) use cases;
