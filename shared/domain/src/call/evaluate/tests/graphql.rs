//! GraphQL responses.

use super::*;

const GRAPHQL: &str = "application/graphql-response+json; charset=utf-8";
const JSON: &str = "application/json";

fn evaluated(status: u16, content_type: &str, body: &str, rules: Value) -> Outcome {
    let config = json!({"endpoint": "https://a.example", "query": "{ a }", "response": rules});
    let spec = TaskSpec::parse(TaskType::Graphql, config.as_object().unwrap(), &[], &Path::body()).unwrap();
    let answer = response(status, &[("content-type", content_type), ("retry-after", "7")], body.to_owned());
    super::super::evaluate(&spec, answer, now(), &Redactor::default())
}

#[rstest]
#[case(200, JSON, r#"{"data": {"a": 1}}"#, &[])]
#[case(200, GRAPHQL, r#"{"data": {"a": null}, "errors": [{"message": "no b"}]}"#, &["an error beside the data: no b"])]
#[case(206, JSON, r#"{"data": {"a": 1}, "errors": []}"#, &[])]
#[case(200, JSON, r#"{"data": null}"#, &[])]
fn responses_with_data_are_successes(
    #[case] status: u16,
    #[case] content_type: &str,
    #[case] body: &str,
    #[case] warnings: &[&str],
) {
    let outcome = evaluated(status, content_type, body, json!({}));
    let Outcome::Succeeded { answer: Some(answer) } = outcome else { panic!("{outcome:?}") };
    assert_eq!(answer.warnings, warnings);
    let config = json!({"endpoint": "https://a.example", "query": "{ a }"});
    let spec = TaskSpec::parse(TaskType::Graphql, config.as_object().unwrap(), &[], &Path::body()).unwrap();
    let sent: Value = serde_json::from_str(body).unwrap();
    assert_eq!(json!(crate::call::result(spec.task_type(), &answer)), sent["data"]);
}

#[rstest]
#[case(
    200,
    JSON,
    r#"{"errors": [{"message": "bad query"}, {}]}"#,
    "graphql",
    "bad query (and 1 more)",
    false
)]
#[case(400, GRAPHQL, r#"{"errors": [{"message": "bad query"}]}"#, "graphql", "bad query", false)]
#[case(200, JSON, r#"{"data": null, "errors": [{"code": 1}]}"#, "graphql", "{\"code\":1}", false)]
#[case(200, JSON, r#"{"errors": "bad query"}"#, "graphql", "bad query", false)]
#[case(200, JSON, r#"{"errors": {"message": "bad query"}}"#, "graphql", "bad query", false)]
#[case(200, JSON, r#"{"data": null, "errors": true}"#, "graphql", "true", false)]
#[case(200, JSON, r#"{"errors": []}"#, "invalid_response", "no GraphQL response", false)]
#[case(200, JSON, r#"{"errors": null, "ok": 1}"#, "invalid_response", "no GraphQL response", false)]
#[case(204, JSON, "", "invalid_response", "no GraphQL response", false)]
#[case(503, GRAPHQL, r#"{"errors": [{"message": "busy"}]}"#, "graphql", "busy", true)]
#[case(503, JSON, r#"{"errors": [{"message": "busy"}]}"#, "graphql", "busy", true)]
#[case(503, JSON, r#"{"errors": ["busy"]}"#, "http_status", "503", true)]
#[case(404, "text/html", "<p>", "http_status", "404", false)]
#[case(502, GRAPHQL, "", "http_status", "502", true)]
#[case(200, JSON, "[]", "invalid_response", "no GraphQL response", false)]
#[case(200, "text/html", "<p>", "invalid_response", "no GraphQL response", false)]
fn responses_without_data_are_failures(
    #[case] status: u16,
    #[case] content_type: &str,
    #[case] body: &str,
    #[case] code: &str,
    #[case] message: &str,
    #[case] retryable: bool,
) {
    let outcome = evaluated(status, content_type, body, json!({}));
    let Outcome::Failed { failure, answer: Some(_) } = outcome else { panic!("{outcome:?}") };
    assert_eq!(
        (failure.code.as_str(), failure.http_status, failure.is_retryable()),
        (code, Some(status), retryable)
    );
    assert!(failure.message.contains(message), "{}", failure.message);
}

#[test]
fn a_long_message_is_shortened() {
    let body = json!({"errors": [{"message": "x".repeat(100_000)}]}).to_string();
    let Outcome::Failed { failure, .. } = evaluated(200, JSON, &body, json!({})) else { panic!("a failure") };
    assert!(failure.message.len() < 400);
}

#[test]
fn rules_apply_to_the_whole_body() {
    let body = r#"{"data": {"user": {"id": 7}}}"#;
    let rules =
        json!({"extract": "$.data.user.id", "expect": {"body": {"path": "$.data.user", "exists": true}}});
    let Outcome::Succeeded { answer: Some(answer) } = evaluated(200, JSON, body, rules) else {
        panic!("a success")
    };
    assert_eq!(answer.extracted, Some(json!(7)));
    let rules = json!({"expect": {"body": {"path": "$.errors", "exists": true}}});
    assert!(matches!(evaluated(200, JSON, body, rules), Outcome::Failed { .. }));
}
