//! What a command shows: data on standard output in the format that was asked for, all else on standard error.

pub mod bar;
pub mod cell;
pub mod keys;
mod table;

use std::io::{self, IsTerminal, Write};

use clap::{Args, ValueEnum};
use serde_json::Value;

pub use self::{
    cell::{Cell, Column},
    table::Layout,
};
use crate::client::{Error, Result};

/// How data is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for people.
    #[default]
    Table,
    /// What the API answered: an array for a list, an object for one thing.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// One id a line.
    Id,
}

/// The options of the output.
#[derive(Debug, Clone, Args)]
pub struct OutputOptions {
    /// How data is shown.
    #[arg(
        short,
        long,
        global = true,
        value_enum,
        default_value_t,
        env = "BEADLE_OUTPUT",
        value_name = "FORMAT"
    )]
    pub output: Format,
    /// Nothing on standard error but errors.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Ask nothing: yes to every question.
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// No colours; also where `NO_COLOR` is set.
    #[arg(long, global = true)]
    pub no_color: bool,
}

/// Where a command writes.
#[derive(Debug, Clone)]
pub struct Output {
    format: Format,
    quiet: bool,
    yes: bool,
    terminal: bool,
    layout: Layout,
}

/// The width of a terminal that does not say it.
const USUAL_WIDTH: u16 = 100;

impl Output {
    /// What `options` and the terminal allow.
    pub fn new(options: &OutputOptions) -> Self {
        if options.no_color {
            anstream::ColorChoice::Never.write_global();
        }
        let stdout = io::stdout();
        let colour = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
        let terminal = stdout.is_terminal();
        // Some terminals do not know their width.
        let width = console::Term::stdout().size_checked().map(|(_, width)| width).filter(|width| *width > 0);
        let layout = Layout { colour, width: terminal.then(|| width.unwrap_or(USUAL_WIDTH)) };
        Self { format: options.output, quiet: options.quiet, yes: options.yes, terminal, layout }
    }

    /// The format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether a person reads the output.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Whether bars and notes are left out.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Shows a list.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub fn list(&self, columns: &[Column], items: &[Value]) -> Result<()> {
        match self.format {
            Format::Table if items.is_empty() => {
                self.note("nothing found");
                Ok(())
            }
            Format::Table => self.text(&self.layout.list(columns, items)),
            Format::Json => self.json(&Value::Array(items.to_vec())),
            Format::Ndjson | Format::Id => items.iter().try_for_each(|item| self.line(item)),
        }
    }

    /// Shows one thing.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub fn item(&self, fields: &[Column], item: &Value) -> Result<()> {
        match self.format {
            Format::Table => self.text(&self.layout.item(fields, item)),
            Format::Json => self.json(item),
            Format::Ndjson | Format::Id => self.line(item),
        }
    }

    /// Shows one of a list that has no end: a line, whatever the format.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub fn event(&self, columns: &[Column], item: &Value) -> Result<()> {
        match self.format {
            Format::Table => self.text(&self.layout.line(columns, item)),
            Format::Json | Format::Ndjson => self.text(&item.to_string()),
            Format::Id => self.line(item),
        }
    }

    /// Shows what was done in a sentence; in the other formats the thing itself.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub fn done(&self, sentence: &str, item: &Value) -> Result<()> {
        match self.format {
            Format::Table => self.text(sentence),
            Format::Json => self.json(item),
            Format::Ndjson | Format::Id => self.line(item),
        }
    }

    /// JSON, over several lines.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub fn json(&self, value: &Value) -> Result<()> {
        self.text(&format!("{value:#}"))
    }

    /// Text and the end of its line.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub fn text(&self, text: &str) -> Result<()> {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        self.bytes(format!("{text}{end}").as_bytes())
    }

    /// Bytes as they are.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub fn bytes(&self, bytes: &[u8]) -> Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        Ok(stdout.flush()?)
    }

    fn line(&self, item: &Value) -> Result<()> {
        match self.format {
            Format::Id => match cell::id(item) {
                Some(id) => self.text(id),
                None => Err(Error::Usage("this has no id: choose another `-o`".to_owned())),
            },
            _ => self.text(&item.to_string()),
        }
    }

    /// Tells a person something that is no data.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// Tells a person something that matters even where notes are not wanted.
    pub fn complain(&self, text: &str) {
        // If standard error is gone, there is nobody to tell.
        writeln!(anstream::stderr(), "{text}").ok();
    }

    /// Asks whether to go on.
    ///
    /// # Errors
    /// [`Error::Usage`] if there is nobody to ask and no `-y`, [`Error::Interrupted`] if the answer is no.
    pub fn confirm(&self, question: &str) -> Result<()> {
        if self.yes {
            return Ok(());
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Err(Error::Usage(format!("{question} There is nobody to ask: say `-y`")));
        }
        write!(io::stderr(), "{question} [y/N] ")?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
            return Ok(());
        }
        Err(Error::Interrupted("nothing was done".to_owned()))
    }
}
