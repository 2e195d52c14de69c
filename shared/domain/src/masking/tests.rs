use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::spec::TaskType;

fn spec(task_type: TaskType, config: Value) -> TaskSpec {
    TaskSpec::parse(task_type, config.as_object().unwrap(), &[], &Path::body()).unwrap()
}

#[test]
fn masks_headers_with_credentials() {
    let secret = [
        "Authorization",
        "cookie",
        "Set-Cookie",
        "X-API-Key",
        "x-functions-key",
        "x-auth-token",
        "client_secret",
    ];
    let open = ["content-type", "accept", "x-request-id", "idempotency-key", "x-monkey"];
    assert!(secret.iter().all(|name| is_credential(name)), "{secret:?}");
    assert!(!open.iter().any(|name| is_credential(name)), "{open:?}");
}

#[rstest]
#[case("Bearer t0ken", MASK)]
#[case("Bearer ${secret:t}", "Bearer ${secret:t}")]
#[case("${secret:t}", "${secret:t}")]
#[case("Bearer ${token:-t0ken}", MASK)]
#[case("Bearer abc${x}", MASK)]
#[case("Bearer", MASK)]
fn references_to_secrets_are_not_masked(#[case] value: &str, #[case] expected: &str) {
    assert_eq!(header_template("authorization", &Template::new(value)), expected);
    assert_eq!(header_template("accept", &Template::new(value)), value);
}

#[rstest]
#[case(TaskType::Http, "url")]
#[case(TaskType::Webhook, "url")]
#[case(TaskType::Graphql, "endpoint")]
fn a_returned_mask_keeps_the_stored_value_and_nothing_else(
    #[case] task_type: TaskType,
    #[case] address: &str,
) {
    let call = |value: &str| {
        let mut config = json!({"headers": {"authorization": value, "accept": MASK}});
        config[address] = json!("http://a.example");
        if task_type == TaskType::Graphql {
            config["query"] = json!("{ a }");
        }
        spec(task_type, config)
    };
    let mut edited = call(MASK);
    unmask(&mut edited, Some((&call("Bearer t"), true)), &Path::body()).unwrap();
    assert_eq!(edited, call("Bearer t"));
    let violations = unmask(&mut call(MASK), None, &Path::body().key("config")).unwrap_err();
    let places: Vec<_> = violations.iter().map(|violation| violation.path.to_string()).collect();
    assert_eq!(places, ["body.config.headers.authorization"]);
}

#[rstest]
#[case::another_path("https://a.example/users", "https://a.example/orders", true, true)]
#[case::another_host("https://a.example/users", "https://b.example/users", true, false)]
#[case::another_scheme("https://a.example/users", "http://a.example/users", true, false)]
#[case::another_port("https://a.example/users", "https://a.example:8443/users", true, false)]
#[case::another_placeholder("${input.base}/users", "${input.other}/users", true, false)]
#[case::relative("users", "orders", true, true)]
#[case::relative_to_another_config("users", "users", false, false)]
#[case::absolute_under_another_config("https://a.example/users", "https://a.example/users", false, true)]
#[case::no_longer_relative("users", "https://b.example/users", true, false)]
fn a_masked_header_is_kept_only_where_the_origin_stays(
    #[case] before: &str,
    #[case] after: &str,
    #[case] is_same_config: bool,
    #[case] kept: bool,
) {
    let call = |url: &str, value: &str| {
        spec(TaskType::Http, json!({"url": url, "headers": {"authorization": value}}))
    };
    let mut edited = call(after, MASK);
    let unmasked = unmask(&mut edited, Some((&call(before, "Bearer t"), is_same_config)), &Path::body());
    assert_eq!(unmasked.is_ok(), kept);
    assert_eq!(edited == call(after, "Bearer t"), kept);
}

#[test]
fn a_password_is_not_reused_for_another_connection() {
    let statement =
        |connection: &str| spec(TaskType::Database, json!({"connection": connection, "query": "select 1"}));
    let known = statement("postgres://ada:s3cret@db/app");
    let mut edited = statement("postgres://ada:********@db/app");
    unmask(&mut edited, Some((&known, true)), &Path::body()).unwrap();
    assert_eq!(edited, known);
    let mut elsewhere = statement("postgres://ada:********@evil.example/app");
    assert!(unmask(&mut elsewhere, Some((&known, true)), &Path::body()).is_err());
    assert!(unmask(&mut statement("postgres://ada:********@db/app"), None, &Path::body()).is_err());
}
