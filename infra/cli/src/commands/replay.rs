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
    client::{Error, Result},
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
    /// How many the filter selects.
    total: Value,
    /// The replays that were started; of a dry run, what would be replayed.
    ids: Vec<Value>,
    /// What was replayed earlier, and is not replayed again.
    before: Vec<Value>,
    /// What the server refused to replay.
    refused: Vec<Value>,
}

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
            bar.suspend(|| sum.add(session, &page));
            bar.set_position(sum.done());
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
    fn add(&mut self, session: &Session, page: &Value) {
        if self.total.is_null() {
            self.total = page["total"].clone();
        }
        let list = |member: &str| page[member].as_array().cloned().unwrap_or_default();
        self.ids.extend(list("execution_ids"));
        self.before.extend(list("replayed_before"));
        self.refused.extend(list("refused"));
        for result in list("results") {
            let of = result["replay_of"].clone();
            match result["status"].as_u64() {
                Some(202) => self.ids.push(result["execution"]["id"].clone()),
                Some(200) => self.before.push(of),
                _ => {
                    let why = input::member(&result["problem"], "detail");
                    session.output.complain(&format!("{}: {why}", of.as_str().unwrap_or_default()));
                    self.refused.push(of);
                }
            }
        }
    }

    fn done(&self) -> u64 {
        u64::try_from(self.ids.len() + self.before.len() + self.refused.len()).unwrap_or(u64::MAX)
    }

    fn show(self, session: &Session, dry_run: bool) -> Result<()> {
        let Self { total, ids, before, refused } = self;
        let number = refused.len();
        match session.output.format() {
            Format::Id => ids.iter().filter_map(Value::as_str).try_for_each(|id| session.output.text(id))?,
            Format::Table => {
                let word = if dry_run { "would be replayed" } else { "replayed" };
                let (ids, before) = (ids.len(), before.len());
                session.output.text(&format!("{ids} {word}, {before} replayed before, {number} refused"))?;
            }
            Format::Json | Format::Ndjson => {
                let sum = json!({
                    "dry_run": dry_run,
                    "total": total,
                    "execution_ids": ids,
                    "replayed_before": before,
                    "refused": refused,
                });
                session.output.item(&[], &sum)?;
            }
        }
        match number {
            0 => Ok(()),
            number if dry_run => {
                session.output.note(&format!("{number} would be refused"));
                Ok(())
            }
            number => Err(Error::Failed(format!("{number} were refused"))),
        }
    }
}
