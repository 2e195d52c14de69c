//! The README's commands for a shell, run as they are written, in their order.

use anyhow::ensure;

use super::Beadle;
use crate::{
    documents::{README, blocks, read},
    e2e::shell::{printed, shell},
};

/// Commands that are not run here: one starts what the others ask, one runs this test, and one is run by the tests of releases.
const ELSEWHERE: [&str; 3] = ["cargo run --release -- dev", "./tests/run", "beadle deploy"];

/// What the commands print, in this order.
const PRINTED: [&str; 10] = [
    "status    completed",
    "exit code 3",
    "no connection: it was refused",
    "1 replayed, 0 replayed before, 0 refused",
    "clocks go forward on 2027-03-28: 02:30 does not exist and is skipped",
    "Clean up created",
    "counts    2 completed",
    "status    completed",
    "\"result\": 12",
    "\"greeting\": \"Hello, Ada\"",
];

#[tokio::test]
async fn the_commands_of_the_readme_run_as_they_are_written() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let beadle = Beadle::start(&home.path().join("data")).await?;
    let readme = read(README);
    let all = blocks(&readme, "sh");
    ensure!(ELSEWHERE.iter().all(|command| all.contains(command)), "{all:#?}");
    let here = all.iter().filter(|block| !ELSEWHERE.contains(block) && !block.contains("curl "));
    let mut found = String::new();
    for block in here {
        let script = block.replace("http://127.0.0.1:8080", &beadle.url);
        found += &printed(shell(home.path(), &beadle.url)?.args(["-c", &script]), block).await?;
    }
    let mut rest = found.as_str();
    for text in PRINTED {
        let Some((_, after)) = rest.split_once(text) else { anyhow::bail!("{text:?} is missing in {rest}") };
        rest = after;
    }
    Ok(())
}
