//! `beadle tail`: what happens, as it happens.

use std::{collections::BTreeMap, time::Duration};

use clap::Args;
use serde_json::{Value, json};
use tokio::{sync::mpsc, time::sleep};

use super::{
    Session,
    exec::{COLUMNS, EVENT, FIELDS, Filter},
    input, open,
};
use crate::{
    client::{Amount, Pages, Result, events::Events, lookup::Noun, with_query},
    output::keys,
};

/// The pause between two questions where the server has no event streams.
const PAUSE: Duration = Duration::from_secs(2);
/// The key that ends it.
const END: char = 'q';
/// How many executions a question looks at.
const LOOKED_AT: usize = 100;

/// The options of `beadle tail`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle tail
  beadle tail --task 'Health check' --status failed -n 5

With -f on a terminal: d shows the last one, o opens it in the browser, r retries it, q ends.")]
pub struct Tail {
    /// Go on with what happens from now on.
    #[arg(short, long)]
    follow: bool,
    /// How many of the newest are shown first.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    lines: usize,
    #[command(flatten)]
    filter: Filter,
}

impl Tail {
    /// Runs the command.
    ///
    /// # Errors
    /// [`crate::client::Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        let query = self.filter.query(session).await?;
        let newest = Pages::new(
            &session.client,
            Noun::Execution.list(),
            "executions",
            query.clone(),
            Amount::First(self.lines),
        );
        let (mut executions, _) = newest.collect().await?;
        executions.reverse();
        if !self.follow {
            return session.output.list(COLUMNS, &executions);
        }
        for execution in &executions {
            session.output.event(EVENT, execution)?;
        }
        let mut last = executions.pop();
        let mut keys = keys::pressed(&session.output, END);
        let (changes, mut heard) = mpsc::unbounded_channel();
        let follow = follow(session, &query, changes);
        tokio::pin!(follow);
        loop {
            tokio::select! {
                ended = &mut follow => return ended,
                Some(execution) = heard.recv() => {
                    session.output.event(EVENT, &execution)?;
                    last = Some(execution);
                }
                Some(key) = keys.recv() => {
                    if key == END {
                        return Ok(());
                    }
                    if let Some(execution) = &last {
                        press(session, key, execution).await?;
                    }
                }
            }
        }
    }
}

/// Sends each change of an execution; ends only with an error.
async fn follow(
    session: &Session,
    query: &[(&str, Option<String>)],
    changes: mpsc::UnboundedSender<Value>,
) -> Result<()> {
    // The stream knows some of the filters; the others need questions.
    let of_stream = |name: &str| matches!(name, "task_id" | "status" | "type" | "user_id");
    let several = query
        .iter()
        .any(|(name, value)| *name == "status" && value.as_ref().is_some_and(|value| value.contains(',')));
    let streamed = !several && query.iter().all(|(name, value)| value.is_none() || of_stream(name));
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    let mut first = true;
    loop {
        if streamed {
            let query: Vec<_> = query.iter().filter(|(name, _)| of_stream(name)).cloned().collect();
            if let Some(mut events) =
                Events::open(&session.client, &with_query("/api/v1/events", &query)).await?
            {
                while let Some(event) = events.next().await {
                    if event.name == "execution" {
                        changes.send(event.data).ok();
                    } else if event.name == "missed" {
                        session.output.note("some changes were missed");
                    }
                }
                session.output.note("the stream has ended; connecting again");
                sleep(PAUSE).await;
                continue;
            }
        }
        let amount = Amount::First(LOOKED_AT);
        let pages = Pages::new(&session.client, Noun::Execution.list(), "executions", query.to_vec(), amount);
        let (mut executions, _) = pages.collect().await?;
        executions.reverse();
        let mut now = BTreeMap::new();
        for execution in executions {
            let id = input::member(&execution, "id").to_owned();
            let state = execution["updated_at"].clone();
            let changed = known.get(&id) != Some(&state);
            now.insert(id, state);
            // What was there before is what `-n` has shown.
            if changed && !first {
                changes.send(execution).ok();
            }
        }
        (known, first) = (now, false);
        sleep(PAUSE).await;
    }
}

/// Does what a key asks for. What can't be done is told, and the stream goes on.
async fn press(session: &Session, key: char, execution: &Value) -> Result<()> {
    let id = input::member(execution, "id");
    let path = format!("{}/{id}", Noun::Execution.list());
    match key {
        'd' => session.output.item(FIELDS, &session.client.get(&path).await?)?,
        'o' => {
            if let Err(error) = open::browse(&open::address(session, Some(id)), session) {
                session.output.complain(&error.to_string());
            }
        }
        'r' => match session.client.post(&format!("{path}/retry"), &json!({})).await {
            Ok(started) => session.output.note(&format!("{} retries {id}", input::member(&started, "id"))),
            Err(error) => session.output.complain(&error.to_string()),
        },
        _ => {}
    }
    Ok(())
}
