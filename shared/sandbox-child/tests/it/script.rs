//! Scripts: what they get, what they give, and how they end.

use std::time::{Duration, Instant};

use beadle_sandbox::{Enforcement, Fault, Layer, Settings, Supervisor, log::NoLog};
use serde_json::{Value, json};

use crate::support::{Kept, probe, script, supervisor};

async fn result(arguments: &[&str]) -> Value {
    supervisor().run_script(&script(arguments), &NoLog).await.outcome.expect("a result")
}

async fn failure(arguments: &[&str]) -> beadle_sandbox::Failure {
    supervisor().run_script(&script(arguments), &NoLog).await.outcome.expect_err("a failure")
}

#[tokio::test]
async fn every_layer_holds_on_this_machine() {
    let layers = supervisor().layers().await.expect("layers");
    for state in &layers.0 {
        println!("{}: {} {}", state.layer, state.held, state.why.as_deref().unwrap_or_default());
    }
    assert!(Layer::ALL.into_iter().all(|layer| layers.hold(layer)), "{layers:?}");
}

#[tokio::test]
async fn a_script_gets_its_input_on_stdin_and_in_the_environment() {
    assert_eq!(result(&["echo"]).await, json!({"stdin": "{\"a\":1}", "variable": "{\"a\":1}"}));
}

#[tokio::test]
async fn an_input_that_is_too_large_for_the_environment_comes_on_stdin_only() {
    let mut run = script(&["echo"]);
    run.input = json!("x".repeat(200_000));
    let result = supervisor().run_script(&run, &NoLog).await.outcome.expect("a result");
    assert_eq!(result["variable"], "");
    assert_eq!(result["stdin"].as_str().map(str::len), Some(200_002));
}

#[tokio::test]
async fn a_last_line_that_is_json_is_the_result_and_otherwise_all_of_stdout() {
    assert_eq!(result(&["say", "a"]).await, json!(["a"]));
    assert_eq!(result(&["lines", "2"]).await, json!("line 0\nline 1\nthe end"));
    assert_eq!(result(&["exit", "0"]).await, Value::Null);
}

#[tokio::test]
async fn an_argument_is_passed_on_as_it_is() {
    let arguments = ["say", "$(id)", "`id`", "a b", "*", "; rm -rf /", "> out", "%PATH%", "\n"];
    assert_eq!(result(&arguments).await, json!(arguments[1..]));
}

#[tokio::test]
async fn the_environment_is_clean_and_the_folder_fresh() {
    let mut run = script(&["environment"]);
    run.environment.insert("MODE".to_owned(), "test".to_owned());
    let seen = supervisor().run_script(&run, &NoLog).await.outcome.expect("a result");
    let mut names: Vec<&str> =
        seen["names"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["BEADLE_INPUT", "BEADLE_SANDBOX", "HOME", "MODE", "PATH", "TMPDIR"]);
    let folder = seen["folder"].as_str().expect("a folder");
    assert!(folder.ends_with("/work"), "{folder}");
    assert!(!std::path::Path::new(folder).exists(), "it is gone after the run");
}

#[tokio::test]
async fn a_status_that_is_named_final_is_not_retried() {
    let failed = failure(&["exit", "1"]).await;
    assert_eq!((failed.fault, failed.exit, failed.retryable), (Fault::ScriptExit, Some(1), true));
    let failed = failure(&["exit", "2"]).await;
    assert_eq!((failed.fault, failed.exit, failed.retryable), (Fault::ScriptExit, Some(2), false));
}

#[tokio::test]
async fn a_failed_script_says_its_last_word() {
    let failed = failure(&["read", "/nowhere"]).await;
    assert_eq!(failed.exit, Some(9));
    assert!(
        failed.message.contains("read: No such file") || failed.message.contains("read: Permission"),
        "{failed}"
    );
}

