//! The next runs of a schedule, as previews and tasks answer them.

use serde_json::Value;

use super::Session;
use crate::{
    client::Result,
    output::{
        Column, Format,
        cell::{self, column},
    },
};

const COLUMNS: &[Column] = &[
    column("AT", |run| cell::text(&run["at"])),
    column("LOCAL", |run| cell::text(&run["local"])),
    column("NEXT", |run| cell::ago(&run["at"])),
    column("NOTE", |run| cell::text(&run["note"])),
];

const SKIPPED: &[Column] = &[
    column("SKIPPED", |day| cell::text(&day["date"])),
    column("RUNS", |day| cell::text(&day["count"])),
    column("MOVED TO", |day| cell::text(&day["moved_to"])),
    column("NOTE", |day| cell::text(&day["note"])),
];

/// Shows the runs, and what is left out.
///
/// # Errors
/// [`crate::client::Error::Output`].
pub fn show(session: &Session, preview: &Value) -> Result<()> {
    if session.output.format() == Format::Json {
        return session.output.json(preview);
    }
    let list = |member: &str| preview[member].as_array().map_or(&[][..], Vec::as_slice);
    session.output.list(COLUMNS, list("runs"))?;
    if session.output.format() == Format::Table {
        if !list("skipped").is_empty() {
            session.output.list(SKIPPED, list("skipped"))?;
        }
        if preview["paused"].as_bool() == Some(true) {
            session.output.note("the schedule is paused");
        }
        if let Some(note) = preview["note"].as_str() {
            session.output.note(note);
        }
    }
    Ok(())
}
