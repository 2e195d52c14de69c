//! Ctrl-C, and readers that go away.

use std::process::Stdio;

use anyhow::{Context, ensure};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use super::{Desk, Told};

#[tokio::test]
async fn ctrl_c_is_exit_code_130() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let id = desk.pending().await?;
    let mut child = desk.command()?.args(["exec", "watch", &id]).spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let line = lines.next_line().await?.context("nothing is shown")?;
    ensure!(line.contains(&id) && line.contains("pending"), "{line}");
    let process = child.id().context("it has ended")?;
    ensure!(Command::new("kill").args(["-INT", &process.to_string()]).status().await?.success(), "no signal");
    let told = Told::of(child.wait_with_output().await?)?;
    ensure!(told.code == Some(130) && told.stderr == "beadle: interrupted\n", "{told:?}");
    Ok(())
}

#[tokio::test]
async fn a_tail_follows_until_its_reader_goes_away() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let before = desk.completed().await?;
    let mut command = desk.command()?;
    let mut child = command.args(["tail", "-f", "-o", "ndjson"]).stderr(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let first = lines.next_line().await?.context("nothing is shown")?;
    ensure!(first.contains(&before), "{first}");
    // Changes before the stream is open are not told, so there is one after another until one is.
    let mut started = Vec::new();
    loop {
        started.push(desk.completed().await?);
        let wait = std::time::Duration::from_millis(500);
        if let Ok(line) = tokio::time::timeout(wait, lines.next_line()).await {
            let line = line?.context("it has ended")?;
            ensure!(started.iter().any(|id| line.contains(id)), "{line}");
            break;
        }
    }
    drop(lines);
    let ended = loop {
        desk.completed().await?;
        if let Some(status) = child.try_wait()? {
            break status;
        }
    };
    ensure!(ended.code() == Some(0), "{ended:?}");
    Ok(())
}
