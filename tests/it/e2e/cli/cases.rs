//! Commands × situations: what is on standard output, what on standard error, and the exit code.

mod changing;
mod showing;

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use serde_json::Value;

use self::{changing::CHANGING, showing::SHOWING};
use super::{Desk, Told};

/// What a stream has.
#[derive(Debug, Clone, Copy)]
enum Has {
    /// Nothing at all.
    Nothing,
    /// These texts.
    All(&'static [&'static str]),
    /// Exactly this.
    Exactly(&'static str),
    /// One JSON document that is an array of so many.
    Array(usize),
    /// One JSON document with these values at these pointers.
    Json(&'static [(&'static str, &'static str)]),
    /// So many lines, each of them a JSON object.
    Lines(usize),
    /// Lines, each of which is an id with this prefix.
    Ids(&'static str),
}

use Has::{All, Array, Exactly, Ids, Json, Lines, Nothing};

/// A command line, its exit code, and its two streams. `$…` stands for what [`places`] has made.
type Case = (&'static [&'static str], i32, Has, Has);

/// What is on standard input: a body for `@-`, lines for `-`.
const BODY: &str = "{\"schedule\": \"daily at 9:00\"}";
const LINES: &str = "schedule\n1\n";

#[tokio::test]
async fn each_command_in_each_situation() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let places = places(&desk).await?;
    let mut faults = Vec::new();
    let mut ran = 0;
    for case in SHOWING.iter().chain(CHANGING) {
        let (arguments, code, stdout, stderr) = case;
        let arguments: Vec<String> = arguments.iter().map(|text| filled(text, &places)).collect();
        let input = if arguments.iter().any(|text| text == "-") { LINES } else { BODY };
        let told = desk.run(&arguments, input).await?;
        let checked = check(&told, *code, *stdout, *stderr, &places);
        if let Err(fault) = checked {
            faults.push(format!("beadle {}\n{fault:#}\n{told:#?}", arguments.join(" ")));
        }
        ran += 1;
    }
    println!("{ran} cases ran");
    ensure!(faults.is_empty(), "{} of {ran} cases:\n\n{}", faults.len(), faults.join("\n\n"));
    ensure!(ran >= 130, "only {ran} cases");
    Ok(())
}

async fn places(desk: &Desk) -> anyhow::Result<BTreeMap<&'static str, String>> {
    let tasks = desk.beadle.get("/api/v1/tasks").await?;
    let done = desk.completed().await?;
    let text = |value: &Value| value.as_str().map(str::to_owned).context("no text");
    Ok(BTreeMap::from([
        ("$URL", desk.beadle.url.clone()),
        ("$TASK", text(&tasks["tasks"][0]["id"])?),
        // Before `$DONE`, which it begins with.
        ("$DONE_PREFIX", done[..done.len() - 1].to_owned()),
        ("$DONE", done),
        ("$FAILED", desk.failed().await?),
        ("$PENDING", desk.pending().await?),
        ("$ABSENT", "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70".to_owned()),
    ]))
}

fn filled(text: &str, places: &BTreeMap<&str, String>) -> String {
    // The longer names first.
    places.iter().rev().fold(text.to_owned(), |text, (place, value)| text.replace(place, value))
}

fn check(
    told: &Told,
    code: i32,
    stdout: Has,
    stderr: Has,
    places: &BTreeMap<&str, String>,
) -> anyhow::Result<()> {
    ensure!(told.code == Some(code), "the exit code is {:?} and not {code}", told.code);
    shows(&told.stdout, stdout, places).context("standard output")?;
    shows(&told.stderr, stderr, places).context("standard error")?;
    for stream in [&told.stdout, &told.stderr] {
        ensure!(!stream.contains('\u{1b}') && !stream.contains('\r'), "colours or bars went into a pipe");
    }
    Ok(())
}

fn shows(stream: &str, has: Has, places: &BTreeMap<&str, String>) -> anyhow::Result<()> {
    match has {
        Nothing => ensure!(stream.is_empty(), "not empty"),
        Exactly(text) => ensure!(stream == text, "not {text:?}"),
        All(texts) => {
            for text in texts.iter().map(|text| filled(text, places)) {
                ensure!(stream.contains(&text), "no {text:?}");
            }
        }
        Array(length) => {
            let array: Vec<Value> = serde_json::from_str(stream)?;
            ensure!(array.len() == length, "{} and not {length}", array.len());
        }
        Json(members) => {
            let value: Value = serde_json::from_str(stream)?;
            for (pointer, expected) in members {
                let found = value.pointer(pointer).with_context(|| format!("no {pointer}"))?;
                let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
                ensure!(found == filled(expected, places), "{pointer} is {found}");
            }
        }
        Lines(number) => {
            let lines: Vec<Value> = stream.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
            ensure!(lines.len() == number && lines.iter().all(Value::is_object), "{lines:?}");
        }
        Ids(prefix) => {
            ensure!(!stream.is_empty() && stream.lines().all(|line| line.starts_with(prefix)), "no ids");
            ensure!(stream.lines().all(|line| line.len() == prefix.len() + 32), "no whole ids");
        }
    }
    Ok(())
}
