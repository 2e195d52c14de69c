//! `beadle import`: the records of a file of `beadle export`.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
    path::PathBuf,
    time::Duration,
};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Session,
    transfer::{Sidecar, Sum, may_change, refusal},
};
use crate::{
    client::{Error, Result},
    output::bar,
};

/// The most records of one call.
const MAX_RECORDS: usize = 100;
/// The most bytes of one call, unless one record has more: the API takes 4 MB.
const MAX_BYTES: usize = 1_000_000;
/// How often a call is repeated that the server could not serve.
const MAX_ATTEMPTS: u32 = 6;
/// How long the first repetition waits.
const PAUSE: Duration = Duration::from_millis(500);

/// The options of `beadle import`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle import moved.ndjson
  beadle import moved.ndjson --map-ids --pending")]
pub struct Import {
    /// The file. An import that was interrupted goes on where it was; to import a file again changes nothing.
    file: PathBuf,
    /// Import what has an id that is somebody else's there under another one.
    #[arg(long)]
    map_ids: bool,
    /// Import executions that had not begun too: they run there. Cancel them where they come from.
    #[arg(long)]
    pending: bool,
    /// Begin anew, whatever was imported before.
    #[arg(long)]
    restart: bool,
}

/// How far an import came.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Progress {
    /// What is imported to where: the server, the size of the file, and the options.
    of: (String, u64, bool, bool),
    /// The bytes that were sent and answered.
    bytes: u64,
    /// The number of lines in them.
    lines: u64,
    sum: Sum,
    /// The lines that wait for others, each with its number and place.
    waiting: Vec<(u64, u64)>,
    /// The refusals, each with the number of its line.
    refused: Vec<(u64, Value)>,
}

/// A line of the file.
#[derive(Debug, Clone)]
struct Line {
    number: u64,
    place: u64,
    record: Value,
    size: usize,
}

