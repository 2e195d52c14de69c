//! Cursors that were not issued.

use beadle_values::page::Cursor;

/// Damaged variants of `cursor`: cut at either end, lengthened, or with one character changed.
pub fn damaged(cursor: &Cursor) -> Vec<Cursor> {
    let text: Vec<char> = cursor.0.chars().collect();
    let mut damaged: Vec<String> = Vec::new();
    for length in [1, text.len() / 2, text.len() - 1] {
        damaged.push(text[..length].iter().collect());
        damaged.push(text[text.len() - length..].iter().collect());
    }
    damaged.push(format!("{}A", cursor.0));
    damaged.push(format!("{0}{0}", cursor.0));
    damaged.push(cursor.0.to_ascii_uppercase());
    for place in 0..text.len() {
        let mut changed = text.clone();
        changed[place] = if changed[place] == 'A' { 'B' } else { 'A' };
        damaged.push(changed.into_iter().collect());
    }
    damaged.retain(|text| *text != cursor.0);
    damaged.into_iter().map(Cursor).collect()
}
