//! The code blocks of a document, as `documents/` lists them.

use anyhow::{Context, ensure};

/// A code block: its position, its kind, and its text if it is sent or compared.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its number, from 1.
    pub number: usize,
    /// The headings above it.
    pub heading: String,
    /// Its kind, such as `request`.
    pub kind: String,
    /// Details of the kind, such as the request line.
    pub note: String,
    /// Its text, as in the document.
    pub text: String,
}

/// The blocks of a document.
///
/// # Errors
/// When a section is malformed, or one is missing.
pub fn read(document: &str) -> anyhow::Result<Vec<Block>> {
    let blocks: Vec<Block> = document.split("\n## ").skip(1).map(section).collect::<Result<_, _>>()?;
    ensure!(blocks.iter().map(|block| block.number).eq(1..=blocks.len()), "a block is missing");
    Ok(blocks)
}

fn section(text: &str) -> anyhow::Result<Block> {
    let (title, rest) = text.split_once('\n').context("a title")?;
    let (number, heading) = title.split_once(". ").context("a number")?;
    let (said, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    let (kind, note) = said.split_once(": ").unwrap_or((said, ""));
    let inside = rest.split_once("````").map_or("", |(_, fenced)| fenced);
    let inside = inside.split_once('\n').map_or("", |(_, inside)| inside);
    let text = inside.rsplit_once("\n````").map_or("", |(text, _)| text);
    Ok(Block {
        number: number.parse()?,
        heading: heading.to_owned(),
        kind: kind.trim().to_owned(),
        note: note.trim().to_owned(),
        text: text.to_owned(),
    })
}
