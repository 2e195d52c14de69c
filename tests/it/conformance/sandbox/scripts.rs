use std::time::Duration;

use anyhow::ensure;
use beadle_application::port::SandboxWork;
use beadle_domain::{call::RunResult, execution::FailureCode};
use serde_json::json;

use super::{Fixture, Ran, script};
use crate::conformance::Verdict;

const LONG_ENOUGH: Duration = Duration::from_secs(20);

fn code(ran: &Ran) -> Option<FailureCode> {
    ran.outcome.as_ref().err().map(|error| error.code)
}

pub async fn a_script_reads_its_input_and_its_last_line_of_json_is_the_result(fixture: Fixture) -> Verdict {
    let (work, _) = script("/usr/bin/cat", &[])?;
    let ran = fixture.run(work, LONG_ENOUGH).await;
    ensure!(ran.outcome == Ok(RunResult::Value(json!({"rows": 3}))), "{:?}", ran.outcome);
    ensure!(ran.lines.len() == 1 && ran.lines[0].1.contains("rows"), "{:?}", ran.lines);
    Ok(())
}

pub async fn a_script_has_its_environment_and_no_other(fixture: Fixture) -> Verdict {
    let (work, mut call) = script("/usr/bin/env", &[])?;
    let SandboxWork::Script { command, .. } = work else { anyhow::bail!("no script") };
    call.env = [("GREETING".to_owned(), "hello".to_owned())].into();
    let work = SandboxWork::Script { command, call: Box::new(call) };
    let ran = fixture.run(work, LONG_ENOUGH).await;
    let Ok(RunResult::Text { text, .. }) = &ran.outcome else { anyhow::bail!("{:?}", ran.outcome) };
    let mut names: Vec<&str> = text.lines().filter_map(|line| Some(line.split_once('=')?.0)).collect();
    names.sort_unstable();
    ensure!(text.contains("GREETING=hello"), "{text}");
    let expected = ["BEADLE_INPUT", "BEADLE_SANDBOX", "GREETING", "HOME", "PATH", "TMPDIR"];
    ensure!(names.iter().all(|name| expected.contains(name)), "{names:?}");
    Ok(())
}

pub async fn an_exit_code_is_a_failure_or_a_final_one(fixture: Fixture) -> Verdict {
    for (final_exit_codes, expected) in
        [(vec![], FailureCode::ScriptExit), (vec![1], FailureCode::ScriptFinal)]
    {
        let (work, mut call) = script("/usr/bin/false", &[])?;
        let SandboxWork::Script { command, .. } = work else { anyhow::bail!("no script") };
        call.final_exit_codes = final_exit_codes;
        let ran = fixture.run(SandboxWork::Script { command, call: Box::new(call) }, LONG_ENOUGH).await;
        ensure!(code(&ran) == Some(expected), "{:?}", ran.outcome);
    }
    Ok(())
}

pub async fn a_script_ends_at_its_timeout(fixture: Fixture) -> Verdict {
    let (work, _) = script("/usr/bin/sleep", &["60"])?;
    let ran = fixture.run(work, Duration::from_secs(2)).await;
    ensure!(code(&ran) == Some(FailureCode::Timeout), "{:?}", ran.outcome);
    Ok(())
}

pub async fn a_command_that_is_not_there_is_named(fixture: Fixture) -> Verdict {
    let (work, _) = script("/usr/bin/no-such-command", &[])?;
    let ran = fixture.run(work, LONG_ENOUGH).await;
    ensure!(code(&ran) == Some(FailureCode::ScriptCommand), "{:?}", ran.outcome);
    let named = ran.outcome.is_err_and(|error| error.message.contains("/usr/bin/no-such-command"));
    ensure!(named, "the message names the file");
    Ok(())
}
