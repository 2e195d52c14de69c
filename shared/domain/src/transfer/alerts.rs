//! The rules of alerts as a record: there is one for each owner.

use beadle_values::violation::{Path, Violations};
use serde_json::Value;

use super::{Record, RecordKind, record::stored};
use crate::{alert::AlertRules, masking};

/// `rules` as a record; `None` if there are neither rules nor targets. Credentials are masked.
pub fn record(rules: &AlertRules) -> Option<Record> {
    if *rules == AlertRules::default() {
        return None;
    }
    let mut shown = rules.clone();
    for target in &mut shown.targets {
        if let Some(webhook) = &mut target.webhook {
            masking::mask_headers(&mut webhook.http.headers);
        }
        if let Some(server) = &mut target.server {
            masking::mask_connection(server);
        }
    }
    let parts = [("members", stored(&shown)), ("state", Value::Object(Default::default()))];
    Some(Record::new(RecordKind::Alerts, "alerts", parts))
}

/// The rules that `record` describes.
///
/// # Errors
/// All violations of its members.
pub fn read(record: &Record) -> Result<AlertRules, Violations> {
    AlertRules::parse(record.part("members")?, &Path::body())
}
