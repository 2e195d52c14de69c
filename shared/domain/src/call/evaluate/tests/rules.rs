//! The rules of `response`.

use super::*;

fn evaluated(rules: Value, response: HttpResponse) -> Outcome {
    super::super::evaluate(&spec(json!({"response": rules})), response, now(), &Redactor::default())
}

fn json_body(body: Value) -> HttpResponse {
    response(200, &[("content-type", "application/json"), ("x-version", "Api-2")], body.to_string())
}

#[rstest]
#[case(json!({"status": 404}), 404)]
#[case(json!({"status": ["4xx", 200]}), 418)]
#[case(json!({"headers": {"X-Version": "api-"}}), 200)]
#[case(json!({"body": {"path": "$.ok", "equals": true}}), 200)]
#[case(json!({"body": [{"path": "$.n", "equals": 1.0}, {"path": "$.list[*]", "exists": true}]}), 200)]
#[case(json!({"body": [{"path": "$.none", "exists": false}, {"path": "$.null", "equals": null}]}), 200)]
#[case(json!({"body": [{"path": "$.text", "contains": "ell"}, {"path": "$.list", "contains": 2}]}), 200)]
fn responses_that_meet_the_expectations_succeed(#[case] expect: Value, #[case] status: u16) {
    let body = json!({"ok": true, "n": 1, "list": [1, 2], "null": null, "text": "hello"});
    let outcome = evaluated(json!({"expect": expect}), HttpResponse { status, ..json_body(body) });
    assert!(matches!(outcome, Outcome::Succeeded { .. }), "{outcome:?}");
}

#[rstest]
#[case(json!({"status": [201, "3xx"]}), "answered 200, expected 201, 3xx")]
#[case(json!({"headers": {"x-version": "3"}}), "the header `x-version` does not hold \"3\"")]
#[case(json!({"body": {"path": "$.ok", "equals": true}}), "`$.ok` is false, expected true")]
#[case(json!({"body": {"path": "$.none", "equals": true}}), "`$.none` finds nothing, expected true")]
#[case(json!({"body": {"path": "$.ok", "exists": false}}), "`$.ok` is false, expected nothing")]
#[case(json!({"body": [{"path": "$.a", "exists": true}, {"path": "$.text", "contains": "x"}]}),
    "`$.a` finds nothing; `$.text` is \"hello\", expected it to contain \"x\"")]
fn responses_that_do_not_meet_the_expectations_fail(#[case] expect: Value, #[case] message: &str) {
    let outcome = evaluated(json!({"expect": expect}), json_body(json!({"ok": false, "text": "hello"})));
    let Outcome::Failed { failure, answer: Some(_) } = outcome else { panic!("{outcome:?}") };
    assert!(failure.message.contains(message), "{}", failure.message);
    assert_eq!(
        (failure.code, failure.http_status, failure.is_retryable()),
        (FailureCode::Unexpected, Some(200), false)
    );
}

#[test]
fn a_failure_status_takes_precedence_over_expectations() {
    let outcome = evaluated(json!({"expect": {"status": 200}}), response(503, &[("retry-after", "7")], ""));
    let Outcome::Failed { failure, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(failure, Failure::http_status(503, Some(Duration::from_secs(7))));
}

#[rstest]
#[case("auto", "application/xml", "<a x='1'>t</a>", AnswerBody::Json(json!({"a": {"@x": "1", "#text": "t"}})))]
#[case("auto", "application/xml", "<a>", AnswerBody::Text("<a>".into()))]
#[case("auto", "application/x-www-form-urlencoded", "a=1&b=%20&a=2", AnswerBody::Json(json!({"a": ["1", "2"], "b": " "})))]
#[case("json", "text/plain", "1", AnswerBody::Json(json!(1)))]
#[case("auto", "application/json", r#"{"id": 18446744073709551616, "n": [0.1, 1.10, 12345678901234567890.123456789]}"#,
    AnswerBody::Json(json!({"id": "18446744073709551616", "n": [0.1, 1.1, "12345678901234567890.123456789"]})))]
#[case("xml", "text/plain", "<a/>", AnswerBody::Json(json!({"a": null})))]
#[case("form", "text/plain", "a=1", AnswerBody::Json(json!({"a": "1"})))]
#[case("text", "application/json", "{\"a\": 1}", AnswerBody::Text("{\"a\": 1}".into()))]
#[case("base64", "application/json", "{}", AnswerBody::Base64("e30=".into()))]
fn bodies_are_parsed_as_configured(
    #[case] parse: &str,
    #[case] content_type: &str,
    #[case] body: &'static str,
    #[case] expected: AnswerBody,
) {
    let outcome = evaluated(json!({"parse": parse}), response(200, &[("content-type", content_type)], body));
    let Outcome::Succeeded { answer: Some(answer) } = outcome else { panic!("{outcome:?}") };
    assert_eq!((answer.body, answer.size), (expected, body.len() as u64));
}

