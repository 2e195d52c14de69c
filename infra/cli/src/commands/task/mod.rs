//! `beadle task`: saved tasks.

mod graph;
mod members;
mod shown;

use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::json;

use self::members::Members;
use super::{
    Session, input, occurrences,
    run::{self, Wait},
    saved::{self, HowMany, Named},
};
use crate::{
    client::{
        Pages, Result,
        lookup::{self, Noun},
        with_query,
    },
    output::Format,
};

/// A command about tasks.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Lists tasks, newest first.
    #[command(after_help = "Examples:
  beadle task list
  beadle task list --status paused --tag nightly -o id")]
    List(List),
    /// Shows a task.
    #[command(after_help = "Examples:
  beadle task view 'Health check'
  beadle task view 'Health check' -o json")]
    View(Named),
    /// Saves a task.
    #[command(after_help = "Examples:
  beadle task create --name Poll --url http://127.0.0.1:8080/health --schedule 'every 5 minutes'
  beadle task create -d '{\"name\": \"Report\", \"type\": \"simulated\", \"config\": {}}' --schedule 'daily at 9:00' --tz Europe/Berlin")]
    Create(Create),
    /// Changes members of a task; without options in your editor.
    #[command(after_help = "Examples:
  beadle task edit 'Health check' --schedule 'daily at 10:00'
  beadle task edit 'Health check' -d '{\"metadata\": {\"team\": \"web\"}}' --retries 5")]
    Edit(Edit),
    /// Runs a task now.
    #[command(after_help = "Examples:
  beadle task run 'Health check'
  beadle task run 'Health check' --input '{\"day\": 1}' --wait --timeout 60s")]
    Run(RunTask),
    /// Pauses the schedule of a task.
    #[command(after_help = "Examples:
  beadle task pause 'Health check'
  beadle task pause 'Health check' -o json")]
    Pause(Named),
    /// Resumes the schedule of a task.
    #[command(after_help = "Examples:
  beadle task resume 'Health check'
  beadle task resume 'Health check' -o json")]
    Resume(Named),
    /// Deletes a task; it can be restored.
    #[command(after_help = "Examples:
  beadle task delete Poll -y
  beadle task delete Report --force -y")]
    Delete(Delete),
    /// Shows which tasks run after which.
    #[command(after_help = "Examples:
  beadle task graph 'Health check'
  beadle task graph 'Health check' -o json")]
    Graph(Named),
    /// Shows the next runs of a task, or which tasks run next.
    #[command(after_help = "Examples:
  beadle task next
  beadle task next 'Health check' -n 5")]
    Next(Next),
}

/// The options of `beadle task list`.
#[derive(Debug, Args)]
pub struct List {
    /// Only those with this text in their name, description or a tag.
    query: Option<String>,
    /// Only those with this status.
    #[arg(long)]
    status: Option<String>,
    /// Only those of this type.
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Only those of this priority.
    #[arg(long)]
    priority: Option<String>,
    /// Only those with this tag.
    #[arg(long)]
    tag: Option<String>,
    /// Only those assigned to this user; `me` for yourself.
    #[arg(long, value_name = "USER")]
    assigned: Option<String>,
    /// Those of another user; for operators and admins.
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// The order, such as `name` or `-next_run_time`.
    #[arg(long, allow_hyphen_values = true)]
    sort: Option<String>,
    #[command(flatten)]
    amount: HowMany,
}

/// The options of `beadle task create`.
#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    members: Members,
}

/// The options of `beadle task edit`.
#[derive(Debug, Args)]
pub struct Edit {
    #[command(flatten)]
    one: Named,
    #[command(flatten)]
    members: Members,
}

/// The options of `beadle task run`.
#[derive(Debug, Args)]
pub struct RunTask {
    #[command(flatten)]
    one: Named,
    /// The input, as JSON, `@FILE` or `@-`.
    #[arg(long, value_name = "JSON")]
    input: Option<String>,
    #[command(flatten)]
    wait: Wait,
}

/// The options of `beadle task delete`.
#[derive(Debug, Args)]
pub struct Delete {
    #[command(flatten)]
    one: Named,
    /// Although other tasks run after it.
    #[arg(long)]
    force: bool,
}

/// The options of `beadle task next`.
#[derive(Debug, Args)]
pub struct Next {
    /// Its name or id; without it, all tasks that have a next run.
    task: Option<String>,
    /// How many.
    #[arg(short = 'n', long, default_value_t = 10)]
    count: usize,
}

