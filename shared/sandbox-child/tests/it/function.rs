//! Functions: how they are found and called, and how they end.

use std::time::{Duration, Instant};

use beadle_sandbox::{Failure, Fault, FunctionRun, fetch::NoFetch, layer::Layer, log::NoLog};
use serde_json::{Value, json};

use crate::support::{Kept, function, returned, supervisor};

async fn outcome(run: &FunctionRun) -> Result<Value, Failure> {
    supervisor().run_function(run, &NoFetch, &NoLog).await.outcome
}

async fn failure(source: &str) -> Failure {
    outcome(&function(source)).await.expect_err("a failure")
}

#[tokio::test]
async fn a_function_gets_its_parameters_and_its_context() {
    let mut run = function(
        "export async function myTask(params, ctx) { return {params, ctx: {...ctx, signal: ctx.signal.aborted}}; }",
    );
    run.context.task_id = Some("task_1".to_owned());
    let result = outcome(&run).await.expect("a result");
    assert_eq!(result["params"], json!({"a": 1}));
    assert_eq!(result["ctx"]["executionId"], "exec_1");
    assert_eq!(result["ctx"]["taskId"], "task_1");
    assert_eq!(result["ctx"]["attempt"], 1);
    assert_eq!(result["ctx"]["signal"], false);
}

#[tokio::test]
async fn a_function_is_found_by_its_export_or_as_the_default_one() {
    let cases = [
        ("export const a = () => 'a'; export const b = () => 'b'", Some("b"), "b"),
        ("export const a = () => 'a'; export default () => 'default'", None, "default"),
        ("export function only() { return 'only' }", None, "only"),
        ("export default function processData() { return 'named' }", Some("processData"), "named"),
        ("function a() { return 'renamed' } export { a as b }", Some("b"), "renamed"),
    ];
    for (source, name, expected) in cases {
        let mut run = function(source);
        run.function = name.map(str::to_owned);
        assert_eq!(outcome(&run).await, Ok(json!(expected)), "{source}");
    }
    let mut run = function("export const a = () => 1; export const b = () => 2; export const c = 3");
    assert_eq!(outcome(&run).await.expect_err("a failure").fault, Fault::FunctionMissing);
    run.function = Some("d".to_owned());
    let failed = outcome(&run).await.expect_err("a failure");
    assert_eq!(failed.message, "the entry exports no function d; its functions are: a, b");
}

#[tokio::test]
async fn a_result_is_what_json_has() {
    for (returns, expected) in [
        ("undefined", Value::Null),
        ("null", Value::Null),
        ("[1, 'a', undefined, new Date(0)]", json!([1, "a", null, "1970-01-01T00:00:00.000Z"])),
        ("'\\ud800'", json!("\u{fffd}")),
        ("0.1 + 0.2", json!(0.30000000000000004)),
    ] {
        assert_eq!(returned(&format!("return {returns}")).await, Ok(expected), "{returns}");
    }
    let nested = |depth| format!("let a = 1; for (let i = 0; i < {depth}; i++) a = [a]; return a");
    assert!(returned(&nested(110)).await.is_ok());
    for depth in [120, 127, 128, 200] {
        let failed = returned(&nested(depth)).await.expect_err("a failure");
        assert_eq!(failed.fault, Fault::ResultInvalid, "{failed}");
    }
    for returns in ["1n", "() => 1", "Symbol()", "(() => { const a = {}; a.a = a; return a })()"] {
        let failed = returned(&format!("return {returns}")).await.expect_err("a failure");
        assert_eq!(failed.fault, Fault::ResultInvalid, "{returns}: {failed}");
    }
}

