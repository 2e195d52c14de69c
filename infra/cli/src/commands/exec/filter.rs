//! Which executions: the options that lists, streams and replays share.

use clap::Args;
use jiff::Timestamp;

use super::super::{Session, input};
use crate::client::{
    Result,
    lookup::{self, Noun},
};

/// The members of a filter, and the options that set them.
pub const FLAGS: &[(&str, &str)] = &[
    ("status", "--status"),
    ("type", "--type"),
    ("error_code", "--error"),
    ("waiting_for", "--waiting-for"),
    ("user_id", "--user"),
    ("task_id", "--task"),
    ("config_id", "--config"),
    ("batch_id", "--batch"),
    ("from", "--since"),
    ("to", "--until"),
    ("limit", "--limit"),
];

/// The options.
#[derive(Debug, Default, Args)]
pub struct Filter {
    /// Only those with this status; several are separated by commas.
    #[arg(long)]
    pub status: Option<String>,
    /// Only those of this task.
    #[arg(long, value_name = "NAME")]
    pub task: Option<String>,
    /// Only those with this config.
    #[arg(long, value_name = "NAME")]
    pub config: Option<String>,
    /// Only those of this batch.
    #[arg(long, value_name = "NAME")]
    pub batch: Option<String>,
    /// Only those of this type.
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// Only those that failed with this error code.
    #[arg(long, value_name = "CODE")]
    pub error: Option<String>,
    /// Only those that wait for this, such as `gate`.
    #[arg(long, value_name = "WHAT")]
    pub waiting_for: Option<String>,
    /// Those of another user; for operators and admins.
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// Only those created since then: `1h` ago, a day, or a time.
    #[arg(long, value_name = "WHEN", value_parser = input::past)]
    pub since: Option<Timestamp>,
    /// Only those created before then.
    #[arg(long, value_name = "WHEN", value_parser = input::past)]
    pub until: Option<Timestamp>,
}

impl Filter {
    /// The members of the filter, with ids in place of names.
    ///
    /// # Errors
    /// What looking up a name returns.
    pub async fn query(&self, session: &Session) -> Result<Vec<(&'static str, Option<String>)>> {
        let mut query = vec![
            ("status", self.status.clone()),
            ("type", self.kind.clone()),
            ("error_code", self.error.clone()),
            ("waiting_for", self.waiting_for.clone()),
            ("user_id", self.user.clone()),
            ("from", self.since.map(|time| time.to_string())),
            ("to", self.until.map(|time| time.to_string())),
        ];
        let named = [
            ("task_id", Noun::Task, &self.task),
            ("config_id", Noun::Config, &self.config),
            ("batch_id", Noun::Batch, &self.batch),
        ];
        for (member, noun, given) in named {
            if let Some(given) = given {
                query.push((member, Some(lookup::id(&session.client, noun, given).await?)));
            }
        }
        Ok(query)
    }
}
