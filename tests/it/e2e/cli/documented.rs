//! infra/docs/cli.md names every command, and no other.

use std::collections::BTreeSet;

use anyhow::ensure;

use super::{Desk, leaves};

const PAGE: &str = include_str!("../../../../infra/docs/cli.md");

#[tokio::test]
async fn every_command_is_in_the_page() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let commands: BTreeSet<String> = leaves(&desk).await?.iter().map(|words| words.join(" ")).collect();
    let written: BTreeSet<String> = PAGE.lines().filter_map(command).collect();
    let missing: Vec<&String> = commands.difference(&written).collect();
    let strangers: Vec<&String> = written.difference(&commands).collect();
    ensure!(missing.is_empty() && strangers.is_empty(), "missing {missing:?}, no commands {strangers:?}");
    ensure!(commands.len() > 40, "only {commands:?}");
    Ok(())
}

/// The words of the command in a row of a table: "| `beadle task list [QUERY]` | …".
fn command(line: &str) -> Option<String> {
    let words = line.strip_prefix("| `beadle ")?.split('`').next()?;
    let is_word = |word: &&str| word.chars().all(|letter| letter.is_ascii_lowercase());
    Some(words.split(' ').take_while(is_word).collect::<Vec<_>>().join(" "))
}
