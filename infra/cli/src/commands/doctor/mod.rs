//! `beadle doctor`: what is wrong between this machine, the server and its destinations.

mod checks;
mod stack;

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::{
    aws::Access,
    client::{
        Client, Connection, ConnectionOptions, Error, Result,
        profile::{self, Profiles},
    },
    data_dir::DataDir,
    output::{
        Cell, Column, Output,
        cell::{self, Tone, column},
    },
    store,
};

/// The options of `beadle doctor`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle doctor
  beadle doctor --egress http://127.0.0.1:8080/health -o json")]
pub struct Doctor {
    /// Whether the server may call this address: it is called once.
    #[arg(long, value_name = "URL")]
    egress: Option<String>,
    /// Also look at this stack on AWS: its state, its alarms, and what waits in its queues for a person.
    #[arg(long, value_name = "NAME", conflicts_with = "store")]
    stack: Option<String>,
    #[command(flatten)]
    access: Access,
    /// Check the store of this machine instead: reads all of it, also while a server runs on it.
    #[arg(long, conflicts_with = "egress")]
    store: bool,
    /// The folder that contains the store, with `--store`. Also `TASK_DATA_DIR`; `.beadle` by default.
    #[arg(long, value_name = "FOLDER", requires = "store")]
    data_dir: Option<PathBuf>,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finding {
    /// Nothing is wrong.
    Ok,
    /// Something deserves a look.
    Warning,
    /// Something does not work.
    Failed,
}

/// What one check found.
#[derive(Debug)]
struct Check {
    name: &'static str,
    finding: Finding,
    detail: String,
}

impl Check {
    fn new(name: &'static str, finding: Finding, detail: impl Into<String>) -> Self {
        Self { name, finding, detail: detail.into() }
    }

    fn json(&self) -> Value {
        let finding = match self.finding {
            Finding::Ok => "ok",
            Finding::Warning => "warning",
            Finding::Failed => "failed",
        };
        json!({"name": self.name, "finding": finding, "detail": self.detail})
    }
}

const COLUMNS: &[Column] = &[
    column("CHECK", |check| cell::text(&check["name"])),
    column("FINDING", finding),
    column("DETAIL", |check| cell::text(&check["detail"])),
];

fn finding(check: &Value) -> Cell {
    let text = check["finding"].as_str().unwrap_or_default();
    let tone = match text {
        "ok" => Tone::Good,
        "failed" => Tone::Bad,
        _ => Tone::Busy,
    };
    Cell { text: text.to_owned(), tone }
}

impl Doctor {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error::Failed`] if a check failed, [`Error::Usage`] for options that have no use together.
    pub async fn run(self, connection: &ConnectionOptions, output: &Output) -> Result<()> {
        if self.stack.is_none() && self.access.is_given() {
            return Err(Error::Usage("--region and --aws-profile: they are for --stack".to_owned()));
        }
        if self.store {
            return store::doctor::run(&DataDir { data_dir: self.data_dir }, output);
        }
        let mut checks = vec![profiles()];
        match Connection::open(connection).and_then(Client::new) {
            Ok(client) => checks.extend(checks::all(&client, self.egress.as_deref()).await),
            Err(error) => checks.push(Check::new("address", Finding::Failed, error.to_string())),
        }
        if let Some(name) = &self.stack {
            checks.extend(stack::all(name, &self.access, output).await);
        }
        let lines: Vec<Value> = checks.iter().map(Check::json).collect();
        output.list(COLUMNS, &lines)?;
        match checks.iter().filter(|check| check.finding == Finding::Failed).count() {
            0 => Ok(()),
            1 => Err(Error::Failed("1 check failed".to_owned())),
            number => Err(Error::Failed(format!("{number} checks failed"))),
        }
    }
}

fn profiles() -> Check {
    let read = profile::file().and_then(|file| Ok((Profiles::read(&file)?, file)));
    match read {
        Ok((profiles, file)) if profiles.profiles.is_empty() => {
            Check::new("profiles", Finding::Ok, format!("none in {}", file.display()))
        }
        Ok((profiles, file)) => {
            let current = profiles.current.as_deref().unwrap_or("none");
            let number = profiles.profiles.len();
            Check::new("profiles", Finding::Ok, format!("{number} in {}; {current} is used", file.display()))
        }
        Err(error) => Check::new("profiles", Finding::Failed, error.to_string()),
    }
}
