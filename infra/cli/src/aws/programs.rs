//! Runs programs: shows their output line by line, and parses the JSON that the AWS CLI returns.

use std::{path::Path, process::Stdio};

use indicatif::ProgressBar;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWriteExt, BufReader},
    process::Command,
};

use super::Access;
use crate::{
    client::{Error, Result},
    output::Output,
};

/// How many lines of a program's output its error contains.
const LAST_LINES: usize = 5;

/// Calls programs with the account and the region that were asked for.
pub struct Programs<'a> {
    output: &'a Output,
    bar: &'a ProgressBar,
    access: &'a Access,
}

impl<'a> Programs<'a> {
    /// Programs with this access, whose lines are shown above `bar`.
    pub fn new(output: &'a Output, bar: &'a ProgressBar, access: &'a Access) -> Self {
        Self { output, bar, access }
    }

    /// The region that was asked for, by an option or a variable.
    pub fn region(&self) -> Option<String> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        self.access
            .region
            .clone()
            .or_else(|| variable("AWS_REGION"))
            .or_else(|| variable("AWS_DEFAULT_REGION"))
    }

    /// Runs a program whose progress is to be seen, in `folder`.
    ///
    /// # Errors
    /// [`Error::Failed`] if it can't be started or fails.
    pub async fn show(
        &self,
        program: &str,
        arguments: &[&str],
        folder: &Path,
        variables: &[(&str, &str)],
    ) -> Result<()> {
        let mut command = self.command(program, arguments);
        command.current_dir(folder).envs(variables.iter().copied());
        let mut child = command.spawn().map_err(|error| failed(program, &error.to_string()))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (_, last) = tokio::join!(self.pass_on(stdout), self.pass_on(stderr));
        let status = child.wait().await.map_err(|error| failed(program, &error.to_string()))?;
        if status.success() { Ok(()) } else { Err(failed(program, &last)) }
    }

    /// Shows lines as they come; returns the last of them.
    async fn pass_on(&self, stream: Option<impl AsyncRead + Unpin>) -> String {
        let Some(stream) = stream else { return String::new() };
        let mut last = Vec::new();
        let mut lines = BufReader::new(stream).lines();
        // What is not UTF-8 ends the show and nothing else.
        while let Ok(Some(line)) = lines.next_line().await {
            self.bar.suspend(|| self.output.note(&line));
            last.push(line);
            if last.len() > LAST_LINES {
                last.remove(0);
            }
        }
        last.join("\n")
    }

    /// What `aws` answers, as JSON; `null` if it answers nothing. `input` goes to its standard input.
    ///
    /// # Errors
    /// [`Error::Failed`] if it can't be started or fails, with what it said.
    pub async fn aws(&self, arguments: &[&str], input: Option<&str>) -> Result<Value> {
        let stdout = self.ask("aws", &[arguments, &["--output", "json"]].concat(), input).await?;
        if stdout.trim().is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&stdout).map_err(|error| failed("aws", &format!("no JSON: {error}")))
    }

    /// What a program writes to standard output.
    ///
    /// # Errors
    /// [`Error::Failed`] if it can't be started or fails, with what it said.
    pub async fn ask(&self, program: &str, arguments: &[&str], input: Option<&str>) -> Result<String> {
        let said = |error: std::io::Error| failed(program, &error.to_string());
        let mut command = self.command(program, arguments);
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        let mut child = command.spawn().map_err(said)?;
        if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
            stdin.write_all(input.as_bytes()).await.map_err(said)?;
        }
        let done = child.wait_with_output().await.map_err(said)?;
        if done.status.success() {
            Ok(String::from_utf8_lossy(&done.stdout).into_owned())
        } else {
            Err(failed(program, &String::from_utf8_lossy(&done.stderr)))
        }
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Programs that wait for a key behind a pager would wait for ever.
        command.env("AWS_PAGER", "").env("SAM_CLI_TELEMETRY", "0");
        if let Some(profile) = &self.access.aws_profile {
            command.env("AWS_PROFILE", profile);
        }
        // The first version of the AWS CLI reads the second variable only.
        if let Some(region) = self.region() {
            command.env("AWS_REGION", &region).env("AWS_DEFAULT_REGION", &region);
        }
        command
    }
}

/// The error of a program that failed, with the last lines of its output.
pub fn failed(program: &str, output: &str) -> Error {
    let last: Vec<&str> = output.trim().lines().rev().take(LAST_LINES).collect();
    let last: Vec<&str> = last.into_iter().rev().collect();
    Error::Failed(format!("{program} failed: {}", last.join("\n")))
}

/// Whether what failed says that something does not exist.
pub fn is_absent(error: &Error, what: &str) -> bool {
    matches!(error, Error::Failed(text) if text.contains(what))
}
