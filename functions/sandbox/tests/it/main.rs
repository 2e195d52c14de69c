//! The handler with the bootstrap itself as its child, and calls over the real client with its egress guard.

#![cfg(test)]

use std::{sync::Arc, time::Duration};

use beadle_domain::egress::EgressPolicy;
use beadle_outbound::ReqwestCaller;
use beadle_sandbox::{
    ChildProgram, Enforcement, Failure, Fault, FunctionRun, LocalSandbox, Settings, Supervisor, Upload,
    function::Context,
    invocation::{Answer, Invocation, Work},
    limits::FunctionLimits,
    port::Egress,
};
use beadle_sandbox_function::{Handler, scratch};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const LEFT: Duration = Duration::from_secs(60);

fn handler(policy: EgressPolicy) -> Handler<LocalSandbox> {
    let supervisor = Supervisor::new(Settings {
        child: ChildProgram {
            path: env!("CARGO_BIN_EXE_sandbox").into(),
            arguments: vec!["sandbox-child".into()],
        },
        folder: std::env::temp_dir(),
        enforcement: Enforcement::Required,
        without: Vec::new(),
    });
    let caller = Arc::new(ReqwestCaller::new(policy).expect("a client"));
    Handler::new(LocalSandbox::new(supervisor.expect("a supervisor"), caller), None)
}

fn run(body: &str) -> FunctionRun {
    let source = format!("export default async (params, ctx) => {{ {body} }}");
    FunctionRun {
        upload: Upload { modules: [("index.js".to_owned(), source)].into(), entry: "index.js".to_owned() },
        function: None,
        params: json!({}),
        context: Context::default(),
        timeout: Duration::from_secs(30),
        limits: FunctionLimits::default(),
    }
}

/// What the function comes to, after a trip of request and answer through JSON.
async fn outcome(policy: EgressPolicy, body: &str, egress: &Egress) -> (Result<Value, Failure>, Vec<String>) {
    let sent = serde_json::to_string(&Invocation::function(&run(body), egress)).expect("JSON");
    let received = serde_json::from_str(&sent).expect("an invocation");
    let answer = handler(policy).handle(received, LEFT).await;
    match serde_json::from_value(serde_json::to_value(&answer).expect("JSON")).expect("an answer") {
        Answer::Report(report) => (report.outcome, report.log.into_iter().map(|line| line.text).collect()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_sample_event_is_run() {
    let sample = include_str!("../../../../events/sandbox-function.json");
    let answer = handler(EgressPolicy::default())
        .handle(serde_json::from_str(sample).expect("an invocation"), LEFT)
        .await;
    assert!(matches!(&answer, Answer::Report(report) if report.outcome == Ok(Value::Null)), "{answer:?}");
}

/// Answers each request with its own text, a secret that a client sent included.
async fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 64 * 1024];
            let count = stream.read(&mut request).await.unwrap_or_default();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {count}\r\nconnection: close\r\n\r\n");
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(&request[..count]).await;
        }
    });
    address
}

#[tokio::test]
async fn loopback_metadata_and_private_addresses_can_not_be_fetched() {
    let addresses = [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next",
        "http://[::ffff:127.0.0.1]/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "data:text/plain,a",
    ];
    let hosts = [
        "127.0.0.1",
        "localhost",
        "::1",
        "[::1]",
        "0.0.0.0",
        "169.254.169.254",
        "fd00:ec2::254",
        "[fd00:ec2::254]",
        "10.0.0.1",
        "192.168.1.1",
        "::ffff:127.0.0.1",
        "[::ffff:7f00:1]",
        "::ffff:7f00:1",
    ];
    let egress = Egress {
        hosts: hosts.map(str::to_owned).to_vec(),
        timeout: Duration::from_secs(5),
        ..Egress::default()
    };
    let body = format!(
        "const out = []; for (const url of {}) {{ try {{ await fetch(url); out.push('REACHED ' + url) }} catch (e) {{ out.push(e.message) }} }} return out",
        json!(addresses)
    );
    let (outcome, _) = outcome(EgressPolicy::default(), &body, &egress).await;
    let told = outcome.expect("a result");
    let told: Vec<&str> = told.as_array().expect("texts").iter().filter_map(Value::as_str).collect();
    for (address, told) in addresses.iter().zip(&told) {
        println!("{address}: {told}");
    }
    assert_eq!(told.len(), addresses.len());
    assert!(told.iter().all(|told| told.starts_with("fetch failed: ")), "{told:?}");
    println!("{} addresses", addresses.len());
}

