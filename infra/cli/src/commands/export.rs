//! `beadle export`: all that the caller has, as records in a file, one a line.

use std::{
    fs::File,
    io::{Seek, SeekFrom, Write},
    path::PathBuf,
};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Session,
    transfer::{Sidecar, Sum, private},
};
use crate::{
    client::{Error, Result, with_query},
    output::{Format, bar},
};

/// The options of `beadle export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle export -o all.ndjson
  beadle export | wc -l")]
pub struct Export {
    /// The file to write; standard output without one. An export that was interrupted goes on where it was.
    #[arg(id = "file", short = 'o', long = "output", value_name = "FILE")]
    file: Option<PathBuf>,
    /// How the sum is shown.
    #[arg(id = "output", long = "format", value_enum, default_value_t, value_name = "FORMAT")]
    _format: Format,
    /// Replace the file if it exists, and begin anew.
    #[arg(long)]
    force: bool,
}

/// How far an export came.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// The server.
    url: String,
    /// Where it goes on.
    cursor: Option<String>,
    /// The bytes that are written.
    bytes: u64,
    sum: Sum,
}

impl Export {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error`]; a file that is not complete has the ending `.part`.
    pub async fn run(self, session: &Session) -> Result<()> {
        let Some(path) = self.file.as_ref().filter(|path| path.as_os_str() != "-") else {
            return to_output(session).await;
        };
        if path.exists() && !self.force {
            return Err(Error::Usage(format!("{} exists: --force replaces it", path.display())));
        }
        let (part, sidecar) = (Sidecar::beside(path, ".part"), Sidecar::beside(path, ".cursor"));
        let mut file = private(part.path())?;
        let mut progress = self.progress(session, &sidecar, &file);
        if progress.cursor.is_some() {
            session.output.note(&format!("goes on after {}", progress.sum.things()));
        }
        let fault = |error: std::io::Error| Error::Failed(format!("{}: {error}", part.path().display()));
        file.set_len(progress.bytes).map_err(fault)?;
        file.seek(SeekFrom::End(0)).map_err(fault)?;
        let spinner = bar::spinner(&session.output, "exporting");
        loop {
            let page = page(session, progress.cursor.as_deref()).await?;
            let text = lines(&page, &mut progress.sum);
            file.write_all(text.as_bytes()).and_then(|()| file.sync_data()).map_err(fault)?;
            progress.bytes += text.len() as u64;
            progress.cursor = page["next_cursor"].as_str().map(str::to_owned);
            spinner.set_message(format!("exporting: {}", progress.sum.things()));
            if progress.cursor.is_none() {
                break;
            }
            sidecar.write(&progress)?;
        }
        spinner.finish_and_clear();
        std::fs::rename(part.path(), path).map_err(fault)?;
        sidecar.remove();
        for line in progress.sum.lines() {
            session.output.note(&line);
        }
        let mut sum = progress.sum.json();
        sum["file"] = json!(path);
        session.output.done(&format!("{}: {}", path.display(), progress.sum.things()), &sum)
    }

    /// How far an earlier call came, if it wrote this part from the same server.
    fn progress(&self, session: &Session, sidecar: &Sidecar, part: &File) -> Progress {
        let url = session.client.connection().url();
        let written = part.metadata().map(|metadata| metadata.len()).unwrap_or_default();
        let is_its = |progress: &Progress| progress.url == url && progress.bytes <= written && !self.force;
        let known = sidecar.read::<Progress>().filter(is_its);
        known.unwrap_or_else(|| Progress { url: url.to_owned(), ..Progress::default() })
    }
}

async fn page(session: &Session, cursor: Option<&str>) -> Result<Value> {
    let query = [("cursor", cursor.map(str::to_owned))];
    session.client.get(&with_query("/api/v1/export", &query)).await
}

/// The records of a page, one a line.
fn lines(page: &Value, sum: &mut Sum) -> String {
    let mut text = String::new();
    for record in page["records"].as_array().into_iter().flatten() {
        if !sum.note(record) {
            sum.count(record["kind"].as_str().unwrap_or("other"));
        }
        text.push_str(&record.to_string());
        text.push('\n');
    }
    text
}

async fn to_output(session: &Session) -> Result<()> {
    let mut sum = Sum::default();
    let mut cursor: Option<String> = None;
    loop {
        let page = page(session, cursor.as_deref()).await?;
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(lines(&page, &mut sum).as_bytes()).and_then(|()| stdout.flush())?;
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    for line in sum.lines() {
        session.output.note(&line);
    }
    Ok(())
}
