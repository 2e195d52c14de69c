//! Commands × situations: what is on standard output, what on standard error, and the exit code.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use serde_json::Value;

use super::{Desk, Told};

/// What a stream has.
#[derive(Debug, Clone, Copy)]
enum Has {
    /// Nothing at all.
    Nothing,
    /// These texts.
    All(&'static [&'static str]),
    /// Exactly this.
    Exactly(&'static str),
    /// One JSON document that is an array of so many.
    Array(usize),
    /// One JSON document with these values at these pointers.
    Json(&'static [(&'static str, &'static str)]),
    /// So many lines, each of them a JSON object.
    Lines(usize),
    /// Lines, each of which is an id with this prefix.
    Ids(&'static str),
}

use Has::{All, Array, Exactly, Ids, Json, Lines, Nothing};

/// A command line, its exit code, and its two streams. `$…` stands for what [`places`] has made.
type Case = (&'static [&'static str], i32, Has, Has);

/// What only shows: these run first, and in any order.
const SHOWING: &[Case] = &[
    // usage
    (&[], 2, Nothing, All(&["Usage: beadle"])),
    (&["nonsense"], 2, Nothing, All(&["unrecognized subcommand"])),
    (&["exec", "list", "-o", "xml"], 2, Nothing, All(&["invalid value 'xml'", "table, json, ndjson, id"])),
    (&["exec", "list", "--since", "yesterday"], 2, Nothing, All(&["--since", "how long ago"])),
    (&["run", "GET", "$URL/health", "--timeout", "5s"], 2, Nothing, All(&["--wait"])),
    (&["run", "GET", "$URL/health", "-H", "nothing"], 2, Nothing, All(&["Name: value"])),
    (&["--url", "nowhere", "exec", "list"], 2, Nothing, All(&["nowhere is no address"])),
    (&["--url", "http://127.0.0.1:1", "exec", "list"], 1, Nothing, All(&["can't reach http://127.0.0.1:1"])),
    // lists: table, json, ndjson, id
    (&["exec", "list"], 0, All(&["STATUS", "$DONE", "$FAILED", "$PENDING"]), Nothing),
    (&["exec", "list", "-o", "json"], 0, Array(3), Nothing),
    (&["exec", "list", "-o", "ndjson"], 0, Lines(3), Nothing),
    (&["exec", "list", "-o", "id"], 0, Ids("exe_"), Nothing),
    (&["exec", "list", "--status", "failed", "-o", "json"], 0, Json(&[("/0/id", "$FAILED")]), Nothing),
    (&["exec", "list", "--status", "failed,completed", "-o", "json"], 0, Array(2), Nothing),
    (&["exec", "list", "--status", "waiting"], 0, Nothing, Exactly("nothing found\n")),
    (&["exec", "list", "--status", "waiting", "-q"], 0, Nothing, Nothing),
    (&["exec", "list", "--status", "waiting", "-o", "json"], 0, Exactly("[]\n"), Nothing),
    (&["exec", "list", "--status", "waiting", "-o", "ndjson"], 0, Nothing, Nothing),
    (&["exec", "list", "--status", "waiting", "-o", "id"], 0, Nothing, Nothing),
    (&["exec", "list", "--status", "sleeping"], 2, Nothing, All(&["--status: must be one of pending"])),
    (&["exec", "list", "--since", "1h", "-o", "json"], 0, Array(3), Nothing),
    (&["exec", "list", "--until", "1h", "-o", "json"], 0, Array(0), Nothing),
    (&["exec", "list", "--error", "connect", "-o", "json"], 0, Json(&[("/0/id", "$FAILED")]), Nothing),
    (&["exec", "list", "--task", "Health check", "-o", "json"], 0, Array(0), Nothing),
    (&["exec", "list", "--config", "absent"], 5, Nothing, All(&["no config is called absent"])),
    (&["exec", "list", "--limit", "1", "-o", "json"], 0, Array(1), All(&["there are more"])),
    (&["exec", "list", "--limit", "1", "-q", "-o", "json"], 0, Array(1), Nothing),
    (&["exec", "list", "--all", "-o", "json"], 0, Array(3), Nothing),
    // one execution, by its id or the beginning of it
    (&["exec", "view", "$DONE"], 0, All(&["$DONE", "completed", "200"]), Nothing),
    (&["exec", "view", "$DONE_PREFIX", "-o", "id"], 0, Ids("exe_"), Nothing),
    (&["exec", "view", "exe_"], 2, Nothing, All(&["exe_ may be 3 executions"])),
    (&["exec", "view", "absent"], 5, Nothing, All(&["no execution is called absent"])),
    (&["exec", "view", "$ABSENT"], 5, Nothing, All(&["Execution not found"])),
    (&["exec", "logs", "$FAILED"], 0, All(&["ERROR", "refused"]), Nothing),
    (&["exec", "explain", "$PENDING"], 0, All(&["is pending since"]), Nothing),
    (&["exec", "explain", "$FAILED", "-o", "json"], 0, Json(&[("/status", "failed")]), Nothing),
    (&["exec", "watch", "$DONE"], 0, All(&["completed"]), Nothing),
    (&["exec", "watch", "$FAILED"], 3, All(&["failed"]), All(&["$FAILED failed"])),
    (&["exec", "watch", "$PENDING", "--timeout", "300ms"], 8, All(&["pending"]), All(&["has not ended"])),
    // tasks and configs, by their names
    (&["task", "list"], 0, All(&["Health check", "daily at 9:00 (Europe/Berlin)"]), Nothing),
    (&["task", "list", "absent", "-o", "json"], 0, Exactly("[]\n"), Nothing),
    (&["task", "view", "health"], 0, All(&["Health check", "$TASK"]), Nothing),
    (&["task", "view", "$TASK", "-o", "json"], 0, Json(&[("/name", "Health check")]), Nothing),
    (&["task", "view", "absent"], 5, Nothing, All(&["no task is called absent"])),
    (&["task", "graph", "Health check"], 0, All(&["Health check (scheduled)"]), Nothing),
    (&["task", "next"], 0, All(&["Health check"]), Nothing),
    (&["task", "next", "Health check", "-n", "2", "-o", "ndjson"], 0, Lines(2), Nothing),
    (&["task", "next", "Health check", "-n", "0"], 2, Nothing, All(&["-n: "])),
    (&["config", "list", "-o", "json"], 0, Json(&[("/0/name", "shop")]), Nothing),
    (&["config", "view", "shop"], 0, All(&["base url", "$URL"]), Nothing),
    (&["config", "gate", "shop", "-o", "json"], 0, Json(&[("/state", "closed")]), Nothing),
    // the rest
    (&["schedule", "preview", "daily at 9:00", "-n", "3", "-o", "ndjson"], 0, Lines(3), Nothing),
    (&["schedule", "preview", "now and then"], 2, Nothing, All(&["SCHEDULE: "])),
    (&["schedule", "preview", "daily at 9:00", "--tz", "Berlin"], 2, Nothing, All(&["--tz: "])),
    (&["cost"], 0, All(&["completed   1", "$"]), Nothing),
    (&["cost", "--by", "day", "-o", "json"], 0, All(&["cost_usd"]), Nothing),
    (&["cost", "--by", "task", "-o", "json"], 0, Exactly("[]\n"), Nothing),
    (&["cost", "--yesterday", "-o", "json"], 0, Json(&[("/started", "0")]), Nothing),
    (&["tail"], 0, All(&["$DONE"]), Nothing),
    (&["tail", "-n", "1", "-o", "json"], 0, Array(1), Nothing),
    (&["batch", "list", "-o", "json"], 0, Exactly("[]\n"), Nothing),
    (&["key", "list", "-o", "json"], 0, Exactly("[]\n"), Nothing),
    (&["functions", "list", "-o", "json"], 0, Exactly("[]\n"), Nothing),
    (&["functions", "view", "absent"], 5, Nothing, All(&["beadle: "])),
    (&["open"], 0, All(&["$URL/console/"]), Nothing),
    (&["open", "Health check"], 0, All(&["/console/#/tasks/$TASK"]), Nothing),
    (&["doctor"], 0, All(&["clock", "dead letters", "nothing is paused"]), Nothing),
    (
        &["doctor", "--egress", "http://127.0.0.1:1/"],
        1,
        All(&["egress", "refused"]),
        All(&["1 check failed"]),
    ),
    (&["doctor", "--url", "http://127.0.0.1:1"], 1, All(&["nothing listens on 1"]), All(&["checks failed"])),
    (&["completions", "bash"], 0, All(&["complete -F", "beadle"]), Nothing),
    (&["man"], 0, All(&[".TH"]), Nothing),
    (&["token", "create", "--sub", "ada", "-o", "json"], 0, Json(&[("/claims/sub", "ada")]), Nothing),
    (&["token", "create", "--sub", "ada", "--role", "king"], 2, Nothing, All(&["invalid value 'king'"])),
    (&["token", "create", "--sub", "ada", "--secret-file", "absent"], 2, Nothing, All(&["--secret-file"])),
    (&["profile", "list", "-o", "json"], 0, Exactly("[]\n"), Nothing),
    (&["profile", "use", "absent"], 5, Nothing, All(&["no profile absent"])),
    (&["api", "/api/v1/stats"], 0, Json(&[("/total", "1")]), Nothing),
    (&["api", "/metrics"], 0, All(&["# TYPE"]), Nothing),
    (&["api", "/nowhere"], 5, Nothing, All(&["beadle: "])),
    (&["api", "api/v1/stats"], 2, Nothing, All(&["must begin with a slash"])),
    (&["api", "POST", "/api/v1/execute", "-d", "{"], 2, Nothing, All(&["beadle: "])),
    (&["api", "DELETE", "/api/v1/tasks/$TASK", "-H", "If-Match: \"99\""], 1, Nothing, All(&["beadle: "])),
];

/// What changes something: these run in this order.
const CHANGING: &[Case] = &[
    (&["run", "GET", "$URL/health"], 0, All(&["exe_", "pending"]), Nothing),
    (&["run", "$URL/health", "-o", "id"], 0, Ids("exe_"), Nothing),
    (
        &["run", "$URL/health", "--wait", "-o", "json"],
        0,
        Json(&[("/status", "completed")]),
        All(&["started"]),
    ),
    (&["run", "$URL/health", "--wait", "-q", "-o", "id"], 0, Ids("exe_"), Nothing),
    (
        &["run", "/health", "--config", "shop", "--wait", "--timeout", "60s"],
        0,
        All(&["200"]),
        All(&["started"]),
    ),
    (
        &["run", "http://127.0.0.1:1/", "--retries", "0", "--wait"],
        3,
        All(&["failed"]),
        All(&["no connection"]),
    ),
    (
        &["run", "$URL/health", "--delay", "1h", "--wait", "--timeout", "300ms"],
        8,
        Nothing,
        All(&["has not ended"]),
    ),
    (
        &["run", "ftp://x", "--retries", "500", "--delay", "soon"],
        2,
        Nothing,
        All(&["  URL: ", "  --retries: ", "  --delay: "]),
    ),
    (
        &["run", "$URL/api/v1/schedules/preview", "-d", "@-", "--wait", "-o", "json"],
        0,
        Json(&[("/response/status", "200")]),
        All(&["started"]),
    ),
    (&["run", "$URL/health", "-d", "@absent.json"], 2, Nothing, All(&["absent.json"])),
    (&["exec", "cancel", "$PENDING"], 0, All(&["cancelled"]), Nothing),
    (&["exec", "cancel", "$DONE"], 1, Nothing, All(&["beadle: "])),
    (&["exec", "watch", "$PENDING"], 3, All(&["cancelled"]), All(&["was cancelled"])),
    (
        &["exec", "retry", "$PENDING", "--wait", "-o", "json"],
        0,
        Json(&[("/trigger_data/replay_of", "$PENDING")]),
        All(&["started"]),
    ),
    (&["exec", "retry", "$DONE"], 0, All(&["exe_", "pending"]), Nothing),
    (
        &[
            "task",
            "create",
            "--name",
            "Poll",
            "--url",
            "$URL/health",
            "--schedule",
            "every 5 minutes",
            "--tag",
            "nightly",
        ],
        0,
        All(&["tsk_", "Poll created"]),
        Nothing,
    ),
    (
        &["task", "create", "--name", "", "--schedule", "now and then"],
        2,
        Nothing,
        All(&["--name: ", "--schedule: ", "--url: "]),
    ),
    (&["task", "create", "-d", "[]"], 2, Nothing, All(&["must be a JSON object"])),
    (
        &["task", "edit", "Poll", "--schedule", "every 10 minutes", "-o", "json"],
        0,
        Json(&[("/schedule/phrase", "every 10 minutes"), ("/tags/0", "nightly")]),
        Nothing,
    ),
    (&["task", "edit", "Poll"], 2, Nothing, All(&["no terminal"])),
    (&["task", "edit", "Poll", "--retries", "1000"], 2, Nothing, All(&["--retries: "])),
    (&["task", "pause", "Poll"], 0, All(&["Poll paused"]), Nothing),
    (&["task", "list", "--status", "paused", "-o", "json"], 0, Json(&[("/0/name", "Poll")]), Nothing),
    (&["task", "resume", "Poll"], 0, All(&["Poll resumed"]), Nothing),
    (
        &["task", "run", "Health check", "--wait", "-o", "json"],
        0,
        Json(&[("/status", "completed")]),
        All(&["started"]),
    ),
    (&["task", "delete", "Poll"], 2, Nothing, All(&["nobody to ask: say `-y`"])),
    (&["task", "delete", "Poll", "-y"], 0, All(&["Poll deleted"]), Nothing),
    (&["task", "view", "Poll"], 5, Nothing, All(&["no task is called Poll"])),
    (
        &["config", "create", "--name", "stock", "--base-url", "$URL", "--rate", "50/s"],
        0,
        All(&["stock created"]),
        Nothing,
    ),
    (&["config", "create", "--name", "stock2", "--rate", "fast"], 2, Nothing, All(&["write it as 5/s"])),
    (
        &["config", "create", "--name", "stock2", "--base-url", "nowhere", "--concurrency", "0"],
        2,
        Nothing,
        All(&["--base-url: ", "--concurrency: "]),
    ),
    (
        &["config", "edit", "stock", "--rate", "100/m", "-o", "json"],
        0,
        Json(&[("/rate_limit/rate", "100")]),
        Nothing,
    ),
    (
        &["config", "pause", "stock", "--reason", "their maintenance", "--for", "2h"],
        0,
        All(&["their maintenance"]),
        Nothing,
    ),
    (&["config", "resume", "stock", "-o", "json"], 0, Json(&[("/pause", "null")]), Nothing),
    (&["config", "reset", "stock", "-o", "json"], 0, Json(&[("/state", "closed")]), Nothing),
    (
        &["replay", "--status", "failed", "--since", "1h", "--dry-run"],
        0,
        All(&["3 would be replayed, 0 replayed before"]),
        Nothing,
    ),
    (&["replay", "--status", "failed", "--since", "1h"], 2, Nothing, All(&["say `-y`"])),
    (&["replay", "-y"], 2, Nothing, All(&["the request was refused"])),
    (
        &["replay", "--status", "failed", "--since", "1h", "--pace", "5/s", "-y", "-o", "json"],
        0,
        Json(&[("/total", "3"), ("/replayed_before", "[]")]),
        Nothing,
    ),
    (&["replay", "--status", "failed", "--error", "tls", "-y"], 0, All(&["0 replayed"]), Nothing),
    (
        &[
            "batch",
            "create",
            "jobs.csv",
            "--name",
            "nov",
            "--url",
            "$URL/health?id={id}",
            "--pace",
            "50/s",
            "--watch",
        ],
        0,
        All(&["nov", "2 completed"]),
        Nothing,
    ),
    (
        &["batch", "create", "jobs.csv", "--url", "$URL/{name}"],
        2,
        Nothing,
        All(&["no column name, only id, email"]),
    ),
    (&["batch", "create", "absent.csv", "--url", "$URL/"], 2, Nothing, All(&["absent.csv"])),
    (
        &["batch", "create", "jobs.csv", "--url", "ftp://{id}", "--name", "bad"],
        1,
        All(&["closed"]),
        All(&["line 2: url"]),
    ),
    (
        &[
            "batch",
            "create",
            "-",
            "--name",
            "input",
            "--url",
            "http://127.0.0.1:1/{schedule}",
            "--retries",
            "0",
            "--watch",
        ],
        3,
        All(&["1 failed"]),
        All(&["1 failed, 0 were cancelled"]),
    ),
    (&["batch", "view", "nov", "-o", "json"], 0, Json(&[("/counts/completed", "2")]), Nothing),
    (&["batch", "watch", "nov"], 0, All(&["completed"]), Nothing),
    (&["batch", "cancel", "nov", "-y"], 0, All(&["0 cancelled"]), Nothing),
    (&["functions", "push", "greet", "greet.js"], 0, All(&["version 1 is current"]), Nothing),
    (&["functions", "push", "greet", "absent.js"], 2, Nothing, All(&["absent.js"])),
    (
        &["functions", "push", "greet", "greet.js", "--host", "api.example.com"],
        0,
        All(&["version 2 is current"]),
        Nothing,
    ),
    (
        &["functions", "test", "greet", "--params", "{\"name\": \"Ada\"}"],
        0,
        All(&["\"hello\": \"Ada\""]),
        Nothing,
    ),
    (&["functions", "test", "greet", "--params", "{"], 2, Nothing, All(&["--params: not JSON"])),
    (&["functions", "rollback", "greet"], 0, All(&["version 1 is current"]), Nothing),
    (&["functions", "rollback", "greet"], 2, Nothing, All(&["no version before 1"])),
    (
        &["key", "create", "reports", "--role", "viewer", "--scope", "read", "--expires-in", "90d"],
        0,
        All(&["bdl_", "viewer"]),
        All(&["shown this once"]),
    ),
    (&["key", "create", "reports2", "--role", "king"], 2, Nothing, All(&["--role: "])),
    (
        &["key", "rotate", "reports", "-y", "-q", "-o", "json"],
        0,
        Json(&[("/name", "reports"), ("/role", "viewer")]),
        Nothing,
    ),
    (&["key", "list", "-o", "json"], 0, Array(1), Nothing),
    (&["key", "revoke", "reports"], 2, Nothing, All(&["say `-y`"])),
    (&["key", "revoke", "reports", "-y"], 0, All(&["revoked"]), Nothing),
    (&["key", "revoke", "reports", "-y"], 5, Nothing, All(&["no API key is called reports"])),
];

/// What is on standard input: a body for `@-`, lines for `-`.
const BODY: &str = "{\"schedule\": \"daily at 9:00\"}";
const LINES: &str = "schedule\n1\n";

#[tokio::test]
async fn each_command_in_each_situation() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let places = places(&desk).await?;
    let mut faults = Vec::new();
    let mut ran = 0;
    for case in SHOWING.iter().chain(CHANGING) {
        let (arguments, code, stdout, stderr) = case;
        let arguments: Vec<String> = arguments.iter().map(|text| filled(text, &places)).collect();
        let input = if arguments.iter().any(|text| text == "-") { LINES } else { BODY };
        let told = desk.run(&arguments, input).await?;
        let checked = check(&told, *code, *stdout, *stderr, &places);
        if let Err(fault) = checked {
            faults.push(format!("beadle {}\n{fault:#}\n{told:#?}", arguments.join(" ")));
        }
        ran += 1;
    }
    println!("{ran} cases ran");
    ensure!(faults.is_empty(), "{} of {ran} cases:\n\n{}", faults.len(), faults.join("\n\n"));
    ensure!(ran >= 130, "only {ran} cases");
    Ok(())
}

