//! Templates as records.

use beadle_values::violation::{Path, Violations};
use jiff::Timestamp;
use serde_json::Value;

use super::{Record, RecordKind, Stamp, record::stored};
use crate::template::{Template, TemplateDraft, draft};

/// `template` as a record.
pub fn record(template: &Template) -> Record {
    let Template { created_at, updated_at, version, .. } = *template;
    let state = stored(&Stamp { created_at, updated_at, version });
    let members = Value::Object(draft::document(template));
    Record::new(RecordKind::Template, &template.id, [("members", members), ("state", state)])
}

/// The template that `record` describes.
///
/// # Errors
/// All violations of its members, or those of its state.
pub fn read(record: &Record, now: Timestamp) -> Result<Template, Violations> {
    let id = record.id()?;
    let stamp: Stamp = record.stored("state")?;
    stamp.check(now, &Path::body().key("state"))?;
    let draft = TemplateDraft::parse(record.part("members")?, &Path::body())?;
    Ok(draft.into_template(id, stamp.created_at, stamp.updated_at, stamp.version))
}
