//! How batches are shown.

use serde_json::Value;

use crate::output::{
    Cell, Column,
    cell::{self, column},
};

/// The columns of a list.
pub const COLUMNS: &[Column] = &[
    column("ID", |batch| cell::text(&batch["id"])),
    column("NAME", |batch| cell::text(&batch["name"])),
    column("STATUS", |batch| cell::status(&batch["status"])),
    column("TOTAL", |batch| cell::text(&batch["total"])),
    column("COUNTS", counts),
    column("CREATED", |batch| cell::ago(&batch["created_at"])),
    column("ENDS", |batch| cell::ago(&batch["estimated_end_at"])),
];

/// The fields of one.
pub const FIELDS: &[Column] = &[
    column("id", |batch| cell::text(&batch["id"])),
    column("name", |batch| cell::text(&batch["name"])),
    column("status", |batch| cell::status(&batch["status"])),
    column("total", |batch| cell::text(&batch["total"])),
    column("counts", counts),
    column("a minute", |batch| cell::text(&batch["rate_per_minute"])),
    column("created", |batch| cell::text(&batch["created_at"])),
    column("closed", |batch| cell::text(&batch["closed_at"])),
    column("estimated end", |batch| cell::text(&batch["estimated_end_at"])),
    column("ended", |batch| cell::text(&batch["ended_at"])),
    column("then ran", |batch| cell::text(&batch["execution_id"])),
];

fn counts(batch: &Value) -> Cell {
    let counts = batch["counts"].as_object().into_iter().flatten();
    let some = counts
        .filter(|(_, count)| count.as_u64() != Some(0))
        .map(|(status, count)| format!("{count} {status}"));
    Cell::plain(some.collect::<Vec<_>>().join(", "))
}