#[tokio::test]
async fn the_deadline_ends_the_script_and_keeps_what_it_said() {
    let mut run = script(&["sleep", "60"]);
    run.timeout = Duration::from_millis(800);
    let began = Instant::now();
    let report = supervisor().run_script(&run, &NoLog).await;
    assert_eq!(report.outcome.expect_err("a failure").fault, Fault::Timeout);
    assert_eq!(report.log.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["began"]);
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[tokio::test]
async fn lines_arrive_while_the_script_still_runs() {
    let (supervisor, kept, run) = (supervisor(), Kept::default(), script(&["sleep", "60"]));
    let running = supervisor.run_script(&run, &kept);
    let seen = async {
        while kept.0.lock().expect("a lock").is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        report = running => panic!("the script ended first: {report:?}"),
        () = seen => {}
    }
    assert_eq!(kept.0.lock().expect("a lock")[0][0].text, "began");
}

#[tokio::test]
async fn a_log_that_is_full_says_so_and_the_script_goes_on() {
    let mut run = script(&["lines", "2000"]);
    run.limits.log = 1_000;
    let report = supervisor().run_script(&run, &NoLog).await;
    assert!(report.outcome.is_ok());
    assert_eq!(
        report.log.last().map(|line| line.text.as_str()),
        Some("[the log is full: what follows is not kept]")
    );
    assert!(report.log.iter().map(|line| line.text.len()).sum::<usize>() < 1_100);
}

#[tokio::test]
async fn a_command_that_is_not_the_allowed_file_is_refused() {
    let refused = |change: fn(&mut beadle_sandbox::AllowedCommand)| async move {
        let mut run = script(&["say"]);
        change(&mut run.command);
        supervisor().run_script(&run, &NoLog).await.outcome.expect_err("a refusal")
    };
    let wrong = refused(|command| command.sha256 = Some("00".repeat(32))).await;
    assert_eq!(wrong.fault, Fault::CommandUnusable);
    let digest = wrong
        .message
        .split("digest ")
        .nth(1)
        .and_then(|rest| rest.split(',').next())
        .expect("a digest")
        .to_owned();
    let mut run = script(&["say"]);
    run.command.sha256 = Some(digest.to_uppercase());
    assert_eq!(supervisor().run_script(&run, &NoLog).await.outcome, Ok(json!([])));
    assert_eq!(refused(|command| command.path = "/nowhere".into()).await.fault, Fault::CommandUnusable);
    assert_eq!(refused(|command| command.path = "sh".into()).await.fault, Fault::CommandUnusable);
    assert_eq!(refused(|command| command.path = "/etc/passwd".into()).await.fault, Fault::CommandUnusable);
}

#[tokio::test]
async fn a_folder_is_opened_by_the_list_of_commands_only() {
    let opened = tempfile::tempdir().expect("a folder");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(opened.path(), mode).expect("rights");
    let inner = opened.path().join("inner");
    std::fs::create_dir(&inner).expect("a folder");
    std::os::unix::fs::symlink("/etc", opened.path().join("out")).expect("a link");
    let run_in = |folder: std::path::PathBuf| {
        let mut run = script(&["environment"]);
        run.command.cwd = vec![opened.path().to_owned()];
        run.folder = Some(folder);
        async move { supervisor().run_script(&run, &NoLog).await.outcome }
    };
    assert_eq!(run_in(inner.clone()).await.expect("a result")["folder"], json!(inner));
    for closed in
        ["/etc".into(), opened.path().join("out"), opened.path().join("inner/../../.."), "inner".into()]
    {
        assert_eq!(run_in(closed).await.expect_err("closed").fault, Fault::CommandUnusable);
    }
}

#[tokio::test]
async fn a_system_without_a_child_refuses_clearly() {
    let mut settings = crate::support::settings();
    settings.child.path = "/bin/true".into();
    let supervisor = beadle_sandbox::Supervisor::new(settings).expect("a supervisor");
    let failed = supervisor.run_script(&script(&["say"]), &NoLog).await.outcome.expect_err("a refusal");
    assert_eq!(failed.fault, Fault::Unavailable);
    println!("{failed}");
}

#[tokio::test]
async fn a_layer_that_can_not_be_had_refuses_the_run_unless_the_operator_says_otherwise() {
    let mut run = script(&["say"]);
    // More descriptors than any process may have.
    run.limits.files = u64::MAX;
    let refused = supervisor().run_script(&run, &NoLog).await.outcome.expect_err("a refusal");
    println!("{refused}");
    assert_eq!(refused.fault, Fault::Unavailable);
    assert!(
        refused.message.contains("lacks its layer `limits`") && refused.message.contains("--unsafe-scripts")
    );
    for enforcement in [Enforcement::Unsafe, Enforcement::VirtualMachine] {
        let settings = Settings { enforcement, ..crate::support::settings() };
        let report = Supervisor::new(settings).expect("a supervisor").run_script(&run, &NoLog).await;
        assert_eq!(report.outcome, Ok(json!([])));
        assert!(!report.layers.hold(Layer::Limits) && report.layers.hold(Layer::Landlock));
        let state = report.layers.0.iter().find(|state| state.layer == Layer::Limits);
        assert!(
            state.and_then(|state| state.why.as_deref()).is_some_and(|why| why.contains("NOFILE")),
            "{state:?}"
        );
    }
}

#[tokio::test]
async fn a_script_dies_with_a_supervisor_that_is_killed() {
    let mut parent = std::process::Command::new(probe())
        .arg("parent")
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("a process");
    let mut child = String::new();
    std::io::BufRead::read_line(
        &mut std::io::BufReader::new(parent.stdout.take().expect("a pipe")),
        &mut child,
    )
    .expect("a line");
    let child: u32 = child.trim().parse().expect("a process id");
    let runs = || {
        let status = std::fs::read_to_string(format!("/proc/{child}/status")).unwrap_or_default();
        !status.is_empty() && !status.contains("State:\tZ")
    };
    assert!(runs());
    parent.kill().expect("a kill");
    parent.wait().expect("an end");
    let end = Instant::now() + Duration::from_secs(10);
    while runs() {
        assert!(Instant::now() < end, "the script runs on");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_run_that_nobody_waits_for_is_ended() {
    let supervisor = supervisor();
    let (kept, run) = (Kept::default(), script(&["sleep", "300"]));
    let mark = || {
        let entries = std::fs::read_dir("/proc").expect("processes").flatten();
        let of_ours = |pid: &str| {
            let command = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let parent = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            command.contains("sleep\u{0}300") && parent.contains(&format!("PPid:\t{}\n", std::process::id()))
        };
        entries.filter(|entry| entry.file_name().to_str().is_some_and(of_ours)).count()
    };
    let begun = async {
        while mark() == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        report = supervisor.run_script(&run, &kept) => panic!("the script ended first: {report:?}"),
        () = begun => {}
    }
    assert_eq!(mark(), 0, "dropping the run ended its process");
}

#[tokio::test]
async fn a_folder_that_is_hidden_counts_as_full_and_is_removed_all_the_same() {
    let report = supervisor().run_script(&script(&["hide"]), &NoLog).await;
    // Nothing is hidden from root.
    let expected = if nix::unistd::geteuid().is_root() { Ok(json!("hidden")) } else { Err(Fault::DiskLimit) };
    assert_eq!(report.outcome.map_err(|failure| failure.fault), expected);
    let left = format!("beadle-run-{}-", std::process::id());
    let entries = std::fs::read_dir(std::env::temp_dir()).expect("a folder").flatten();
    assert_eq!(entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&left)).count(), 0);
}
