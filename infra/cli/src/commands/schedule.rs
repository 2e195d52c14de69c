//! `beadle schedule`: what a schedule means.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::{Map, json};

use super::{Session, input, occurrences};
use crate::client::Result;

/// A command about schedules.
#[derive(Debug, Subcommand)]
pub enum Schedule {
    /// Shows the next runs of a schedule, with notes on daylight saving.
    #[command(after_help = "Examples:
  beadle schedule preview 'every monday at 9:00' --tz Europe/Berlin -n 5
  beadle schedule preview '0 7 * * *' --from 2027-03-27 -o json")]
    Preview(Preview),
}

/// The options of `beadle schedule preview`.
#[derive(Debug, Args)]
pub struct Preview {
    /// A phrase or a cron expression.
    schedule: String,
    /// The time zone.
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// How many runs.
    #[arg(short = 'n', long, value_name = "N")]
    count: Option<u32>,
    /// From when on, in place of now.
    #[arg(long, value_name = "TIME", value_parser = input::past)]
    from: Option<Timestamp>,
}

impl Schedule {
    /// Runs the command.
    ///
    /// # Errors
    /// [`crate::client::Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        let Self::Preview(options) = self;
        let mut schedule = Map::new();
        input::set(&mut schedule, "expression", Some(options.schedule));
        input::set(&mut schedule, "timezone", options.tz);
        let mut body = json!({"schedule": schedule});
        if let Some(count) = options.count {
            body["count"] = json!(count);
        }
        if let Some(from) = options.from {
            body["from"] = json!(from);
        }
        let flags = [
            ("schedule.timezone", "--tz"),
            ("schedule.expression", "SCHEDULE"),
            ("schedule", "SCHEDULE"),
            ("count", "--count"),
            ("from", "--from"),
        ];
        let preview = session.client.post("/api/v1/schedules/preview", &body).await;
        occurrences::show(session, &preview.map_err(|error| error.under(&flags))?)
    }
}