impl Task {
    /// Runs the command.
    ///
    /// # Errors
    /// [`crate::client::Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        match self {
            Self::List(options) => options.run(session).await,
            Self::View(one) => {
                let task = session.client.get(&one.path(session, Noun::Task).await?).await?;
                session.output.item(shown::FIELDS, &task)
            }
            Self::Create(options) => options.run(session).await,
            Self::Edit(options) => options.run(session).await,
            Self::Run(options) => options.run(session).await,
            Self::Pause(one) => switch(session, &one, "pause").await,
            Self::Resume(one) => switch(session, &one, "resume").await,
            Self::Delete(options) => options.run(session).await,
            Self::Graph(one) => show_graph(session, &one).await,
            Self::Next(options) => options.run(session).await,
        }
    }
}

impl List {
    async fn run(self, session: &Session) -> Result<()> {
        let amount = self.amount.amount();
        let query = vec![
            ("q", self.query),
            ("status", self.status),
            ("type", self.kind),
            ("priority", self.priority),
            ("tag", self.tag),
            ("assigned", self.assigned),
            ("user_id", self.user),
            ("sort", self.sort),
        ];
        let pages = Pages::new(&session.client, Noun::Task.list(), Noun::Task.member(), query, amount);
        saved::list(session, pages, shown::COLUMNS, members::FILTERS).await
    }
}

/// Pauses or resumes the schedule.
async fn switch(session: &Session, one: &Named, way: &str) -> Result<()> {
    let path = format!("{}/{way}", one.path(session, Noun::Task).await?);
    let task = session.client.post(&path, &json!({})).await?;
    saved::done(session, &task, &format!("{way}d"))
}

async fn show_graph(session: &Session, one: &Named) -> Result<()> {
    let graph = session.client.get(&format!("{}/graph", one.path(session, Noun::Task).await?)).await?;
    match session.output.format() {
        Format::Table => session.output.text(&graph::drawn(&graph)),
        Format::Json => session.output.json(&graph),
        Format::Ndjson | Format::Id => {
            let nodes = graph["nodes"].as_array().map_or(&[][..], Vec::as_slice);
            session.output.list(&[], nodes)
        }
    }
}

impl Create {
    async fn run(self, session: &Session) -> Result<()> {
        let mut body = self.members.body(session).await?;
        if !body.contains_key("type") && !body.contains_key("task_type") {
            input::set(&mut body, "type", Some("http"));
        }
        saved::create(session, Noun::Task, body, members::FLAGS).await
    }
}

impl Edit {
    async fn run(self, session: &Session) -> Result<()> {
        let path = self.one.path(session, Noun::Task).await?;
        saved::edit(session, &path, self.members.body(session).await?, members::FLAGS).await
    }
}

impl RunTask {
    async fn run(self, session: &Session) -> Result<()> {
        let path = format!("{}/execute", self.one.path(session, Noun::Task).await?);
        let body = match &self.input {
            Some(given) => json!({"input": input::object(given)?}),
            None => json!({}),
        };
        let flags = [("input", "--input")];
        let started = run::start(session, &path, &body, &input::idempotency_key(), &self.wait).await;
        started.map_err(|error| error.under(&flags))
    }
}

impl Delete {
    async fn run(self, session: &Session) -> Result<()> {
        let path = self.one.path(session, Noun::Task).await?;
        let task = session.client.get(&path).await?;
        let name = task["name"].as_str().unwrap_or_default();
        session.output.confirm(&format!("Delete the task {name}?"))?;
        let path = with_query(&path, &[("force", self.force.then(|| "true".to_owned()))]);
        session.client.send(Method::DELETE, &path, None, &[]).await?;
        saved::done(session, &task, "deleted")
    }
}

impl Next {
    async fn run(self, session: &Session) -> Result<()> {
        if let Some(task) = &self.task {
            let path = format!("{}/upcoming", lookup::path(&session.client, Noun::Task, task).await?);
            let path = with_query(&path, &[("count", Some(self.count.to_string()))]);
            let upcoming =
                session.client.get(&path).await.map_err(|error| error.under(&[("count", "-n")]))?;
            return occurrences::show(session, &upcoming);
        }
        let query = vec![("sort", Some("next_run_time".to_owned()))];
        let mut pages =
            Pages::new(&session.client, Noun::Task.list(), "tasks", query, crate::client::Amount::All);
        let mut next = Vec::new();
        while let (true, Some(page)) = (next.len() < self.count, pages.next().await?) {
            next.extend(page.into_iter().filter(|task| !task["next_run_time"].is_null()));
        }
        next.truncate(self.count);
        session.output.list(shown::NEXT, &next)
    }
}
