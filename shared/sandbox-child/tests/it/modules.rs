//! Uploads of several modules.

use std::collections::BTreeMap;

use beadle_sandbox::{
    Fault, Upload,
    fetch::NoFetch,
    limits::FunctionLimits,
    log::NoLog,
    supervisor::{ParseError, Parsed},
};
use serde_json::json;

use crate::support::{function, supervisor};

fn upload(modules: &[(&str, &str)]) -> Upload {
    let modules: BTreeMap<String, String> =
        modules.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect();
    Upload { modules, entry: "index.js".to_owned() }
}

async fn parsed(modules: &[(&str, &str)]) -> Result<Parsed, ParseError> {
    supervisor().parse_modules(&upload(modules), &FunctionLimits::default()).await
}

/// The defects as `module:line message`.
async fn defects(modules: &[(&str, &str)]) -> Vec<String> {
    match parsed(modules).await {
        Err(ParseError::Defects(defects)) => defects
            .iter()
            .map(|defect| format!("{}:{} {}", defect.module, defect.line, defect.message))
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn modules_import_each_other_inside_of_the_upload() {
    let mut run = function("");
    run.upload = upload(&[
        (
            "index.js",
            "import {a} from './lib/a.js'; import * as c from 'c.js'; export default () => a() + c.value",
        ),
        ("lib/a.js", "import b from '../b.js'; export const a = () => b"),
        ("b.js", "export default 'b'"),
        ("c.js", "export const value = 'c'"),
    ]);
    let outcome = supervisor().run_function(&run, &NoFetch, &NoLog).await.outcome;
    assert_eq!(outcome, Ok(json!("bc")));
}

#[tokio::test]
async fn parsing_tells_the_exports_and_runs_nothing() {
    let source = "import {a} from './a.js';\nwhile (true) {}\nexport function one() {}\nexport default class {}\nexport {a as two}";
    let modules = [("index.js", source), ("a.js", "export const a = 1; throw new Error('run')")];
    let mut exports = parsed(&modules).await.expect("exports").exports;
    exports.sort();
    assert_eq!(exports, ["default", "one", "two"]);
}

#[tokio::test]
async fn a_missing_import_is_told_with_file_and_line() {
    let found = defects(&[
        ("index.js", "// first\nimport './lib/a.js'"),
        ("lib/a.js", "\n\nimport x from './nope.js'"),
    ])
    .await;
    assert_eq!(found, ["lib/a.js:3 `./nope.js` is not in the upload; the upload has: index.js, lib/a.js"]);
    let found = defects(&[("index.js", "import fs from 'node:fs'")]).await;
    assert!(
        found[0].starts_with("index.js:1 `node:fs` is not in the upload; packages are not installed"),
        "{found:?}"
    );
    for outside in
        ["../x.js", "/etc/passwd", "../../etc/passwd", "file:///etc/passwd", "https://example.com/a.js"]
    {
        let found = defects(&[("index.js", &format!("import '{outside}'"))]).await;
        assert!(found[0].contains("is not in the upload"), "{found:?}");
    }
}

#[tokio::test]
async fn each_module_with_a_fault_is_told() {
    let found =
        defects(&[("index.js", "export default 1"), ("a.js", "let x = 1;\nlet y = ;"), ("b.js", "}")]).await;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("a.js:2 ") && found[1].starts_with("b.js:1 "), "{found:?}");
    println!("{found:?}");
    assert!(defects(&[("other.js", "1")]).await[0].starts_with("index.js:1 the entry"));
}

#[tokio::test]
async fn an_upload_that_is_too_large_is_refused() {
    let large = " ".repeat(1 << 20);
    match parsed(&[("index.js", &format!("{large}1"))]).await {
        Err(ParseError::Failed(failure)) => assert_eq!(failure.fault, Fault::SourceLimit),
        other => panic!("{other:?}"),
    }
    assert!(parsed(&[("index.js", &large)]).await.is_ok());
}

#[tokio::test]
async fn modules_that_can_not_be_loaded_fail_the_run_for_good() {
    let run_of = |source: &str| {
        let run = function(source);
        async move { supervisor().run_function(&run, &NoFetch, &NoLog).await.outcome.expect_err("a failure") }
    };
    let failed = run_of("let = ;").await;
    assert_eq!((failed.fault, failed.retryable), (Fault::SyntaxError, false), "{failed}");
    let failed = run_of("import './a.js'; export default () => 1").await;
    assert_eq!((failed.fault, failed.retryable), (Fault::ImportMissing, false), "{failed}");
    let failed = run_of("export default () => import('fs')").await;
    assert_eq!(failed.fault, Fault::FunctionThrew, "{failed}");
    println!("{failed}");
}

#[tokio::test]
async fn a_name_that_a_module_does_not_export_is_told() {
    let found = defects(&[("index.js", "import {b} from './a.js'"), ("a.js", "export const a = 1")]).await;
    assert_eq!(found.len(), 1);
    println!("{found:?}");
    assert!(found[0].contains("'b'") && found[0].contains("a.js"), "{found:?}");
}