async fn places(desk: &Desk) -> anyhow::Result<BTreeMap<&'static str, String>> {
    let tasks = desk.beadle.get("/api/v1/tasks").await?;
    let done = desk.completed().await?;
    let text = |value: &Value| value.as_str().map(str::to_owned).context("no text");
    Ok(BTreeMap::from([
        ("$URL", desk.beadle.url.clone()),
        ("$TASK", text(&tasks["tasks"][0]["id"])?),
        // Before `$DONE`, which it begins with.
        ("$DONE_PREFIX", done[..done.len() - 1].to_owned()),
        ("$DONE", done),
        ("$FAILED", desk.failed().await?),
        ("$PENDING", desk.pending().await?),
        ("$ABSENT", "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70".to_owned()),
    ]))
}

fn filled(text: &str, places: &BTreeMap<&str, String>) -> String {
    // The longer names first.
    places.iter().rev().fold(text.to_owned(), |text, (place, value)| text.replace(place, value))
}

fn check(
    told: &Told,
    code: i32,
    stdout: Has,
    stderr: Has,
    places: &BTreeMap<&str, String>,
) -> anyhow::Result<()> {
    ensure!(told.code == Some(code), "the exit code is {:?} and not {code}", told.code);
    shows(&told.stdout, stdout, places).context("standard output")?;
    shows(&told.stderr, stderr, places).context("standard error")?;
    for stream in [&told.stdout, &told.stderr] {
        ensure!(!stream.contains('\u{1b}') && !stream.contains('\r'), "colours or bars went into a pipe");
    }
    Ok(())
}

