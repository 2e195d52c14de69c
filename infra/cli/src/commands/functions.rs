//! `beadle functions`: JavaScript that operators upload.

use std::{fs, path::Path};

use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{
    Session, input,
    saved::{self, HowMany},
};
use crate::{
    client::{Error, Pages, Result},
    output::{
        Column, Format,
        cell::{self, column},
    },
};

const LIST: &str = "/api/v1/functions";

/// A command about functions.
#[derive(Debug, Subcommand)]
pub enum Functions {
    /// Uploads a file, or all modules of a folder, as a new version.
    #[command(after_help = "Examples:
  beadle functions push greet greet.js
  beadle functions push greet greet.js --host api.example.com --memory-mb 32")]
    Push(Push),
    /// Lists functions.
    #[command(after_help = "Examples:
  beadle functions list
  beadle functions list -o id")]
    List(HowMany),
    /// Shows a function and its versions, or one version with its modules.
    #[command(after_help = "Examples:
  beadle functions view greet
  beadle functions view greet --version 1 -o json")]
    View(View),
    /// Tries a function: nothing it fetches leaves the sandbox.
    #[command(after_help = "Examples:
  beadle functions test greet --params '{\"name\": \"Ada\"}'
  beadle functions test greet --version 1 -o json")]
    Test(Test),
    /// Makes an earlier version the current one.
    #[command(after_help = "Examples:
  beadle functions rollback greet
  beadle functions rollback greet 2")]
    Rollback(Rollback),
}

/// The options of `beadle functions push`.
#[derive(Debug, Args)]
pub struct Push {
    /// Its name.
    name: String,
    /// A file, or a folder with `.js`, `.mjs` and `.json` files.
    path: String,
    /// The module that is called; where there are several.
    #[arg(long, value_name = "FILE")]
    entry: Option<String>,
    /// A host that it may call; may be repeated.
    #[arg(long = "host", value_name = "HOST")]
    hosts: Vec<String>,
    /// The memory it may use.
    #[arg(long, value_name = "MB")]
    memory_mb: Option<u32>,
    /// The time of the processor it may use.
    #[arg(long, value_name = "MS")]
    cpu_ms: Option<u32>,
}

/// The options of `beadle functions view`.
#[derive(Debug, Args)]
pub struct View {
    /// Its name.
    name: String,
    /// A version.
    #[arg(id = "number", long = "version", value_name = "N")]
    version: Option<u32>,
}

/// The options of `beadle functions test`.
#[derive(Debug, Args)]
pub struct Test {
    /// Its name.
    name: String,
    /// What it is called with, as JSON, `@FILE` or `@-`.
    #[arg(long, value_name = "JSON")]
    params: Option<String>,
    /// The export that is called.
    #[arg(long, value_name = "NAME")]
    export: Option<String>,
    /// A version; the current one unless another is stated.
    #[arg(id = "number", long = "version", value_name = "N")]
    version: Option<u32>,
}

/// The options of `beadle functions rollback`.
#[derive(Debug, Args)]
pub struct Rollback {
    /// Its name.
    name: String,
    /// The version; the one before the current one unless stated.
    #[arg(id = "number", value_name = "VERSION")]
    version: Option<u64>,
}

const COLUMNS: &[Column] = &[
    column("NAME", |function| cell::text(&function["name"])),
    column("CURRENT", |function| cell::text(&function["current"])),
    column("EXPORTS", |function| cell::text(&function["exports"])),
    column("VERSIONS", |function| cell::text(&json!(function["versions"].as_array().map_or(0, Vec::len)))),
    column("CHANGED", |function| cell::ago(&function["updated_at"])),
];

const VERSIONS: &[Column] = &[
    column("VERSION", |version| cell::text(&version["number"])),
    column("ENTRY", |version| cell::text(&version["entry"])),
    column("EXPORTS", |version| cell::text(&version["exports"])),
    column("HOSTS", |version| cell::text(&version["hosts"])),
    column("BYTES", |version| cell::text(&version["size"])),
    column("UPLOADED", |version| cell::ago(&version["created_at"])),
    column("BY", |version| cell::text(&version["created_by"])),
];

impl Functions {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        match self {
            Self::Push(options) => options.run(session).await,
            Self::List(amount) => {
                let pages = Pages::new(&session.client, LIST, "functions", Vec::new(), amount.amount());
                saved::list(session, pages, COLUMNS, &[]).await
            }
            Self::View(options) => options.run(session).await,
            Self::Test(options) => options.run(session).await,
            Self::Rollback(options) => options.run(session).await,
        }
    }
}

