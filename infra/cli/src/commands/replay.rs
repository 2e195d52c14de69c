//! `beadle replay`: runs again what has failed, page by page.

use clap::Args;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{
    Session,
    exec::{FILTER_FLAGS, Filter},
    input,
    pace::Pace,
};
use crate::{
    client::Result,
    output::{Format, bar},
};

/// The options of `beadle replay`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle replay --status failed --config shop --since 2h --dry-run
  beadle replay --status failed --config shop --since 2h --pace 5/s -y")]
pub struct Replay {
    #[command(flatten)]
    filter: Filter,
    /// How many begin in a time, such as `5/s`.
    #[arg(long, value_name = "N/TIME")]
    pace: Option<Pace>,
    /// Only tell which.
    #[arg(long)]
    dry_run: bool,
    /// Run the tasks as they are now, in place of the requests as they were.
    #[arg(long)]
    current: bool,
    /// Replays that failed are replayed too.
    #[arg(long)]
    include_replays: bool,
}

/// What the pages came to.
#[derive(Debug, Default)]
struct Sum {
    total: Value,
    lists: [Vec<Value>; 3],
}

/// The lists of a page.
const LISTS: [&str; 3] = ["execution_ids", "replayed_before", "refused"];

impl Replay {
    /// Runs the command.
    ///
    /// # Errors
    /// [`crate::client::Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        let mut filter = Map::new();
        for (member, value) in self.filter.query(session).await? {
            input::set(&mut filter, member, value);
        }
        let mut body = json!({"filter": filter, "dry_run": true, "include_replays": self.include_replays});
        if self.current {
            body["with"] = json!("current");
        }
        let look = self.page(session, &body, "look").await?;
        let count = look["total"].as_u64().unwrap_or_default();
        if !self.dry_run && count > 0 {
            let about = if look["total_is_exact"].as_bool() == Some(false) { "at least " } else { "" };
            session.output.confirm(&format!("Replay {about}{count} executions?"))?;
            body["dry_run"] = json!(false);
            if let Some(pace) = self.pace {
                body["pace"] = pace.json();
            }
        }
        let sum = self.pages(session, body, count).await?;
        sum.show(session, self.dry_run)
    }

    async fn pages(&self, session: &Session, mut body: Value, count: u64) -> Result<Sum> {
        let bar = bar::of(&session.output, count, if self.dry_run { "looking" } else { "replaying" });
        let key = input::idempotency_key();
        let mut sum = Sum::default();
        for number in 0.. {
            let mut page = self.page(session, &body, &format!("{key}-{number}")).await?;
            if sum.total.is_null() {
                sum.total = page["total"].take();
            }
            for (list, member) in sum.lists.iter_mut().zip(LISTS) {
                if let Value::Array(items) = page[member].take() {
                    list.extend(items);
                }
            }
            bar.set_position(
                u64::try_from(sum.lists.iter().map(Vec::len).sum::<usize>()).unwrap_or(u64::MAX),
            );
            if page["next_cursor"].is_null() {
                break;
            }
            body["cursor"] = page["next_cursor"].take();
            if page["next_start_at"].is_string() {
                body["start_at"] = page["next_start_at"].take();
            }
        }
        bar.finish_and_clear();
        Ok(sum)
    }

    async fn page(&self, session: &Session, body: &Value, key: &str) -> Result<Value> {
        let headers = [("idempotency-key", key)];
        let headers = if body["dry_run"] == json!(true) { &[][..] } else { &headers[..] };
        let page = session.client.send(Method::POST, "/api/v1/executions/replay", Some(body), headers).await;
        let mut flags: Vec<(String, &str)> = vec![("pace".to_owned(), "--pace")];
        flags.extend(FILTER_FLAGS.iter().map(|(member, flag)| (format!("filter.{member}"), *flag)));
        let flags: Vec<(&str, &str)> = flags.iter().map(|(member, flag)| (member.as_str(), *flag)).collect();
        page.map_err(|error| error.under(&flags))
    }
}

impl Sum {
    fn show(self, session: &Session, dry_run: bool) -> Result<()> {
        let [ids, before, refused] = &self.lists;
        match session.output.format() {
            Format::Id => ids.iter().filter_map(Value::as_str).try_for_each(|id| session.output.text(id)),
            Format::Table => {
                let word = if dry_run { "would be replayed" } else { "replayed" };
                session.output.text(&format!(
                    "{} {word}, {} replayed before, {} refused",
                    ids.len(),
                    before.len(),
                    refused.len()
                ))
            }
            Format::Json | Format::Ndjson => {
                let mut sum = json!({"dry_run": dry_run, "total": self.total});
                for (list, member) in self.lists.into_iter().zip(LISTS) {
                    sum[member] = Value::Array(list);
                }
                session.output.item(&[], &sum)
            }
        }
    }
}
