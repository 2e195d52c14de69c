//! The examples at the end of each command's help, run as they are written.

use anyhow::{Context, ensure};
use tokio::process::Command;

use super::{super::setting, Desk, Told, help, leaves};

/// What serves or needs a stack: other tests start these.
const ELSEWHERE: &[&str] = &["dev", "serve", "backup", "restore", "deploy", "mcp"];

/// The ids in examples: of an execution that has ended, and of ones on which the command can act.
const ENDED: &str = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70";
const OTHERS: [&str; 2] = ["exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f71", "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f72"];

#[tokio::test]
async fn every_command_has_two_and_they_run() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    prepare(&desk).await?;
    let commands = leaves(&desk).await?;
    let mut ran = 0;
    for words in commands.iter().filter(|words| !ELSEWHERE.contains(&words[0].as_str())) {
        let help = help(&desk, words).await?;
        let examples =
            help.split("Examples:\n").nth(1).with_context(|| format!("{words:?} has no examples"))?;
        let examples: Vec<&str> = examples.lines().filter_map(|line| line.strip_prefix("  ")).collect();
        ensure!(examples.len() == 2, "{words:?} has {} examples", examples.len());
        for example in examples {
            ensure!(
                example.starts_with(&format!("beadle {}", words.join(" "))),
                "{example} is of no {words:?}"
            );
            let told = shell(&desk, example).await?;
            ensure!(told.code == Some(0), "{example}\n{told:?}");
            ran += 1;
        }
    }
    println!("{ran} examples of {} commands ran", ran / 2);
    ensure!(ran >= 90, "only {ran}");
    Ok(())
}

/// What the examples find: the order of the commands is that of the alphabet.
async fn prepare(desk: &Desk) -> anyhow::Result<()> {
    desk.failed().await?;
    let first = [
        "beadle batch create jobs.csv --name nov --url 'http://127.0.0.1:8080/health?{id}'",
        "beadle batch create jobs.csv --name ok --url 'http://127.0.0.1:8080/health?{id}'",
        "beadle functions push greet greet.js",
        "beadle functions push greet greet.js --host other.example.com",
        "beadle key create ci",
    ];
    for command in first {
        let told = shell(desk, command).await?;
        ensure!(told.code == Some(0), "{command}\n{told:?}");
    }
    Ok(())
}

/// Runs a line as a shell does, with the server's address and ids in the places of those in the text.
async fn shell(desk: &Desk, line: &str) -> anyhow::Result<Told> {
    let mut line = line.replace("http://127.0.0.1:8080", &desk.beadle.url);
    if line.contains(ENDED) {
        line = line.replace(ENDED, &desk.completed().await?);
    }
    for id in OTHERS {
        if line.contains(id) {
            let own =
                if line.contains("exec retry") { desk.cancelled().await? } else { desk.pending().await? };
            line = line.replace(id, &own);
        }
    }
    let folder = desk.file("bin");
    std::fs::create_dir_all(&folder)?;
    let link = folder.join("beadle");
    if !link.exists() {
        std::os::unix::fs::symlink(setting("BEADLE_BIN")?, &link)?;
    }
    let mut command = Command::new("sh");
    command.args(["-c", &line]);
    desk.surround(&mut command);
    let path = std::env::var("PATH")?;
    command.env("PATH", format!("{}:{path}", folder.display()));
    Told::of(command.output().await?)
}