impl Push {
    async fn run(self, session: &Session) -> Result<()> {
        let mut body = Map::new();
        body.insert("modules".to_owned(), Value::Object(modules(Path::new(&self.path))?));
        input::set(&mut body, "entry", self.entry);
        if !self.hosts.is_empty() {
            body.insert("hosts".to_owned(), json!(self.hosts));
        }
        input::set(&mut body, "memory_mb", self.memory_mb);
        input::set(&mut body, "cpu_ms", self.cpu_ms);
        let flags = [
            ("modules", "PATH"),
            ("entry", "--entry"),
            ("hosts", "--host"),
            ("memory_mb", "--memory-mb"),
            ("cpu_ms", "--cpu-ms"),
        ];
        let path = format!("{LIST}/{}", self.name);
        let function = session.client.send(Method::PUT, &path, Some(&Value::Object(body)), &[]).await;
        let function = function.map_err(|error| error.under(&flags))?;
        session.output.done(&format!("{}  version {} is current", self.name, function["current"]), &function)
    }
}

/// The modules at `path`, by their names relative to it.
///
/// # Errors
/// [`Error::Usage`] if a file can't be read or there is none.
pub fn modules(path: &Path) -> Result<Map<String, Value>> {
    let mut modules = Map::new();
    if path.is_dir() {
        collect(path, "", &mut modules)?;
    } else if let Some(name) = path.file_name() {
        modules.insert(name.to_string_lossy().into_owned(), read(path)?);
    }
    if modules.is_empty() {
        return Err(Error::Usage(format!("{}: there is no module", path.display())));
    }
    Ok(modules)
}

fn collect(folder: &Path, above: &str, modules: &mut Map<String, Value>) -> Result<()> {
    let fault = |error: std::io::Error| Error::Usage(format!("{}: {error}", folder.display()));
    let mut entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(fault)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), format!("{above}{}", entry.file_name().to_string_lossy()));
        // What a link names may lie anywhere, and in a circle.
        let kind = entry.file_type().map_err(fault)?;
        let is_module =
            path.extension().is_some_and(|extension| ["js", "mjs", "json"].iter().any(|of| extension == *of));
        if kind.is_dir() && !name.starts_with('.') && !name.ends_with("node_modules") {
            collect(&path, &format!("{name}/"), modules)?;
        } else if kind.is_file() && is_module {
            modules.insert(name, read(&path)?);
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Value> {
    fs::read_to_string(file)
        .map(Value::String)
        .map_err(|error| Error::Usage(format!("{}: {error}", file.display())))
}

impl View {
    async fn run(self, session: &Session) -> Result<()> {
        let path = format!("{LIST}/{}", self.name);
        if let Some(version) = self.version {
            let version = session.client.get(&format!("{path}/versions/{version}")).await?;
            if session.output.format() != Format::Table {
                return session.output.item(&[], &version);
            }
            session.output.item(VERSIONS, &version)?;
            for (name, source) in version["modules"].as_object().into_iter().flatten() {
                session.output.text(&format!("\n// {name}\n{}", source.as_str().unwrap_or_default()))?;
            }
            return Ok(());
        }
        let function = session.client.get(&path).await?;
        session.output.item(COLUMNS, &function)?;
        if session.output.format() == Format::Table {
            session.output.text("")?;
            return session.output.list(VERSIONS, function["versions"].as_array().map_or(&[], Vec::as_slice));
        }
        Ok(())
    }
}

impl Test {
    async fn run(self, session: &Session) -> Result<()> {
        let mut body = Map::new();
        if let Some(given) = &self.params {
            let params = serde_json::from_str(&input::text(given)?);
            let params: Value =
                params.map_err(|error| Error::Usage(format!("--params: not JSON: {error}")))?;
            body.insert("params".to_owned(), params);
        }
        input::set(&mut body, "export", self.export);
        input::set(&mut body, "version", self.version);
        let flags = [("params", "--params"), ("export", "--export"), ("version", "--version")];
        let tried = session.client.post(&format!("{LIST}/{}/test", self.name), &Value::Object(body)).await;
        let tried = tried.map_err(|error| error.under(&flags))?;
        if session.output.format() == Format::Table {
            for line in tried["output"].as_array().into_iter().flatten() {
                session.output.note(input::member(line, "text").trim_end());
            }
            session.output.json(&tried["result"])?;
        } else {
            session.output.item(&[], &tried)?;
        }
        match input::member(&tried, "status") {
            "completed" => Ok(()),
            status => {
                let why = input::member(&tried["error"], "message");
                Err(Error::Unsuccessful(format!("{} {status}: {why}", self.name)))
            }
        }
    }
}

impl Rollback {
    async fn run(self, session: &Session) -> Result<()> {
        let path = format!("{LIST}/{}", self.name);
        let version = match self.version {
            Some(version) => version,
            None => {
                let function = session.client.get(&path).await?;
                let current = function["current"].as_u64().unwrap_or_default();
                let versions = function["versions"].as_array().into_iter().flatten();
                let earlier = versions
                    .filter_map(|version| version["number"].as_u64())
                    .filter(|number| *number < current);
                earlier.max().ok_or_else(|| {
                    Error::Usage(format!("{}: there is no version before {current}", self.name))
                })?
            }
        };
        let body = json!({"version": version});
        let function = session.client.send(Method::PUT, &format!("{path}/current"), Some(&body), &[]).await;
        let function = function.map_err(|error| error.under(&[("version", "VERSION")]))?;
        session.output.done(&format!("{}  version {version} is current", self.name), &function)
    }
}