#[rstest]
#[case("json", b"{", false, "is not JSON (line 1, column 1)")]
#[case("xml", b"<!DOCTYPE a><a/>", false, "declares a document type")]
#[case("form", b"\xff", false, "is no form")]
#[case("text", b"\xff", false, "is not text in UTF-8")]
#[case("json", b"[1", true, "longer than the 5 MB that are read of it")]
fn bodies_in_another_format_fail(
    #[case] parse: &str,
    #[case] body: &'static [u8],
    #[case] truncated: bool,
    #[case] message: &str,
) {
    let outcome = evaluated(json!({"parse": parse}), HttpResponse { truncated, ..response(200, &[], body) });
    let Outcome::Failed { failure, answer: Some(answer) } = outcome else { panic!("{outcome:?}") };
    assert_eq!(failure.code, FailureCode::InvalidResponse);
    assert!(failure.message.contains(message), "{}", failure.message);
    assert_eq!(answer.size, body.len() as u64);
}

#[rstest]
#[case(json!("$.items[0].id"), json!(1), &[])]
#[case(json!("$.items[*].id"), json!([1, 2]), &[])]
#[case(json!("$.none"), json!(null), &["`$.none` finds nothing"])]
#[case(json!({"ids": "$..id", "first": "$.items[0]", "no": "$.no"}),
    json!({"first": {"id": 1}, "ids": [1, 2], "no": null}), &["`$.no` finds nothing"])]
fn values_are_extracted_by_path(#[case] extract: Value, #[case] expected: Value, #[case] warnings: &[&str]) {
    let outcome = evaluated(json!({"extract": extract}), json_body(json!({"items": [{"id": 1}, {"id": 2}]})));
    let Outcome::Succeeded { answer: Some(answer) } = outcome else { panic!("{outcome:?}") };
    assert_eq!(answer.extracted.as_ref(), Some(&expected));
    assert_eq!(answer.warnings, warnings);
    let result = crate::call::result(spec(json!({})).task_type(), &answer);
    assert_eq!(json!(result), expected);
}

#[test]
fn large_values_and_unparsed_bodies_extract_null_with_a_warning() {
    let large = json!({"a": vec!["x".repeat(1000); 100]});
    let outcome = evaluated(json!({"extract": "$.a"}), json_body(large));
    let Outcome::Succeeded { answer: Some(answer) } = outcome else { panic!("{outcome:?}") };
    assert_eq!((answer.extracted, answer.warnings.len()), (Some(Value::Null), 1));
    let outcome =
        evaluated(json!({"extract": "$"}), response(200, &[("content-type", "text/plain")], "hello"));
    let Outcome::Succeeded { answer: Some(answer) } = outcome else { panic!("{outcome:?}") };
    assert!(answer.warnings[0].contains("no JSON, XML or form"));
}

#[test]
fn no_secret_is_stored() {
    let redactor = Redactor::new(["hunter2", "12345678"]);
    let rules =
        json!({"response": {"extract": "$.pin", "expect": {"body": {"path": "$.name", "equals": "x"}}}});
    let answer = response(
        200,
        &[("content-type", "application/json"), ("x-echo", "a hunter2 b"), ("location", "/?k=hunter2")],
        json!({"name": "hunter2", "pin": 12_345_678, "b": ["hunter2"]}).to_string(),
    );
    let outcome = super::super::evaluate(&spec(rules), answer.clone(), now(), &redactor);
    let text = format!("{outcome:?}");
    assert!(text.contains(MASK) && !text.contains("hunter2") && !text.contains("12345678"), "{text}");
    let outcome =
        super::super::evaluate(&spec(json!({"response": {"extract": "$.pin"}})), answer, now(), &redactor);
    let Outcome::Succeeded { answer: Some(answer) } = &outcome else { panic!("{outcome:?}") };
    assert_eq!(answer.extracted, Some(json!(MASK)));
    assert!(!format!("{outcome:?}").contains("hunter2"));
    let text = response(200, &[("content-type", "text/plain")], "token=hunter2");
    assert!(
        !format!("{:?}", super::super::evaluate(&spec(json!({})), text, now(), &redactor))
            .contains("hunter2")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn extracted_values_stay_within_their_limit(path in "[$](\\.\\.|\\.)[ab*]", depth in 0usize..70, width in 0usize..2000) {
        let wide = json!(vec![json!({"a": "xy"}); width]);
        let deep = (0..depth).fold(wide, |value, _| json!({"b": value}));
        let outcome = evaluated(json!({"extract": {"one": path, "two": path}}), json_body(deep));
        let Outcome::Succeeded { answer: Some(answer) } = outcome else { panic!("{outcome:?}") };
        prop_assert!(serde_json::to_vec(&answer).unwrap().len() <= MAX_STORED);
    }
}
