//! The globals that functions have, and those that they do not have.

use beadle_sandbox::Fault;
use serde_json::{Value, json};

use crate::support::returned;

/// What a body returns.
const OFFERED: &[(&str, &str)] = &[
    (
        "new URL('../b?x=1#h', 'https://u:p@example.com:8443/a/c').href",
        r#""https://u:p@example.com:8443/b?x=1#h""#,
    ),
    (
        "(() => { const u = new URL('https://example.com'); u.searchParams.append('q', 'ä b'); u.pathname = '/x'; return u.href })()",
        r#""https://example.com/x?q=%C3%A4+b""#,
    ),
    ("URL.canParse('nope')", "false"),
    ("(() => { try { new URL('nope') } catch (e) { return e instanceof TypeError } })()", "true"),
    ("[...new URLSearchParams('a=1&b=%C3%A4+x&a=2')]", r#"[["a","1"],["b","ä x"],["a","2"]]"#),
    ("new URLSearchParams({a: '1 2', b: 'ä&'}).toString()", r#""a=1+2&b=%C3%A4%26""#),
    (
        "(() => { const d = new Date(5); const c = structuredClone({d, m: new Map([[1, {a: 1}]]), u: new Uint8Array([1, 2])}); return [c.d.getTime(), c.m.get(1).a, c.u[1], c.d !== d] })()",
        "[5,1,2,true]",
    ),
    (
        "(() => { const a = {}; a.a = a; const c = structuredClone(a); return c.a === c && c !== a })()",
        "true",
    ),
    ("(() => { try { structuredClone(() => 1) } catch (e) { return e.name } })()", r#""DataCloneError""#),
    ("new Promise(r => queueMicrotask(() => r('micro')))", r#""micro""#),
    ("performance.now() >= 0 && typeof performance.now() === 'number'", "true"),
    ("[...new TextEncoder().encode('ä€')]", "[195,164,226,130,172]"),
    ("new TextDecoder().decode(new Uint8Array([195, 164, 255]))", "\"ä\u{fffd}\""),
    (
        "(() => { try { new TextDecoder('utf-8', {fatal: true}).decode(new Uint8Array([255])) } catch (e) { return e.name } })()",
        r#""TypeError""#,
    ),
    ("btoa('a\\u00ff') + ' ' + atob('aGk=') + btoa('')", r#""Yf8= hi""#),
    ("(() => { try { btoa('€') } catch (e) { return e.name } })()", r#""InvalidCharacterError""#),
    (
        "new Promise(r => { const id = setTimeout(() => r('wrong'), 1); clearTimeout(id); setTimeout((a, b) => r(a + b), 5, 1, 2) })",
        "3",
    ),
    (
        "(async () => { const order = []; await new Promise(r => { setTimeout(() => order.push(2), 20); setTimeout(() => { order.push(3); r() }, 40); setTimeout(() => order.push(1), 0) }); return order })()",
        "[1,2,3]",
    ),
    (
        "(() => { const c = new AbortController(); let heard = 0; c.signal.addEventListener('abort', () => heard++); c.abort(); c.abort(); return [heard, c.signal.aborted, c.signal.reason.name] })()",
        r#"[1,true,"AbortError"]"#,
    ),
    (
        "new Promise(r => { const s = AbortSignal.timeout(5); s.onabort = () => r(s.reason.name) })",
        r#""TimeoutError""#,
    ),
    (
        "/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID())",
        "true",
    ),
    ("crypto.getRandomValues(new Uint8Array(32)).some(b => b !== 0)", "true"),
    (
        "crypto.subtle.digest('SHA-256', new TextEncoder().encode('abc')).then(d => [...new Uint8Array(d)].map(b => b.toString(16).padStart(2, '0')).join(''))",
        r#""ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad""#,
    ),
    (
        "(async () => { const e = new TextEncoder(); const k = await crypto.subtle.importKey('raw', e.encode('key'), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign', 'verify']); const m = e.encode('The quick brown fox jumps over the lazy dog'); const s = await crypto.subtle.sign('HMAC', k, m); return [[...new Uint8Array(s)].slice(0, 4), await crypto.subtle.verify('HMAC', k, s, m), await crypto.subtle.verify('HMAC', k, s, e.encode('x'))] })()",
        "[[247,188,131,244],true,false]",
    ),
    ("new Headers({'X-A': '1', b: '2'}).get('x-a')", r#""1""#),
    ("new Response('{\"a\":1}', {status: 201}).json()", r#"{"a":1}"#),
    ("Response.json({a: 1}).headers.get('content-type')", r#""application/json""#),
    ("typeof Buffer + typeof process + typeof require", r#""undefinedundefinedundefined""#),
    ("JSON.stringify([1, [2]]) + eval('1 + 1') + new Function('return 3')()", r#""[1,[2]]23""#),
];

#[tokio::test]
async fn each_global_does_what_its_standard_says() {
    let mut wrong = Vec::new();
    for (expression, expected) in OFFERED {
        let expected: Value = serde_json::from_str(expected).expect("JSON");
        let seen = returned(&format!("return await ({expression})")).await;
        if seen.as_ref() != Ok(&expected) {
            wrong.push(format!("{expression}: {seen:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    println!("{} expressions", OFFERED.len());
}

#[tokio::test]
async fn what_is_not_offered_names_what_to_use_instead() {
    let cases = [
        ("Buffer.from('a')", "Uint8Array"),
        ("process.env.HOME", "first argument"),
        ("require('fs')", "import"),
        ("fs.readFileSync('/etc/passwd')", "no files"),
        ("setInterval(() => 1, 1)", "setTimeout"),
        ("setImmediate(() => 1)", "queueMicrotask"),
        ("Atomics.wait(1)", "one thread"),
        ("new SharedArrayBuffer(1)", "ArrayBuffer"),
        ("new WebSocket('ws://a')", "fetch"),
        ("new Worker('a')", "one thread"),
        ("WebAssembly.compile()", "JavaScript"),
        ("localStorage.getItem('a')", "nothing is kept"),
    ];
    for (expression, instead) in cases {
        let failed = returned(&format!("return {expression}")).await.expect_err("a failure");
        assert_eq!(failed.fault, Fault::FunctionThrew);
        assert!(failed.message.contains(instead), "{expression}: {failed}");
    }
    println!("{} names", cases.len());
}

#[tokio::test]
async fn a_timer_really_waits() {
    let waited = returned("const a = performance.now(); await new Promise(r => setTimeout(r, 300)); return performance.now() - a").await;
    let waited = waited.expect("a result").as_f64().expect("a number");
    assert!((299.0..5_000.0).contains(&waited), "{waited}");
    assert_eq!(returned("return typeof globalThis.host").await, Ok(json!("undefined")));
}