fn shows(stream: &str, has: Has, places: &BTreeMap<&str, String>) -> anyhow::Result<()> {
    match has {
        Nothing => ensure!(stream.is_empty(), "not empty"),
        Exactly(text) => ensure!(stream == text, "not {text:?}"),
        All(texts) => {
            for text in texts.iter().map(|text| filled(text, places)) {
                ensure!(stream.contains(&text), "no {text:?}");
            }
        }
        Array(length) => {
            let array: Vec<Value> = serde_json::from_str(stream)?;
            ensure!(array.len() == length, "{} and not {length}", array.len());
        }
        Json(members) => {
            let value: Value = serde_json::from_str(stream)?;
            for (pointer, expected) in members {
                let found = value.pointer(pointer).with_context(|| format!("no {pointer}"))?;
                let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
                ensure!(found == filled(expected, places), "{pointer} is {found}");
            }
        }
        Lines(number) => {
            let lines: Vec<Value> = stream.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
            ensure!(lines.len() == number && lines.iter().all(Value::is_object), "{lines:?}");
        }
        Ids(prefix) => {
            ensure!(!stream.is_empty() && stream.lines().all(|line| line.starts_with(prefix)), "no ids");
            ensure!(stream.lines().all(|line| line.len() == prefix.len() + 32), "no whole ids");
        }
    }
    Ok(())
}
