//! The results of the requests, row by row.

use std::{collections::BTreeSet, fmt};

use super::block::Block;

/// The assessment of a response.
pub enum Verdict {
    /// As the document describes.
    AsDescribed(&'static str),
    /// Wrong.
    Wrong(String),
    /// Nothing was sent, for this reason.
    NotSent(String),
}

struct Row {
    seed: &'static str,
    place: String,
    request: String,
    answer: String,
    verdict: Verdict,
}

/// The rows, and the blocks that they cover.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
    covered: BTreeSet<(&'static str, usize)>,
}

impl Table {
    /// A request of `block`, or one that belongs to it.
    pub fn row(
        &mut self,
        seed: &'static str,
        block: &Block,
        request: impl Into<String>,
        answer: impl Into<String>,
        verdict: Verdict,
    ) {
        self.covered.insert((seed, block.number));
        let place = format!("{}. {}", block.number, block.heading);
        self.rows.push(Row { seed, place, request: request.into(), answer: answer.into(), verdict });
    }

    /// A request in the text of the document, outside of its code blocks.
    pub fn prose(
        &mut self,
        seed: &'static str,
        place: &str,
        request: impl Into<String>,
        answer: impl Into<String>,
        verdict: Verdict,
    ) {
        let place = place.to_owned();
        self.rows.push(Row { seed, place, request: request.into(), answer: answer.into(), verdict });
    }

    /// Adds a row for each block that is not sent, and returns those of `blocks` without a row.
    pub fn close(&mut self, seed: &'static str, blocks: &[Block]) -> Vec<String> {
        let mut left = Vec::new();
        for block in blocks {
            if self.covered.contains(&(seed, block.number)) {
                continue;
            }
            let why = match (block.kind.as_str(), block.note.as_str()) {
                (kind @ ("diagram" | "layout" | "environment" | "commands" | "code" | "schema"), "") => {
                    kind.to_owned()
                }
                (kind @ ("commands" | "code" | "schema"), note) => format!("{kind} {note}"),
                _ => {
                    left.push(format!("{seed} {}. {}", block.number, block.heading));
                    continue;
                }
            };
            self.row(seed, block, "-", "-", Verdict::NotSent(why));
        }
        left
    }

    /// The rows whose response is wrong.
    pub fn wrong(&self) -> Vec<String> {
        let wrong = self.rows.iter().filter_map(|row| match &row.verdict {
            Verdict::Wrong(why) => Some(format!("{} {}: {}: {why}", row.seed, row.place, row.request)),
            _ => None,
        });
        wrong.collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        rows.sort_by_key(|row| row.seed);
        for Row { seed, place, request, answer, verdict } in rows {
            let verdict = match verdict {
                Verdict::AsDescribed("") => "as described".to_owned(),
                Verdict::AsDescribed(how) => format!("as described; {how}"),
                Verdict::Wrong(why) => format!("WRONG: {why}"),
                Verdict::NotSent(why) => format!("nothing to send: {why}"),
            };
            writeln!(f, "{seed} | {place} | {request} | {answer} | {verdict}")?;
        }
        let count = |pick: fn(&Verdict) -> bool| self.rows.iter().filter(|row| pick(&row.verdict)).count();
        writeln!(
            f,
            "{} rows: {} as described, {} wrong, {} blocks with nothing to send",
            self.rows.len(),
            count(|verdict| matches!(verdict, Verdict::AsDescribed(_))),
            count(|verdict| matches!(verdict, Verdict::Wrong(_))),
            count(|verdict| matches!(verdict, Verdict::NotSent(_))),
        )
    }
}
