//! Each limit of a function has a failure of its own, and the next run knows nothing of it.

use std::time::{Duration, Instant};

use beadle_sandbox::{Fault, FunctionRun, fetch::NoFetch, log::NoLog};
use rstest::rstest;
use serde_json::json;

use crate::support::{Echo, function, supervisor};

fn body(body: &str) -> FunctionRun {
    function(&format!("export default async (params) => {{ {body} }}"))
}

#[rstest]
#[case::heap_in_large_blocks(
    "const a = []; while (true) a.push('x'.repeat(1 << 20) + a.length)",
    Fault::HeapLimit
)]
#[case::heap_in_small_objects("const a = []; while (true) a.push({n: a.length})", Fault::HeapLimit)]
#[case::heap_in_one_buffer("return new Uint8Array(1 << 30).length", Fault::HeapLimit)]
#[case::heap_caught_and_ignored(
    "const a = []; while (true) { try { while (true) a.push({n: a.length}) } catch {} }",
    Fault::CpuLimit
)]
#[case::heap_in_a_callback(
    "const a = []; await new Promise(r => setTimeout(() => { while (true) a.push({n: a.length}) }, 1))",
    Fault::HeapLimit
)]
#[case::stack("const f = () => f() + 1; return f()", Fault::StackLimit)]
#[case::stack_in_json(
    "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return JSON.stringify(a)",
    Fault::StackLimit
)]
#[case::processor("while (true) {}", Fault::CpuLimit)]
#[case::processor_caught(
    "try { while (true) {} } catch { return 1 } finally { while (true) {} }",
    Fault::CpuLimit
)]
#[case::processor_in_a_regular_expression("return /^(a+)+$/.test('a'.repeat(40) + 'b')", Fault::CpuLimit)]
#[case::processor_in_a_native_sort(
    "const a = new Float64Array(3e6); while (true) { for (let i = 0; i < a.length; i++) a[i] = -i ^ (i << 7); a.sort() }",
    Fault::CpuLimit
)]
#[case::processor_in_native_code(
    "const a = 'ab'.repeat(5e6); while (true) a.lastIndexOf('aaaaaaaa')",
    Fault::CpuLimit
)]
#[case::processor_in_jobs(
    "const f = () => { Promise.resolve().then(f) }; f(); await new Promise(() => {})",
    Fault::CpuLimit
)]
#[case::processor_in_timers(
    "const f = () => setTimeout(f, 0); f(); await new Promise(() => {})",
    Fault::CpuLimit
)]
#[case::result("return 'x'.repeat(300000)", Fault::ResultLimit)]
#[case::console(
    "for (let i = 0; i < 1e5; i++) console.log('a line that is long enough')",
    Fault::ConsoleLimit
)]
#[case::timers("for (let i = 0; i < 1001; i++) setTimeout(() => {}, 1000)", Fault::TimerLimit)]
#[case::fetches("for (let i = 0; i < 51; i++) await fetch('https://example.com/')", Fault::FetchLimit)]
#[case::body_of_a_fetch(
    "await fetch('https://example.com/', {method: 'POST', body: 'x'.repeat((1 << 20) + 1)})",
    Fault::FetchLimit
)]
#[tokio::test]
async fn a_limit_has_a_failure_of_its_own(#[case] source: &str, #[case] fault: Fault) {
    let supervisor = supervisor();
    let began = Instant::now();
    let failed = supervisor.run_function(&body(source), &Echo::default(), &NoLog).await.outcome;
    let failed = failed.expect_err("a failure");
    println!("{failed} [{} ms]", began.elapsed().as_millis());
    assert_eq!(failed.fault, fault, "{failed}");
    let clean = supervisor.run_function(&body("return 'clean'"), &NoFetch, &NoLog).await.outcome;
    assert_eq!(clean, Ok(json!("clean")));
}

#[tokio::test]
async fn the_deadline_ends_what_only_waits() {
    for source in ["await new Promise(r => setTimeout(r, 60000))", "await fetch('https://example.com/never')"]
    {
        let mut run = body(source);
        run.timeout = Duration::from_millis(900);
        let began = Instant::now();
        let failed =
            supervisor().run_function(&run, &Echo::default(), &NoLog).await.outcome.expect_err("a failure");
        assert_eq!(failed.fault, Fault::Timeout);
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn the_signal_of_the_context_warns_before_the_deadline() {
    let mut run = function(
        "export default (params, ctx) => new Promise(r => { setTimeout(() => {}, 60000); ctx.signal.onabort = () => r('saved') })",
    );
    run.timeout = Duration::from_secs(2);
    assert_eq!(supervisor().run_function(&run, &NoFetch, &NoLog).await.outcome, Ok(json!("saved")));
}

#[tokio::test]
async fn a_function_may_ask_for_more() {
    let mut run =
        body("const a = []; for (let i = 0; i < 60; i++) a.push(new Uint8Array(1 << 20)); return a.length");
    assert_eq!(
        supervisor().run_function(&run, &NoFetch, &NoLog).await.outcome.expect_err("a failure").fault,
        Fault::HeapLimit
    );
    run.limits.heap = 100 << 20;
    assert_eq!(supervisor().run_function(&run, &NoFetch, &NoLog).await.outcome, Ok(json!(60)));
}
