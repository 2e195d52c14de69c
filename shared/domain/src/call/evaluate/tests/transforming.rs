use super::*;

/// The result of a transformation of `body`, or the code of the failure and whether it is tried again whatever the policy.
fn transformed(rules: Value, body: &str) -> Result<Value, (FailureCode, bool)> {
    let spec = spec(json!({"response": rules}));
    let response = response(200, &[("Content-Type", "application/json"), ("X-Page", "3")], body.to_owned());
    match super::super::evaluate(&spec, response, now(), &Redactor::new(["hunter2"])) {
        Outcome::Succeeded { answer: Some(answer) } => Ok(crate::call::result_value(TaskType::Http, &answer)),
        Outcome::Failed { failure, answer } => {
            assert!(answer.is_some_and(|answer| answer.status == Some(200)), "the answer is kept");
            Err((failure.code, failure.is_retryable()))
        }
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case(json!({"transform": "{ids: pluck(body.rows, 'id'), page: number(headers['x-page']), status: status}"}),
    json!({"ids": [1, 2], "page": 3, "status": 200}))]
#[case(json!({"extract": "$.rows[0].id", "transform": "extracted + 1"}), json!(2))]
#[case(json!({"parse": "text", "transform": "len(body)"}), json!(44))]
#[case(json!({"transform": "body.secret"}), json!(MASK))]
fn a_transformation_is_the_result(#[case] rules: Value, #[case] expected: Value) {
    let body = r#"{"rows":[{"id":1},{"id":2}],"secret":"hunter2"}"#;
    let expected = if expected == json!(44) { json!(body.len()) } else { expected };
    assert_eq!(transformed(rules, body), Ok(expected));
}

#[rstest]
#[case("body.rows * 2", r#"{"rows": []}"#)]
#[case("number(body)", "\"x\"")]
#[case("split(join([body, body], ''), 'a')", &format!("\"{}\"", "a".repeat(40_000)))]
fn a_transformation_without_a_value_fails_with_a_code_of_its_own(
    #[case] transform: &str,
    #[case] body: &str,
) {
    assert_eq!(transformed(json!({"transform": transform}), body), Err((FailureCode::Transform, false)));
}

fn pending(body: &str, redactor: &Redactor) -> crate::call::Transformation {
    let spec = spec(json!({"response": {"transform": {"function": {"name": "rows"}}}}));
    let response = response(200, &[("Content-Type", "application/json"), ("X-Page", "3")], body.to_owned());
    match super::super::judge_response(&spec, response, now(), redactor) {
        super::super::Responded::Transform(pending) => pending,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_function_is_given_the_response_without_its_secrets_and_makes_the_result() {
    let redactor = Redactor::new(["hunter2"]);
    let given = pending(r#"{"token":"hunter2"}"#, &redactor).given(&redactor);
    let headers = json!({"content-type": "application/json", "x-page": "3"});
    let expected = json!({"body": {"token": MASK}, "extracted": null, "headers": headers, "status": 200});
    assert_eq!(given, Ok(expected));
    match pending("{}", &redactor).transformed(json!({"by": "hunter2"}), &redactor) {
        Outcome::Succeeded { answer: Some(answer) } => {
            assert_eq!(answer.extracted, Some(json!({"by": MASK})))
        }
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case::no_answer(None)]
#[case::too_large(Some(json!("x".repeat(70_000))))]
fn a_function_without_a_result_fails_with_the_code_of_transformations(#[case] result: Option<Value>) {
    let redactor = Redactor::default();
    let outcome = match result {
        Some(result) => pending("{}", &redactor).transformed(result, &redactor),
        None => pending("{}", &redactor).failed("it threw", &redactor),
    };
    let Outcome::Failed { failure, answer: Some(answer) } = outcome else { panic!("{outcome:?}") };
    assert_eq!((failure.code, failure.is_retryable()), (FailureCode::Transform, false));
    assert_eq!((failure.http_status, answer.status), (Some(200), Some(200)), "the answer is kept");
}

#[test]
fn a_response_that_is_too_large_for_a_function_is_not_given_to_it() {
    let large = format!("\"{}\"", "a".repeat(1_100_000));
    assert!(pending(&large, &Redactor::default()).given(&Redactor::default()).is_err());
}

#[test]
fn a_response_that_fails_is_not_transformed() {
    let spec = spec(json!({"response": {"transform": "1 / 0"}}));
    let outcome = super::super::evaluate(&spec, response(500, &[], ""), now(), &Redactor::default());
    assert!(matches!(outcome, Outcome::Failed { failure, .. } if failure.code == FailureCode::HttpStatus));
}
