//! Calendars as records.

use beadle_values::{
    id::OwnerId,
    violation::{Path, Violations},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Record, RecordKind, Stamp, record::stored};
use crate::day_calendar::{Calendar, CalendarDraft};

/// `calendar` as a record.
pub fn record(calendar: &Calendar) -> Record {
    let Calendar { created_at, updated_at, version, .. } = *calendar;
    let mut members = stored(&calendar.days);
    if let Value::Object(members) = &mut members {
        members.insert("description".to_owned(), json!(calendar.description));
        if let Some(plan) = &calendar.plan {
            members.insert("plan".to_owned(), json!(plan));
        }
    }
    let state = stored(&Stamp { created_at, updated_at, version });
    Record::new(RecordKind::Calendar, &calendar.name, [("members", members), ("state", state)])
}

/// The calendar of `owner` that `record` describes.
///
/// # Errors
/// All violations of its members, or those of its state.
pub fn read(record: &Record, owner: &OwnerId, now: Timestamp) -> Result<Calendar, Violations> {
    let name = record.id()?;
    let stamp: Stamp = record.stored("state")?;
    stamp.check(now, &Path::body().key("state"))?;
    let draft = CalendarDraft::parse(record.part("members")?, &Path::body())?;
    Ok(Calendar {
        owner: Some(owner.clone()),
        name,
        days: draft.all_days(&Path::body().key("days"))?,
        description: draft.description,
        plan: draft.plan,
        created_at: stamp.created_at,
        updated_at: stamp.updated_at,
        updated_by: owner.clone(),
        version: stamp.version,
    })
}
