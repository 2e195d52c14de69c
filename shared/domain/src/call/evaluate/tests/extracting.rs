//! `response.extract`, by a table of each kind of path, and by the compliance test suite of RFC 9535 where it lies beside
//! the project.

use std::{fs, path::PathBuf};

use super::*;
use crate::spec::JsonPath;

/// The result of an execution that extracts `path` from `document`, read back from its stored form.
fn extracted(path: &str, document: &Value) -> Value {
    let spec = spec(json!({"response": {"extract": path}}));
    let response = response(200, &[("content-type", "application/json")], document.to_string());
    let outcome = super::super::evaluate(&spec, response, now(), &Redactor::default());
    let Outcome::Succeeded { answer: Some(answer) } = outcome else { panic!("{path}: {outcome:?}") };
    let stored = serde_json::to_string(&answer).unwrap();
    crate::call::result_value(TaskType::Http, &serde_json::from_str(&stored).unwrap())
}

/// What is stored of the values that a path selects: the value itself, a list of several, null for none.
fn kept(mut nodes: Vec<Value>) -> Value {
    match nodes.len() {
        0 => Value::Null,
        1 => nodes.remove(0),
        _ => nodes.into(),
    }
}

#[rstest]
#[case::root("$", json!({"a": null, "secret": 1}), json!({"a": null, "secret": 1}))]
#[case::null("$.a", json!({"a": null, "secret": 1}), json!(null))]
#[case::nothing("$.b", json!({"a": null, "secret": 1}), json!(null))]
#[case::falsehood("$.a", json!({"a": false}), json!(false))]
#[case::zero("$.a", json!({"a": 0}), json!(0))]
#[case::empty_string("$.a", json!({"a": ""}), json!(""))]
#[case::empty_list("$.a", json!({"a": []}), json!([]))]
#[case::empty_object("$.a", json!({"a": {}}), json!({}))]
#[case::name("$['a b'].c", json!({"a b": {"c": 1}}), json!(1))]
#[case::index("$[-1]", json!([1, 2]), json!(2))]
#[case::slice("$[0:3:2]", json!([1, 2, 3]), json!([1, 3]))]
#[case::wildcard("$[*]", json!([null, null]), json!([null, null]))]
#[case::descendants("$..a", json!({"a": {"a": 1}}), json!([{"a": 1}, 1]))]
#[case::union("$['a','b']", json!({"a": 1, "b": 2}), json!([1, 2]))]
#[case::filter("$[?@.a > 1].b", json!([{"a": 1, "b": 2}, {"a": 2, "b": 3}]), json!(3))]
#[case::existence("$[?@.a]", json!([{"a": null}, {"b": 1}]), json!({"a": null}))]
#[case::comparison_with_null("$[?@.a == null].b", json!([{"a": null, "b": 1}, {"b": 2}]), json!(1))]
#[case::length("$[?length(@.a) == 2].a", json!([{"a": "ab"}, {"a": "abc"}]), json!("ab"))]
#[case::count("$[?count(@.*) == 1]", json!([[1], [1, 2]]), json!([1]))]
#[case::value("$[?value(@.a) == 1]", json!([{"a": 1}]), json!({"a": 1}))]
fn each_kind_of_path_gives_what_it_selects(
    #[case] path: &str,
    #[case] document: Value,
    #[case] expected: Value,
) {
    assert_eq!(extracted(path, &document), expected);
}

#[test]
fn a_value_is_extracted_from_a_body_that_is_longer_than_what_is_kept() {
    let document = json!({"filler": "x".repeat(2 * MAX_STORED), "id": 7});
    assert_eq!(extracted("$.id", &document), json!(7));
}

/// The suite of <https://github.com/jsonpath-standard/jsonpath-compliance-test-suite>, which is not part of this repository.
#[test]
fn jsonpath_compliance_suite() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/jsonpath-cts.json");
    let Ok(text) = fs::read_to_string(&file) else {
        println!("JSONPath compliance suite: not here");
        return;
    };
    let suite: Value = serde_json::from_str(&text).unwrap();
    let (mut right, mut by_design, mut wrong) = (0, Vec::new(), Vec::new());
    let cases = suite["tests"].as_array().unwrap();
    for case in cases {
        let (name, selector) = (case["name"].as_str().unwrap(), case["selector"].as_str().unwrap());
        let parsed = JsonPath::parse(&json!(selector), &Path::body());
        let invalid = case["invalid_selector"] == true;
        match parsed {
            Err(violation) if invalid => {
                assert_eq!(violation.kind, "json_path");
                right += 1;
            }
            // ADR 10: what is stored must not cost unbounded time.
            Err(violation)
                if violation.message.contains("too much work")
                    || ["match(", "search("].iter().any(|function| selector.contains(function)) =>
            {
                by_design.push(name);
            }
            Err(violation) => wrong.push(format!("{name}: {}", violation.message)),
            Ok(_) if invalid => wrong.push(format!("{name}: accepted")),
            Ok(_) => {
                let found = extracted(selector, &case["document"]);
                let one = case.get("result").into_iter();
                let several = case.get("results").and_then(Value::as_array).into_iter().flatten();
                let expected = one.chain(several).map(|nodes| kept(nodes.as_array().unwrap().clone()));
                if expected.clone().any(|expected| expected == found) {
                    right += 1;
                } else {
                    wrong.push(format!("{name}: {selector} gave {found}"));
                }
            }
        }
    }
    println!(
        "JSONPath compliance suite: {} cases, {right} right, {} refused by design (ADR 10), {} wrong",
        cases.len(),
        by_design.len(),
        wrong.len()
    );
    for name in &by_design {
        println!("  refused by design: {name}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(right + by_design.len(), cases.len());
}
