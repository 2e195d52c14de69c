//! What scripts and functions write while they run.

use beadle_domain::{
    execution::{Event, Output, OutputLine, OutputStream},
    spec::{TaskSpec, TaskType},
};
use beadle_values::violation::Path;
use serde_json::json;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{at, execution_with},
};

fn output(lines: &[&str]) -> Output {
    let mut output = Output::default();
    for text in lines {
        let text = (*text).to_owned();
        output.push(OutputLine { at: at(2), attempt: 1, stream: OutputStream::Stdout, text });
    }
    output
}

fn script() -> beadle_domain::execution::Execution {
    let config = json!({"command": "date"});
    let members = config.as_object().expect("an object");
    let spec = TaskSpec::parse(TaskType::Script, members, &[], &Path::body()).expect("a script");
    execution_with(|request| request.spec = spec)
}

pub async fn the_output_so_far_is_read_with_a_running_execution(executions: Fixture) -> Verdict {
    let running = executions.run(&script(), at(1)).await?;
    for lines in [&["one"][..], &["one", "two ä€𝄞"][..]] {
        executions.store.note_output(running.id(), running.version(), &output(lines)).await?;
        let stored = executions.stored(running.id()).await?;
        assert_eq!(stored.progress.output, output(lines));
        assert_eq!(stored.version(), running.version(), "the fence stays");
    }
    Ok(())
}

pub async fn the_end_replaces_the_output_so_far(executions: Fixture) -> Verdict {
    let running = executions.run(&script(), at(1)).await?;
    executions.store.note_output(running.id(), running.version(), &output(&["one"])).await?;
    let mut ended = running.apply(Event::Succeed { answer: None }, at(3))?;
    ended.progress.output = output(&["one", "two"]);
    executions.store.save(&ended, running.version(), 0).await?;
    assert_eq!(executions.stored(running.id()).await?, ended);
    Ok(())
}

pub async fn a_runner_without_the_lease_stores_no_output(executions: Fixture) -> Verdict {
    let running = executions.run(&script(), at(1)).await?;
    executions.store.note_output(running.id(), running.version() - 1, &output(&["late"])).await?;
    assert_eq!(executions.stored(running.id()).await?, running);
    let ended = running.apply(Event::Succeed { answer: None }, at(3))?;
    executions.store.save(&ended, running.version(), 0).await?;
    executions.store.note_output(running.id(), running.version(), &output(&["late"])).await?;
    executions.store.note_output(running.id(), ended.version(), &output(&["late"])).await?;
    assert_eq!(executions.stored(running.id()).await?, ended);
    Ok(())
}
