use std::time::Duration;

use anyhow::{Context, ensure};
use beadle_application::port::Fetches;
use beadle_domain::{
    call::RunResult,
    execution::{FailureCode, OutputStream},
};
use serde_json::json;

use super::{Fixture, Ran, function};
use crate::conformance::Verdict;

fn failed(ran: &Ran) -> anyhow::Result<(FailureCode, &str)> {
    let error = ran.outcome.as_ref().err().with_context(|| format!("it ended well: {:?}", ran.outcome))?;
    Ok((error.code, &error.message))
}

pub async fn a_function_returns_its_result_and_brings_its_console(fixture: Fixture) -> Verdict {
    let source = "export default async function (params, ctx) {
        console.log('attempt', ctx.attempt, 'of', params.name);
        console.error('careful');
        await new Promise((resolve) => setTimeout(resolve, 20));
        return { hello: params.name, key: ctx.idempotencyKey };
    }";
    let ran = fixture.function("ada", source, json!({"name": "Ada"})).await?;
    let expected = RunResult::Value(json!({"hello": "Ada", "key": "the key"}));
    ensure!(ran.outcome == Ok(expected), "{:?}", ran.outcome);
    let lines =
        [(OutputStream::Stdout, "attempt 1 of Ada".to_owned()), (OutputStream::Stderr, "careful".to_owned())];
    ensure!(ran.lines == lines, "{:?}", ran.lines);
    Ok(())
}

pub async fn what_a_function_throws_is_its_failure(fixture: Fixture) -> Verdict {
    let source = "export default function fails() {\n  throw new Error('no rows');\n}";
    let ran = fixture.function("ada", source, json!({})).await?;
    let (code, message) = failed(&ran)?;
    ensure!(code == FailureCode::FunctionThrew && message.contains("no rows"), "{code:?} {message}");
    let tells_where = |(stream, line): &(OutputStream, String)| {
        *stream == OutputStream::Stderr && line.contains("index.js:2")
    };
    ensure!(ran.lines.iter().any(tells_where), "{:?}", ran.lines);
    Ok(())
}

pub async fn an_endless_loop_ends_with_its_processor_time(fixture: Fixture) -> Verdict {
    let ran = fixture.function("ada", "export default () => { for (;;) {} }", json!({})).await?;
    ensure!(failed(&ran)?.0 == FailureCode::CpuLimit, "{:?}", ran.outcome);
    let next = fixture.function("ada", "export default () => 1", json!({})).await?;
    ensure!(next.outcome == Ok(RunResult::Value(json!(1))), "the next run: {:?}", next.outcome);
    Ok(())
}

pub async fn a_function_that_waits_ends_at_its_timeout(fixture: Fixture) -> Verdict {
    let source = "export default async () => { console.log('waiting'); await new Promise((r) => setTimeout(r, 60000)); }";
    let work = function("ada", source, json!({}), Fetches::Mocked(Vec::new()))?;
    let ran = fixture.run(work, Duration::from_secs(2)).await;
    ensure!(failed(&ran)?.0 == FailureCode::Timeout, "{:?}", ran.outcome);
    ensure!(ran.lines == [(OutputStream::Stdout, "waiting".to_owned())], "{:?}", ran.lines);
    Ok(())
}

pub async fn a_call_without_a_mock_is_not_sent(fixture: Fixture) -> Verdict {
    let source = "export default async () => {
        const known = await (await fetch('https://api.example.com/rows')).json();
        const unknown = await fetch('https://api.example.com/other').catch((error) => error.message);
        return { known, unknown };
    }";
    let mock = serde_json::from_value(json!({
        "url": "https://api.example.com/rows", "status": 200, "headers": {}, "body": [1, 2],
    }))?;
    let work = function("ada", source, json!({}), Fetches::Mocked(vec![mock]))?;
    let ran = fixture.run(work, Duration::from_secs(20)).await;
    let Ok(RunResult::Value(result)) = &ran.outcome else { anyhow::bail!("{:?}", ran.outcome) };
    ensure!(result["known"] == json!([1, 2]), "{result}");
    ensure!(result["unknown"].as_str().is_some_and(|why| why.contains("a test sends nothing")), "{result}");
    Ok(())
}

pub async fn nothing_is_left_of_a_run_for_the_next_one(fixture: Fixture) -> Verdict {
    let leaves = "export default () => { globalThis.left = 1; Object.prototype.left = 2; return 'left' }";
    let looks = "export default () => [typeof globalThis.left, typeof {}.left]";
    for (first, second) in [("ada", "ada"), ("ada", "bob")] {
        let left = fixture.function(first, leaves, json!({})).await?;
        ensure!(left.outcome.is_ok(), "{:?}", left.outcome);
        let found = fixture.function(second, looks, json!({})).await?;
        let nothing = RunResult::Value(json!(["undefined", "undefined"]));
        ensure!(found.outcome == Ok(nothing), "{second} after {first}: {:?}", found.outcome);
    }
    Ok(())
}
