//! Every code block of the five documents that Beadle unites, sent as written; the response must be as
//! described.
//!
//! The blocks are in `documents/`. Differences from the text are stated in the row: the host is this process,
//! tokens and ids in capitals are real ones, and every destination is one local server.

mod adhoc;
mod automated;
mod block;
mod platform;
pub mod sandbox;
mod shape;
mod table;
mod tasktrack;
pub mod world;

use self::{
    block::Block,
    table::{Table, Verdict},
    world::{Answer, World},
};

/// The blocks of a document.
macro_rules! document {
    ($name:literal) => {
        block::read(include_str!(concat!("documents/", $name, ".md")))?
    };
}

#[tokio::test]
async fn every_code_block_of_the_five_documents_is_answered_as_described() -> anyhow::Result<()> {
    let documents = [
        ("000", document!("000")),
        ("001", document!("001")),
        ("002", document!("002")),
        ("003", document!("003")),
        ("004", document!("004")),
    ];
    let mut table = Table::default();
    let mut left = Vec::new();
    for (seed, blocks) in &documents {
        let world = World::start().await?;
        match *seed {
            "000" | "001" => adhoc::send(seed, blocks, &world, &mut table).await?,
            "002" => automated::send(blocks, &world, &mut table).await?,
            "003" => platform::send(blocks, &world, &mut table).await?,
            _ => tasktrack::send(blocks, &world, &mut table).await?,
        }
        left.extend(table.close(seed, blocks));
    }
    println!("{table}");
    assert_eq!(left, Vec::<String>::new(), "blocks without a row");
    assert_eq!(table.wrong(), Vec::<String>::new(), "answers that are not as described");
    Ok(())
}

/// The block with this number.
fn numbered(blocks: &[Block], number: usize) -> anyhow::Result<&Block> {
    use anyhow::Context;
    blocks.iter().find(|block| block.number == number).with_context(|| format!("there is no block {number}"))
}

/// As described if the status is this one and `faults` is empty.
fn assess(answer: &Answer, status: u16, faults: Vec<String>, how: &'static str) -> Verdict {
    if answer.status != status {
        return Verdict::Wrong(format!("{} in place of {status}: {}", answer.status, answer.json));
    }
    if faults.is_empty() { Verdict::AsDescribed(how) } else { Verdict::Wrong(faults.join(", ")) }
}

/// `fault`, unless `holds`.
fn unless(holds: bool, fault: impl Into<String>) -> Vec<String> {
    if holds { Vec::new() } else { vec![fault.into()] }
}

/// A short description of a response.
fn describe(answer: &Answer) -> String {
    let text = match &answer.json {
        serde_json::Value::Null => String::new(),
        json => json.to_string(),
    };
    let shown: String = text.chars().take(90).collect();
    format!("{} {shown}{}", answer.status, if shown.len() < text.len() { "…" } else { "" })
}