impl Import {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error::Usage`] for a file that has no records, [`Error::Failed`] if some were refused.
    pub async fn run(self, session: &Session) -> Result<()> {
        let fault = |error: std::io::Error| Error::Usage(format!("{}: {error}", self.file.display()));
        let mut file = File::open(&self.file).map_err(fault)?;
        let size = file.metadata().map_err(fault)?.len();
        let sidecar = Sidecar::beside(&self.file, ".imported");
        let of = (session.client.connection().url().to_owned(), size, self.map_ids, self.pending);
        let known = sidecar.read::<Progress>().filter(|known| known.of == of && !self.restart);
        let mut progress = known.unwrap_or_else(|| Progress { of, ..Progress::default() });
        if progress.bytes > 0 {
            session.output.note(&format!("goes on after line {}", progress.lines));
        }
        file.seek(SeekFrom::Start(progress.bytes)).map_err(fault)?;
        let mut reader = BufReader::new(file);
        let bar = bar::bytes(&session.output, size, "importing");
        let mut kind = String::new();
        while let Some(lines) = self.next(&mut reader, &mut progress)? {
            // What others name is before them, but for tasks that run after later ones.
            let next = lines.first().map(|line| line.record["kind"].to_string()).unwrap_or_default();
            if next != kind {
                self.waiting(session, &mut progress).await?;
                kind = next;
            }
            self.send(session, &lines, &mut progress).await?;
            bar.set_position(progress.bytes);
            sidecar.write(&progress)?;
        }
        self.waiting(session, &mut progress).await?;
        self.give_up(session, &mut progress).await?;
        bar.finish_and_clear();
        sidecar.remove();
        self.show(session, &progress)
    }

    /// The next lines that go together: of one kind, not too many and not too large.
    fn next(&self, reader: &mut BufReader<File>, progress: &mut Progress) -> Result<Option<Vec<Line>>> {
        let (mut lines, mut bytes): (Vec<Line>, usize) = (Vec::new(), 0);
        loop {
            let mut text = String::new();
            let place = progress.bytes;
            let read = reader.read_line(&mut text);
            let size = read.map_err(|error| Error::Usage(format!("{}: {error}", self.file.display())))?;
            if size == 0 {
                break;
            }
            let is_other =
                |record: &Value| lines.first().is_some_and(|first| first.record["kind"] != record["kind"]);
            let record = self.record(progress.lines + 1, &text)?;
            if !lines.is_empty() && (bytes + size > MAX_BYTES || record.as_ref().is_some_and(is_other)) {
                let back = i64::try_from(size).unwrap_or(i64::MAX);
                reader.seek_relative(-back).map_err(|error| Error::Failed(error.to_string()))?;
                break;
            }
            progress.bytes += size as u64;
            progress.lines += 1;
            bytes += size;
            if let Some(record) = record {
                lines.push(Line { number: progress.lines, place, record, size });
            }
            if lines.len() == MAX_RECORDS {
                break;
            }
        }
        Ok(Some(lines).filter(|lines| !lines.is_empty()))
    }

    /// The record in a line; `None` for one that is empty.
    fn record(&self, number: u64, text: &str) -> Result<Option<Value>> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let record = serde_json::from_str(text);
        record.map(Some).map_err(|error| {
            Error::Usage(format!("{}: line {number} is no record: {error}", self.file.display()))
        })
    }

    /// Sends `lines`, and notes what became of each.
    async fn send(&self, session: &Session, lines: &[Line], progress: &mut Progress) -> Result<()> {
        let answer = self.post(session, lines).await?;
        for (line, result) in lines.iter().zip(answer["results"].as_array().into_iter().flatten()) {
            match result["outcome"].as_str() {
                Some("refused") if may_change(&result["problem"]) => {
                    progress.waiting.push((line.number, line.place));
                }
                Some("refused") => progress
                    .refused
                    .push((line.number, refusal(line.number, &line.record, &result["problem"]))),
                Some(outcome) => {
                    if !progress.sum.note(&line.record) {
                        progress.sum.count(outcome);
                    }
                }
                None => {
                    return Err(Error::Failed("the server did not say what became of a record".to_owned()));
                }
            }
        }
        Ok(())
    }

    /// Posts `lines`; again for a while if the server can't serve them. To import a record twice changes nothing.
    async fn post(&self, session: &Session, lines: &[Line]) -> Result<Value> {
        let records: Vec<&Value> = lines.iter().map(|line| &line.record).collect();
        let body = json!({"records": records, "map_ids": self.map_ids, "pending": self.pending});
        let mut pause = PAUSE;
        for _ in 1..MAX_ATTEMPTS {
            match session.client.post("/api/v1/import", &body).await {
                Err(Error::Refused(problem)) if matches!(problem.status, 429 | 502..=504) => {
                    tokio::time::sleep(problem.retry_after.map_or(pause, Duration::from_secs)).await;
                }
                Err(Error::Unreachable { .. }) => tokio::time::sleep(pause).await,
                other => return other,
            }
            pause *= 2;
        }
        session.client.post("/api/v1/import", &body).await
    }

    /// Sends what waits, until none of it has an answer other than before.
    async fn waiting(&self, session: &Session, progress: &mut Progress) -> Result<()> {
        while !progress.waiting.is_empty() {
            let before = std::mem::take(&mut progress.waiting);
            let lines = self.lines(&before)?;
            for pack in packs(&lines) {
                self.send(session, pack, progress).await?;
            }
            if progress.waiting.len() == before.len() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Sends what still waits once more: what is missing now stays so.
    async fn give_up(&self, session: &Session, progress: &mut Progress) -> Result<()> {
        let places = std::mem::take(&mut progress.waiting);
        for line in self.lines(&places)? {
            let answer = self.post(session, std::slice::from_ref(&line)).await?;
            let result = &answer["results"][0];
            match result["outcome"].as_str() {
                Some("refused") => progress
                    .refused
                    .push((line.number, refusal(line.number, &line.record, &result["problem"]))),
                Some(outcome) => progress.sum.count(outcome),
                None => {}
            }
        }
        Ok(())
    }

    /// The lines at these places.
    fn lines(&self, places: &[(u64, u64)]) -> Result<Vec<Line>> {
        let fault = |error: std::io::Error| Error::Usage(format!("{}: {error}", self.file.display()));
        let mut reader = BufReader::new(File::open(&self.file).map_err(fault)?);
        let mut lines = Vec::with_capacity(places.len());
        for (number, place) in places {
            reader.seek(SeekFrom::Start(*place)).map_err(fault)?;
            let mut text = String::new();
            let size = reader.by_ref().read_line(&mut text).map_err(fault)?;
            if let Some(record) = self.record(*number, &text)? {
                lines.push(Line { number: *number, place: *place, record, size });
            }
        }
        Ok(lines)
    }

    fn show(&self, session: &Session, progress: &Progress) -> Result<()> {
        for line in progress.sum.lines() {
            session.output.note(&line);
        }
        for (number, refused) in &progress.refused {
            let text = |member: &str| refused[member].as_str().unwrap_or_default().to_owned();
            session.output.complain(&format!(
                "line {number}, {} {}: {}",
                text("kind"),
                text("id"),
                text("reason")
            ));
        }
        let mut sum = progress.sum.json();
        let refused: Vec<Value> = progress.refused.iter().map(|(_, refused)| refused.clone()).collect();
        sum["refused"] = Value::Array(refused);
        session.output.done(&format!("{}: {}", self.file.display(), progress.sum.counted()), &sum)?;
        match progress.refused.len() {
            0 => Ok(()),
            refused => Err(Error::Failed(format!("{refused} of {} records were refused", progress.lines))),
        }
    }
}

/// `lines` in calls that are not too large.
fn packs(lines: &[Line]) -> Vec<&[Line]> {
    let (mut packs, mut begin, mut bytes) = (Vec::new(), 0, 0);
    for (index, line) in lines.iter().enumerate() {
        if index > begin && (bytes + line.size > MAX_BYTES || index - begin == MAX_RECORDS) {
            packs.push(&lines[begin..index]);
            (begin, bytes) = (index, 0);
        }
        bytes += line.size;
    }
    packs.extend(Some(&lines[begin..]).filter(|rest| !rest.is_empty()));
    packs
}
