//! Task types other than a plain HTTP call.

use beadle_values::violation::Path;
use secrecy::ExposeSecret;

use super::*;
use crate::{
    call,
    spec::{TaskSpec, TaskType},
};

fn of_type(task_type: TaskType, config: Value, input: Value) -> Execution {
    let spec = TaskSpec::parse(task_type, config.as_object().unwrap(), &[], &Path::body()).unwrap();
    let input = input.as_object().unwrap().clone();
    let request = Request { spec, input, ..request(&json!({"url": "http://a.example"})) };
    claim(&Execution::new(request, at(0)), 0)
}

#[test]
fn a_graphql_operation_is_a_post_of_json() {
    let request = prepare(&of_type(
        TaskType::Graphql,
        json!({
            "endpoint": "https://api.example.com/graphql", "query": "query Q($id: ID!) { user(id: $id) { name } }",
            "variables": {"id": "${user.id}"}, "operation_name": "Q", "headers": {"x-a": "1"},
        }),
        json!({"user": {"id": 7}}),
    ))
    .unwrap();
    assert_eq!((request.method.as_str(), request.url.as_str()), ("POST", "https://api.example.com/graphql"));
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body).unwrap(),
        json!({"query": "query Q($id: ID!) { user(id: $id) { name } }", "variables": {"id": 7}, "operationName": "Q"})
    );
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    assert_eq!(header(&request, "accept"), Some(GRAPHQL_ANSWERS));
    assert_eq!(header(&request, "beadle-attempt"), Some("1"));
}

#[test]
fn a_webhook_is_a_post_and_names_its_signing_secrets() {
    let webhook = of_type(
        TaskType::Webhook,
        json!({"url": "https://a.example/hook", "body": {"event": "done"}, "secrets": ["${secret:new}", "${secret:old}"]}),
        json!({}),
    );
    assert_eq!(prepare(&webhook).unwrap().method, "POST");
    let names: Vec<_> = call::secrets(&webhook).iter().map(ToString::to_string).collect();
    assert_eq!(names, ["new", "old"]);
}

fn statement(config: Value, input: Value) -> Result<DatabaseRequest, Failure> {
    let secrets =
        [("db#password".parse().unwrap(), "p@ss/w:rd".into()), ("bad".parse().unwrap(), "hunter2".into())];
    let execution = of_type(TaskType::Database, config, input);
    match call::prepare(&execution, None, &values(&secrets.into_iter().collect()))? {
        Outgoing::Database(request) => Ok(*request),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_statement_keeps_the_types_of_its_parameters() {
    let request = statement(
        json!({
            "connection": "postgres://ada:${secret:db#password}@${host}:5432/app", "query": "select $1, $2",
            "params": ["${id}", ["${id}", null]], "max_rows": 5,
        }),
        json!({"host": "db.example.com", "id": 7}),
    )
    .unwrap();
    assert_eq!(request.connection.expose_secret(), "postgres://ada:p%40ss%2Fw%3Ard@db.example.com:5432/app");
    assert_eq!((request.query.as_str(), request.max_rows), ("select $1, $2", 5));
    assert_eq!(request.params, [json!(7), json!([7, null])]);
}

#[rstest]
#[case(json!({"query": "select 1"}), "neither the task nor its config")]
#[case(json!({"query": "select 1", "connection": "${secret:bad}"}), "the connection is no URL")]
fn rejects_statements_without_a_usable_connection(#[case] config: Value, #[case] message: &str) {
    let failure = statement(config, json!({})).unwrap_err();
    assert!(failure.message.contains(message), "{}", failure.message);
    assert!(!failure.message.contains("hunter2"));
}
