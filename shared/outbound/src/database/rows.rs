//! Collects the rows of a result up to its limits.

use std::collections::BTreeSet;

use beadle_domain::call::{Column, DatabaseAnswer};
use serde_json::{Map, Value};

/// Collects rows until a limit is reached.
pub(super) struct Rows {
    columns: Vec<Column>,
    rows: Vec<Map<String, Value>>,
    max_rows: usize,
    bytes_left: usize,
    truncated: bool,
}

impl Rows {
    pub fn new(
        columns: impl IntoIterator<Item = (String, String)>,
        max_rows: usize,
        max_bytes: usize,
    ) -> Self {
        let mut taken = BTreeSet::new();
        let columns = columns
            .into_iter()
            .map(|(name, type_name)| {
                let name = unique(name, &taken);
                taken.insert(name.clone());
                Column { name, type_name }
            })
            .collect();
        Self { columns, rows: Vec::new(), max_rows, bytes_left: max_bytes, truncated: false }
    }

    /// How many more rows may be added.
    pub fn room(&self) -> usize {
        if self.truncated { 0 } else { self.max_rows - self.rows.len() }
    }

    /// Whether a row was dropped.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Counts a row that is too long to be kept.
    pub fn drop_row(&mut self) {
        self.truncated = true;
    }

    /// Adds a row with one value per column, or drops it if a limit is reached.
    pub fn push(&mut self, values: Vec<Value>) {
        if self.room() == 0 {
            self.truncated = true;
            return;
        }
        let row: Map<String, Value> =
            self.columns.iter().map(|column| column.name.clone()).zip(values).collect();
        let size = size(&row);
        if size > self.bytes_left {
            self.truncated = true;
            return;
        }
        self.bytes_left -= size;
        self.rows.push(row);
    }

    pub fn finish(self) -> DatabaseAnswer {
        DatabaseAnswer {
            affected: self.rows.len() as u64,
            columns: self.columns,
            rows: self.rows,
            truncated: self.truncated,
        }
    }
}

/// `name`, with the first numeric suffix that makes it differ from those `taken`.
fn unique(name: String, taken: &BTreeSet<String>) -> String {
    if !taken.contains(&name) {
        return name;
    }
    let numbered = (2..).map(|number: usize| format!("{name}_{number}"));
    numbered.into_iter().find(|candidate| !taken.contains(candidate)).unwrap_or(name)
}

/// The size of the row as JSON, in bytes.
fn size(row: &Map<String, Value>) -> usize {
    struct Counter(usize);
    impl std::io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    serde_json::to_writer(&mut counter, row).map_or(usize::MAX, |()| counter.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows(names: &[&str], max_rows: usize, max_bytes: usize) -> Rows {
        Rows::new(names.iter().map(|name| ((*name).to_owned(), "int4".to_owned())), max_rows, max_bytes)
    }

    #[test]
    fn columns_of_the_same_name_get_suffixes() {
        let mut rows = rows(&["a", "a", "a_2", "a"], 1, 1_000);
        rows.push(vec![json!(1), json!(2), json!(3), json!(4)]);
        assert_eq!(json!(rows.finish().rows), json!([{"a": 1, "a_2": 2, "a_2_2": 3, "a_3": 4}]));
    }

    #[test]
    fn the_limit_of_rows_is_exact() {
        let mut rows = rows(&["a"], 2, 1_000);
        (0..2).for_each(|number| rows.push(vec![json!(number)]));
        assert!(!rows.is_truncated());
        rows.push(vec![json!(2)]);
        let answer = rows.finish();
        assert_eq!((answer.rows.len(), answer.affected, answer.truncated), (2, 2, true));
    }

    #[test]
    fn the_limit_of_bytes_is_exact() {
        let mut rows = rows(&["a"], 100, 2 * r#"{"a":1}"#.len());
        (0..3).for_each(|_| rows.push(vec![json!(1)]));
        let answer = rows.finish();
        assert_eq!((answer.rows.len(), answer.truncated), (2, true));
    }
}