#[tokio::test]
async fn what_is_thrown_is_told_with_its_place() {
    let failed = failure(
        "export default () => {\n  inner();\n};\nfunction inner() {\n  throw new TypeError('no');\n}",
    )
    .await;
    assert_eq!((failed.fault, failed.retryable), (Fault::FunctionThrew, true));
    assert!(failed.message.starts_with("TypeError: no (index.js:5:"), "{failed}");
    assert!(failed.stack.expect("a stack").contains("inner"));
    let failed =
        failure("export default async () => { throw Object.assign(new Error('final'), {retryable: false}) }")
            .await;
    assert_eq!((failed.fault, failed.retryable), (Fault::FunctionThrew, false));
    for thrown in ["'a text'", "null", "undefined", "{code: 1}", "42"] {
        let failed = failure(&format!("export default () => {{ throw {thrown} }}")).await;
        assert_eq!(failed.fault, Fault::FunctionThrew, "{thrown}: {failed}");
        println!("{thrown}: {failed}");
    }
}

#[tokio::test]
async fn a_rejection_that_nobody_awaits_fails_the_run() {
    let failed =
        returned("Promise.reject(new Error('lost')); await new Promise(r => setTimeout(r, 50)); return 1")
            .await;
    let failed = failed.expect_err("a failure");
    assert_eq!(failed.fault, Fault::UnhandledRejection);
    assert!(failed.message.contains("Error: lost"), "{failed}");
    let late = returned("const p = Promise.reject(new Error('late')); p.catch(() => {}); return 1").await;
    assert_eq!(late, Ok(json!(1)));
}

#[tokio::test]
async fn a_promise_that_nothing_settles_is_told_at_once() {
    let began = Instant::now();
    let failed = returned("await new Promise(() => {})").await.expect_err("a failure");
    assert_eq!(failed.fault, Fault::NeverSettles);
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_console_arrives_line_by_line() {
    let kept = Kept::default();
    let source = "export default () => { console.log('a', 1, {b: [2]}); console.log(); console.warn('two\\nlines'); console.log('%s is %d', 'x', 3) }";
    let report = supervisor().run_function(&function(source), &NoFetch, &kept).await;
    let texts: Vec<String> =
        report.log.iter().map(|line| format!("{}: {}", line.stream, line.text)).collect();
    assert_eq!(texts, ["stdout: a 1 {b: [2]}", "stdout: ", "stderr: two", "stderr: lines", "stdout: x is 3"]);
    assert_eq!(kept.0.lock().expect("a lock").concat(), report.log);
}

#[tokio::test]
async fn the_top_level_of_a_module_may_wait_and_may_fail() {
    let awaited = function(
        "const later = await new Promise(r => setTimeout(() => r('later'), 5)); export default () => later",
    );
    assert_eq!(outcome(&awaited).await, Ok(json!("later")));
    let failed = failure("throw new Error('top'); export default () => 1").await;
    assert!(
        failed.fault == Fault::FunctionThrew && failed.message.starts_with("Error: top (index.js:1:"),
        "{failed}"
    );
}

#[tokio::test]
async fn nothing_of_a_run_is_left_for_the_next_one() {
    let supervisor = supervisor();
    let pollute = function(
        "export default () => { Object.prototype.evil = 1; globalThis.kept = 1; Array.prototype.map = null; Promise.prototype.then.evil = 1; return 1 }",
    );
    let look = function("export default () => [{}.evil, globalThis.kept, typeof [].map].map(String)");
    for _ in 0..3 {
        assert!(supervisor.run_function(&pollute, &NoFetch, &NoLog).await.outcome.is_ok());
        let seen = supervisor.run_function(&look, &NoFetch, &NoLog).await.outcome;
        assert_eq!(seen, Ok(json!(["undefined", "undefined", "function"])));
    }
}

#[tokio::test]
async fn every_layer_holds_around_a_function_and_its_use_is_told() {
    let report = supervisor().run_function(&function("export default () => 1"), &NoFetch, &NoLog).await;
    assert!(Layer::ALL.into_iter().all(|layer| report.layers.hold(layer)), "{:?}", report.layers);
    assert!(report.usage.memory > 1 << 20, "{:?}", report.usage);
    println!("{:?}", report.usage);
}
