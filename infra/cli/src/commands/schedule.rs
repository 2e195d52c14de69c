//! `beadle schedule`: what a schedule means.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Session, input, occurrences};
use crate::client::{Client, Result};

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
        let from = options.from.map(|from| from.to_string());
        let flags = [
            ("schedule.timezone", "--tz"),
            ("schedule.expression", "SCHEDULE"),
            ("schedule", "SCHEDULE"),
            ("count", "--count"),
            ("from", "--from"),
        ];
        let preview =
            preview(&session.client, &options.schedule, options.tz.as_deref(), options.count, from).await;
        occurrences::show(session, &preview.map_err(|error| error.under(&flags))?)
    }
}

/// What the server says of the next runs of a schedule.
///
/// # Errors
/// What the request returns.
pub async fn preview(
    client: &Client,
    schedule: &str,
    timezone: Option<&str>,
    count: Option<u32>,
    from: Option<String>,
) -> Result<Value> {
    let mut members = Map::new();
    input::set(&mut members, "expression", Some(schedule));
    input::set(&mut members, "timezone", timezone);
    let mut body = Map::from_iter([("schedule".to_owned(), Value::Object(members))]);
    input::set(&mut body, "count", count);
    input::set(&mut body, "from", from);
    client.post("/api/v1/schedules/preview", &Value::Object(body)).await
}
