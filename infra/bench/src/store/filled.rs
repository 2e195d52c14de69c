//! Stores with many executions. Beadle runs some of them; the others are copies of their rows with other ids and times.

use std::{fs::File, path::Path, sync::Arc};

use anyhow::{Context, ensure};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use nix::fcntl::{PosixFadviseAdvice, posix_fadvise};
use rusqlite::{Connection, params_from_iter, types::Value};

use crate::{
    client::Connection as Client,
    destination::{self, Seen, task_body},
    started::submit,
    sut::System,
};

/// How many executions are copied.
const PATTERNS: u64 = 1_000;

/// Rows of a transaction.
const ROWS: u64 = 100_000;

/// Columns of an execution, without its place in the table.
const COLUMNS: [&str; 5] = ["id", "created_at", "wake", "request", "progress"];

/// The file in a data folder.
pub fn file(data_dir: &Path) -> std::path::PathBuf {
    data_dir.join("beadle.db")
}

/// Fills the store in `data_dir` with `count` executions that have ended, requested within the last hours and `days` before that.
pub async fn finished(binary: &Path, data_dir: &Path, count: u64, days: i64) -> anyhow::Result<()> {
    let system = System::beadle(binary, data_dir).await?;
    if count > 0 {
        let seen = Arc::new(Seen::default());
        let destination = destination::start(Arc::clone(&seen)).await?;
        submit(&system.address, &destination, 0..PATTERNS, "").await?;
        seen.succeeded(PATTERNS).await;
    }
    system.finish().await?;
    multiply(&file(data_dir), count, days)
}

/// Fills the store in `data_dir` with `count` executions of calls to `destination` that are due since yesterday.
pub async fn pending(binary: &Path, data_dir: &Path, count: u64, destination: &str) -> anyhow::Result<()> {
    let system = System::beadle(binary, data_dir).await?;
    let mut client = Client::open(&system.address).await?;
    for number in 0..PATTERNS {
        let body = task_body(number);
        let request = format!(
            r#"{{"type":"http","method":"POST","url":"http://{destination}/","body":{body},"delay":"1h"}}"#
        );
        let response = client.request("POST", "/api/v1/execute", &request).await?;
        ensure!(response.status == 202, "{} {}", response.status, String::from_utf8_lossy(&response.body));
    }
    system.finish().await?;
    multiply(&file(data_dir), count, 1)
}

/// Replaces the executions of a store by `count` copies of them, `days` older.
fn multiply(store: &Path, count: u64, days: i64) -> anyhow::Result<()> {
    let mut sql = Connection::open(store)?;
    // Nobody else has it open, and it can be made again.
    sql.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144")?;
    let (names, patterns) = patterns(&sql)?;
    sql.execute("DELETE FROM executions", [])?;
    let at = |name: &str| names.iter().position(|found| found == name).context("a column is missing");
    let [id, created_at, wake, request, progress] = {
        let places = COLUMNS.map(at);
        let mut found = [0; COLUMNS.len()];
        for (found, place) in found.iter_mut().zip(places) {
            *found = place?;
        }
        found
    };
    let marks = vec!["?"; names.len()].join(", ");
    let insert = format!("INSERT INTO executions ({}) VALUES ({marks})", names.join(", "));
    let day = 86_400_000;
    let now = Timestamp::now().as_millisecond() - days * day;
    // Ten thousand a second, the last one a moment ago.
    let first = now - i64::try_from(count / 10)?;
    let mut random = fastrand::Rng::with_seed(1);
    let mut done = 0;
    while done < count {
        let transaction = sql.transaction()?;
        {
            let mut statement = transaction.prepare_cached(&insert)?;
            let end = (done + ROWS).min(count);
            for number in done..end {
                let index = usize::try_from(number % PATTERNS)? % patterns.len().max(1);
                let mut row = patterns.get(index).context("no execution to copy")?.clone();
                let time = first + i64::try_from(number / 10)?;
                let new = new_id(time, &mut random);
                if let Value::Blob(old) = std::mem::replace(&mut row[id], Value::Blob(new.clone())) {
                    replace(&mut row[request], &name(&old), &name(&new));
                }
                let requested = row[created_at].clone();
                for column in [request, progress] {
                    shift(&mut row[column], &requested, days)?;
                }
                row[created_at] = Value::Integer(time);
                if let Value::Integer(wake) = &mut row[wake] {
                    *wake -= days * day;
                }
                statement.execute(params_from_iter(row))?;
            }
            done = end;
        }
        transaction.commit()?;
    }
    sql.execute_batch("PRAGMA journal_mode = WAL")?;
    Ok(())
}

/// The columns and the executions to copy.
fn patterns(sql: &Connection) -> anyhow::Result<(Vec<String>, Vec<Vec<Value>>)> {
    let mut statement = sql.prepare("SELECT * FROM executions ORDER BY seq")?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let width = names.len();
    let rows = statement.query_map([], |row| (1..width).map(|column| row.get(column)).collect())?;
    let rows = rows.collect::<Result<_, _>>()?;
    Ok((names.into_iter().skip(1).collect(), rows))
}

/// An id as Beadle makes them at `time`: `UUIDv7`.
fn new_id(time: i64, random: &mut fastrand::Rng) -> Vec<u8> {
    let mut id = random.u128(..).to_be_bytes();
    id[..6].copy_from_slice(&time.to_be_bytes()[2..]);
    id[6] = id[6] & 0x0f | 0x70;
    id[8] = id[8] & 0x3f | 0x80;
    id.to_vec()
}

/// An id as requests name it.
fn name(id: &[u8]) -> String {
    let digits: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("exe_{digits}")
}

fn replace(value: &mut Value, old: &str, new: &str) {
    if let Value::Text(text) = value
        && text.contains(old)
    {
        *text = text.replace(old, new);
    }
}

/// Makes the times in a text as many days older, of an execution that was requested at `created_at`.
fn shift(value: &mut Value, created_at: &Value, days: i64) -> anyhow::Result<()> {
    let Value::Integer(created_at) = created_at else { return Ok(()) };
    if days == 0 {
        return Ok(());
    }
    let day = Timestamp::from_millisecond(*created_at)?.to_zoned(TimeZone::UTC).date();
    for day in [day, day.tomorrow()?] {
        replace(value, &format!("{day}T"), &format!("{}T", day.checked_sub(days.days())?));
    }
    Ok(())
}

/// The bytes that the store uses, without free pages.
pub fn used_bytes(data_dir: &Path) -> anyhow::Result<u64> {
    let sql = Connection::open(file(data_dir))?;
    let pragma = |name| sql.pragma_query_value(None, name, |row| row.get::<_, u64>(0));
    Ok((pragma("page_count")? - pragma("freelist_count")?) * pragma("page_size")?)
}

/// Takes the file out of the system's page cache, so that the next start reads it from the disk.
pub fn evict(data_dir: &Path) -> anyhow::Result<()> {
    let file = File::open(file(data_dir))?;
    file.sync_all()?;
    posix_fadvise(&file, 0, 0, PosixFadviseAdvice::POSIX_FADV_DONTNEED)?;
    Ok(())
}

/// How many executions are left that were requested `days` ago or earlier, to the day.
pub fn expired(data_dir: &Path, days: i64) -> anyhow::Result<u64> {
    let sql = Connection::open(file(data_dir))?;
    let before = Timestamp::now().as_millisecond() - (days - 1) * 86_400_000;
    Ok(sql.query_row("SELECT count(*) FROM executions WHERE created_at < ?1", [before], |row| row.get(0))?)
}
