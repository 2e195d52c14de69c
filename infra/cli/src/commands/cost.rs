//! `beadle cost`: what executions cost, or would cost on AWS.

use clap::{Args, ValueEnum};
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use serde_json::{Value, json};

use super::{Session, input};
use crate::{
    client::{Amount, Error, Pages, Result, lookup::Noun, with_query},
    output::{
        Column, bar,
        cell::{self, column},
    },
};

/// What is counted when nothing is stated.
const DAYS: i64 = 30;

/// The options of `beadle cost`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle cost --yesterday
  beadle cost --since 30d --by task")]
pub struct Cost {
    /// Yesterday alone.
    #[arg(long, conflicts_with = "since")]
    yesterday: bool,
    /// Since then: `30d` ago, a day, or a time; 30 days unless stated.
    #[arg(long, value_name = "WHEN", value_parser = input::past)]
    since: Option<Timestamp>,
    /// By what.
    #[arg(long, value_enum)]
    by: Option<By>,
}

/// What costs are told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// A line for each task.
    Task,
    /// A line for each config.
    Config,
    /// A line for each day, in UTC.
    Day,
}

/// The figures, which are sums.
const FIGURES: [&str; 5] = ["started", "completed", "failed", "cancelled", "cost_usd"];

const COLUMNS: &[Column] = &[
    column("DAY", |line| cell::text(&line["date"])),
    column("NAME", |line| cell::text(&line["name"])),
    column("ID", |line| cell::text(&line["id"])),
    column("EXECUTIONS", |line| cell::text(&line["started"])),
    column("COMPLETED", |line| cell::text(&line["completed"])),
    column("FAILED", |line| cell::text(&line["failed"])),
    column("COST", |line| cell::dollars(&line["cost_usd"])),
];

const FIELDS: &[Column] = &[
    column("from", |sum| cell::text(&sum["from"])),
    column("to", |sum| cell::text(&sum["to"])),
    column("executions", |sum| cell::text(&sum["started"])),
    column("completed", |sum| cell::text(&sum["completed"])),
    column("failed", |sum| cell::text(&sum["failed"])),
    column("cancelled", |sum| cell::text(&sum["cancelled"])),
    column("cost", |sum| cell::dollars(&sum["cost_usd"])),
];

impl Cost {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        let (from, to) = self.span()?;
        let noun = match self.by {
            None => return session.output.item(FIELDS, &sum(session, from, to, None).await?),
            Some(By::Day) => {
                let days = sum(session, from, to, None).await?;
                return session.output.list(COLUMNS, days["daily"].as_array().map_or(&[], Vec::as_slice));
            }
            Some(By::Task) => Noun::Task,
            Some(By::Config) => Noun::Config,
        };
        let (path, member, filter) = match noun {
            Noun::Config => (noun.list(), "configs", "config_id"),
            _ => (noun.list(), "tasks", "task_id"),
        };
        let (things, _) =
            Pages::new(&session.client, path, member, Vec::new(), Amount::All).collect().await?;
        let bar = bar::of(&session.output, u64::try_from(things.len()).unwrap_or(u64::MAX), "counting");
        let mut lines = Vec::new();
        for thing in &things {
            let id = input::member(thing, "id");
            let mut line = sum(session, from, to, Some((filter, id))).await?;
            if line["started"].as_f64() > Some(0.0) {
                line["id"] = json!(id);
                line["name"] = thing["name"].clone();
                if let Some(members) = line.as_object_mut() {
                    members.remove("daily");
                }
                lines.push(line);
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        let cost = |line: &Value| line["cost_usd"].as_f64().unwrap_or_default();
        lines.sort_by(|one, other| cost(other).total_cmp(&cost(one)));
        session.output.list(COLUMNS, &lines)
    }

    fn span(&self) -> Result<(Timestamp, Timestamp)> {
        // An hour counts as a whole, so what is shown has no fractions of a second.
        let whole = |time: Timestamp| Timestamp::from_second(time.as_second()).unwrap_or(time);
        let now = whole(Timestamp::now());
        if self.yesterday {
            let today = now.to_zoned(TimeZone::UTC).start_of_day();
            let yesterday = today.as_ref().ok().and_then(|today| today.checked_sub(1.day()).ok());
            return match (yesterday, today) {
                (Some(yesterday), Ok(today)) => Ok((yesterday.timestamp(), today.timestamp())),
                _ => Err(Error::Failed("there was no yesterday".to_owned())),
            };
        }
        let month = now - SignedDuration::from_hours(24 * DAYS);
        Ok((whole(self.since.unwrap_or(month)), now))
    }
}

/// The figures from `from` to `to`, over all pages, with those of each day.
async fn sum(
    session: &Session,
    from: Timestamp,
    to: Timestamp,
    filter: Option<(&str, &str)>,
) -> Result<Value> {
    let mut total = json!({"from": from, "to": to, "daily": []});
    let mut cursor = None;
    loop {
        let mut query =
            vec![("from", Some(from.to_string())), ("to", Some(to.to_string())), ("cursor", cursor)];
        if let Some((member, id)) = filter {
            query.push((member, Some(id.to_owned())));
        }
        let page = session.client.get(&with_query("/api/v1/analytics", &query)).await;
        let page = page.map_err(|error| error.under(&[("from", "--since"), ("to", "--since")]))?;
        add(&mut total, &page);
        for day in page["daily"].as_array().into_iter().flatten() {
            let Some(days) = total["daily"].as_array_mut() else { break };
            match days.iter_mut().find(|known| known["date"] == day["date"]) {
                Some(known) => add(known, day),
                None => {
                    let mut known = json!({"date": day["date"]});
                    add(&mut known, day);
                    days.push(known);
                }
            }
        }
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            return Ok(total);
        }
    }
}

fn add(total: &mut Value, figures: &Value) {
    for figure in FIGURES {
        total[figure] = match (total[figure].as_u64(), figures[figure].as_u64()) {
            (Some(one), Some(other)) => json!(one + other),
            (None, Some(other)) if total[figure].is_null() => json!(other),
            _ => json!(
                total[figure].as_f64().unwrap_or_default() + figures[figure].as_f64().unwrap_or_default()
            ),
        };
    }
}
