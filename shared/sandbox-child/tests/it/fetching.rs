//! `fetch`: what leaves the child, and what comes back.

use base64::{Engine, prelude::BASE64_STANDARD};
use beadle_sandbox::log::NoLog;
use serde_json::{Value, json};

use crate::support::{Echo, function, supervisor};

/// What a body returns, with each fetch that it made.
async fn fetching(body: &str) -> (Value, Vec<beadle_sandbox::fetch::FetchRequest>) {
    let echo = Echo::default();
    let run = function(&format!("export default async (params, ctx) => {{\n{body}\n}}"));
    let outcome = supervisor().run_function(&run, &echo, &NoLog).await.outcome;
    (outcome.unwrap_or_else(|failure| panic!("{failure}")), echo.0.into_inner().expect("a lock"))
}

fn sent(request: &beadle_sandbox::fetch::FetchRequest) -> String {
    let body = BASE64_STANDARD.decode(request.body.as_deref().unwrap_or_default()).expect("base64");
    String::from_utf8(body).expect("UTF-8")
}

#[tokio::test]
async fn each_kind_of_body_is_sent_with_its_content_type() {
    let cases = [
        ("'täxt'", "täxt", "text/plain;charset=UTF-8"),
        ("new URLSearchParams({a: '1 2'})", "a=1+2", "application/x-www-form-urlencoded;charset=UTF-8"),
        ("new Uint8Array([104, 105])", "hi", ""),
        ("new TextEncoder().encode('hi').buffer", "hi", ""),
    ];
    for (body, text, content_type) in cases {
        let (_, requests) =
            fetching(&format!("await fetch('https://example.com/', {{method: 'post', body: {body}}})")).await;
        assert_eq!((sent(&requests[0]).as_str(), requests[0].method.as_str()), (text, "POST"));
        let found = requests[0]
            .headers
            .iter()
            .find(|(name, _)| name == "content-type")
            .map(|(_, value)| value.as_str());
        assert_eq!(found.unwrap_or_default(), content_type);
    }
    let form = "const f = new FormData(); f.append('a', '1'); f.append('file', new Uint8Array([104]), 'x.bin'); await fetch('https://example.com/', {method: 'POST', body: f})";
    let (_, requests) = fetching(form).await;
    let text = sent(&requests[0]);
    assert!(
        text.contains("name=\"a\"\r\n\r\n1\r\n")
            && text.contains("filename=\"x.bin\"\r\nContent-Type: application/octet-stream\r\n\r\nh\r\n"),
        "{text}"
    );
}

#[tokio::test]
async fn a_placeholder_of_a_secret_stays_text_in_the_child() {
    let body = "const r = await fetch('https://example.com/${secret:token}', {method: 'POST', headers: {authorization: 'Bearer ${secret:token}'}, body: '${secret:token}'}); return r.status";
    let (status, requests) = fetching(body).await;
    assert_eq!(status, 200);
    assert_eq!(requests[0].url, "https://example.com/${secret:token}");
    assert_eq!(requests[0].headers[0], ("authorization".to_owned(), "Bearer ${secret:token}".to_owned()));
    assert_eq!(sent(&requests[0]), "${secret:token}");
}

#[tokio::test]
async fn responses_are_read_as_text_json_or_bytes() {
    let body = "const r = await fetch(new Request('https://example.com/a b', {headers: {'X-A': '1'}}));\n\
                const copy = r.clone(); const json = await r.json();\n\
                let again; try { await r.text() } catch (e) { again = e.name }\n\
                return [r.ok, r.status, r.headers.get('Content-Type'), json.url, json.headers, (await copy.arrayBuffer()).byteLength > 10, again]";
    let (seen, _) = fetching(body).await;
    let headers = json!([["x-a", "1"]]);
    assert_eq!(
        seen,
        json!([true, 200, "application/json", "https://example.com/a%20b", headers, true, "TypeError"])
    );
}

#[tokio::test]
async fn a_failed_fetch_is_an_error_that_can_be_caught() {
    let (seen, _) =
        fetching("try { await fetch('https://example.com/fails') } catch (e) { return [e.name, e.message] }")
            .await;
    assert_eq!(seen, json!(["TypeError", "fetch failed: no connection"]));
    let (seen, requests) = fetching("try { await fetch('/relative') } catch (e) { return e.message }").await;
    assert_eq!((seen, requests.len()), (json!("fetch needs an absolute URL, not \"/relative\""), 0));
    let aborted = "try { await fetch('https://example.com/never', {signal: AbortSignal.timeout(20)}) } catch (e) { return e.name }";
    assert_eq!(fetching(aborted).await.0, json!("TimeoutError"));
}

#[tokio::test]
async fn many_large_answers_arrive_while_the_console_is_busy() {
    let body = "const all = await Promise.all(Array.from({length: 20}, async (_, i) => {\n\
                  console.log('x'.repeat(2000)); const r = await fetch('https://example.com/large?' + i);\n\
                  const text = await r.text(); console.log('y'.repeat(1000)); return text.length }));\n\
                return [all.length, new Set(all).size, all[0]]";
    assert_eq!(fetching(body).await.0, json!([20, 1, 1 << 20]));
}
