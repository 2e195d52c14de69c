//! Every port has a conformance suite, and the IAM statements that its AWS adapter needs are in the roles.

use std::collections::BTreeSet;

use super::ports::WIRING;
use crate::repository::{files, root};

struct Row {
    port: &'static str,
    /// The folder or file of its suite in `tests/it/conformance`; `None` for a port that is tested beside its
    /// one adapter.
    suite: Option<&'static str>,
    /// The statements that its AWS adapter needs; none for a port without one.
    statements: &'static [&'static str],
}

const fn row(port: &'static str, suite: &'static str, statements: &'static [&'static str]) -> Row {
    Row { port, suite: Some(suite), statements }
}

const PORTS: &[Row] = &[
    row("Accounts", "accounts", &["Store", "StoreIndex"]),
    row("ApiKeys", "api_keys", &["Store", "StoreIndex"]),
    row("AuditTrail", "audit", &["Store", "StoreIndex"]),
    Row { port: "Authorizer", suite: None, statements: &[] },
    row("Calendars", "calendars", &["Store"]),
    row("Batches", "batches", &["Store", "StoreIndex"]),
    row("Clock", "system", &[]),
    row("Configs", "configs", &["Store", "StoreIndex"]),
    row("DatabaseCaller", "database_caller", &[]),
    row("MailSender", "mail_sender", &[]),
    row("Dependencies", "dependencies", &["Store"]),
    row("EventBus", "event_bus", &["EventBus"]),
    row("ExecutionFeeds", "feeds", &["Store", "StoreIndex", "Answers", "AnswersThere"]),
    row("Executions", "executions", &["Store", "StoreIndex", "Answers", "AnswersThere", "Queue"]),
    row("Functions", "functions", &["Store"]),
    row("GateStore", "gates", &["Store"]),
    row("HttpCaller", "http_caller", &[]),
    row("Ids", "system", &[]),
    row("Jitter", "system", &[]),
    Row { port: "Probe", suite: None, statements: &["Store", "QueueProbe"] },
    row("ProjectionStore", "projection", &["Store"]),
    row("Queue", "queue", &["Queue", "Scheduler", "SchedulerRole"]),
    row("Rollups", "rollups", &["Store"]),
    row("RunExecutions", "executions", &["Store", "Answers", "AnswersThere", "Queue"]),
    row("Sandbox", "sandbox", &["Sandbox"]),
    row("Scheduler", "scheduler", &["Scheduler", "SchedulerRole"]),
    row("Secrets", "secrets", &["Secrets", "SecretsManager", "SenderSecrets", "SenderSecretsManager"]),
    row("StartExecutions", "executions", &["Store", "Answers", "AnswersThere", "Queue"]),
    Row { port: "TakesOutput", suite: None, statements: &[] },
    row("Tasks", "tasks", &["Store", "StoreIndex"]),
    row("Templates", "templates", &["Store"]),
    row("Tokens", "tokens", &["Store"]),
    row("Watches", "watches", &["Store", "StoreIndex"]),
];

/// Statements of what invokes a function and of what takes over when it fails; no port needs them.
const OF_TRIGGERS: &[&str] = &["Messages", "Changes", "ChangesList", "FailedInvocations", "Undelivered"];

/// Statements of the settings that a function reads when it starts; no port needs them.
const OF_SETTINGS: &[&str] = &["CallbackKeys", "CallbackKeysSecret"];

#[test]
fn every_port_has_a_row() {
    let declared = declarations("shared/application/src/port", "pub trait ", &[':', ' ', '{']);
    let listed: BTreeSet<String> = PORTS.iter().map(|row| row.port.to_owned()).collect();
    assert_eq!(listed, declared, "the ports of shared/application/src/port and the rows of this table");
}

#[test]
fn every_port_has_a_conformance_suite() {
    let folder = root().join("tests/it/conformance");
    let index = std::fs::read_to_string(folder.join("mod.rs")).expect("the list of suites is readable");
    for Row { port, suite, .. } in PORTS {
        let Some(suite) = suite else { continue };
        let exists =
            folder.join(suite).join("mod.rs").exists() || folder.join(format!("{suite}.rs")).exists();
        assert!(exists, "{port} has no suite `{suite}`");
        assert!(index.contains(&format!("mod {suite};")), "the suite `{suite}` of {port} does not run");
    }
}

#[test]
fn every_port_with_an_aws_adapter_has_its_statements_in_the_roles() {
    let adapted = declarations("shared/aws/src", "\nimpl ", &[' ']);
    let granted: BTreeSet<&str> =
        WIRING.iter().flat_map(|wiring| wiring.grants).map(|(statement, ..)| *statement).collect();
    for Row { port, statements, .. } in PORTS {
        assert_eq!(adapted.contains(*port), !statements.is_empty(), "{port}: an adapter and its statements");
        for statement in *statements {
            assert!(granted.contains(statement), "no role has the statement {statement} of {port}");
        }
    }
    let needed = PORTS.iter().flat_map(|row| row.statements).chain(OF_TRIGGERS).chain(OF_SETTINGS).copied();
    assert_eq!(granted, needed.collect(), "every statement is needed by a port, a trigger or a setting");
}

/// The names that follow `keyword` in the sources under `folder`, up to one of `ends`.
fn declarations(folder: &str, keyword: &str, ends: &[char]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in files(folder, "rs") {
        let source = std::fs::read_to_string(path).expect("a readable source");
        for rest in source.split(keyword).skip(1) {
            names.extend(rest.split(ends).next().map(str::to_owned));
        }
    }
    names
}