#[tokio::test]
async fn secrets_are_filled_in_for_named_hosts_only_and_masked_on_the_way_back() {
    let address = echo().await;
    let egress = Egress {
        hosts: vec!["127.0.0.1".to_owned()],
        secrets: [("token".to_owned(), "s3cr3t-value/1".to_owned().into())].into(),
        timeout: Duration::from_secs(5),
        mocks: None,
    };
    let body = format!(
        "const r = await fetch('http://{address}/${{secret:token}}', {{method: 'POST', headers: {{'x-key': '${{secret:token}}'}}, body: 'k=${{secret:token}}'}});\n\
         const text = await r.text(); console.log(text); return [text, text.includes('s3cr3t')]"
    );
    let (result, log) = outcome(EgressPolicy::open(), &body, &egress).await;
    let result = result.expect("a result");
    println!("{result}");
    assert_eq!(result[1], false, "the child never sees it");
    let (text, log) = (result[0].as_str().expect("a text"), log.join("\n"));
    assert!(text.contains("x-key: ***") || text.contains("x-key: "), "{text}");
    for seen in [text, &log] {
        assert!(
            !seen.contains("s3cr3t") && !seen.contains("${secret:"),
            "it was filled in, and masked: {seen}"
        );
    }
    let elsewhere =
        "try { await fetch('https://example.com/?${secret:token}') } catch (e) { return e.message }";
    let (refused, _) = outcome(EgressPolicy::open(), elsewhere, &egress).await;
    assert_eq!(
        refused,
        Ok(json!("fetch failed: this function does not name the host `example.com`; add it to `hosts`"))
    );
    let unknown = format!(
        "try {{ await fetch('http://{address}/', {{headers: {{a: '${{secret:nope}}'}}}}) }} catch (e) {{ return e.message }}"
    );
    let (refused, _) = outcome(EgressPolicy::open(), &unknown, &egress).await;
    assert_eq!(refused, Ok(json!("fetch failed: there is no secret `nope`; create it, or correct the name")));
    for (what, refusal) in [
        ("{headers: {host: 'a'}}", "the header `host` is written by the client; leave it out"),
        (
            "{method: 'POST', body: 'x', headers: {'Transfer-Encoding': 'chunked'}}",
            "the header `transfer-encoding` is written by the client; leave it out",
        ),
        (
            "{headers: {'content-length': '5'}}",
            "the header `content-length` is written by the client; leave it out",
        ),
        ("{method: 'CONNECT'}", "the method CONNECT can't be used"),
        ("{method: 'TRACE'}", "the method TRACE can't be used"),
    ] {
        let body =
            format!("try {{ await fetch('http://{address}/', {what}) }} catch (e) {{ return e.message }}");
        let (refused, _) = outcome(EgressPolicy::open(), &body, &egress).await;
        assert_eq!(refused, Ok(json!(format!("fetch failed: {refusal}"))));
    }
    let (none, _) = outcome(EgressPolicy::open(), elsewhere, &Egress::default()).await;
    assert!(none.expect("a result").as_str().is_some_and(|text| text.contains("names no hosts")));
}

#[tokio::test]
async fn each_kind_of_work_has_its_answer() {
    let handler = handler(EgressPolicy::default());
    let upload = run("return 1").upload;
    let parse = |upload: Upload| Invocation::of(Work::Parse { upload, limits: FunctionLimits::default() });
    let parsed = handler.handle(parse(upload.clone()), LEFT).await;
    assert_eq!(parsed, Answer::Parsed { exports: vec!["default".to_owned()] });
    let mut broken = upload;
    broken.modules.insert("b.js".to_owned(), "import './c.js'".to_owned());
    match handler.handle(parse(broken), LEFT).await {
        Answer::Defects { defects } => assert_eq!((defects[0].module.as_str(), defects[0].line), ("b.js", 1)),
        other => panic!("{other:?}"),
    }
    match handler.handle(Invocation::of(Work::Layers), LEFT).await {
        Answer::Layers { layers } => assert!(layers.0.iter().all(|state| state.held), "{layers:?}"),
        other => panic!("{other:?}"),
    }
    let other_version = Invocation { v: 2, work: Work::Layers };
    match handler.handle(other_version, LEFT).await {
        Answer::Failed { failure } => assert_eq!(failure.fault, Fault::Unavailable),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_run_ends_before_the_invocation_does() {
    let run = run("await new Promise(r => setTimeout(r, 60000))");
    let answer = handler(EgressPolicy::default());
    let answer = answer.handle(Invocation::function(&run, &Egress::default()), Duration::from_secs(6)).await;
    match answer {
        Answer::Report(report) => assert_eq!(report.outcome.expect_err("a failure").fault, Fault::Timeout),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_scratch_folder_is_emptied() {
    let folder = std::env::temp_dir().join(format!("beadle-scratch-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("a/b")).expect("folders");
    std::fs::write(folder.join("file"), "x").expect("a file");
    std::os::unix::fs::symlink("/etc/passwd", folder.join("link")).expect("a link");
    scratch::empty(&folder);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 0);
    std::fs::remove_dir(&folder).expect("an empty folder");
    assert!(std::path::Path::new("/etc/passwd").exists());
}
