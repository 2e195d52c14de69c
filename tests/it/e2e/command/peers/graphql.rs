//! GraphQL against Ariadne.

use serde_json::json;

use super::{Peer, execute, result};
use crate::e2e::command::Beadle;

#[tokio::test]
async fn the_mutation_of_seed_000_creates_a_user() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let beadle = Beadle::start(folder.path()).await?;
    let server = Peer::start("graphql_server.py", &[]).await?;
    let made = result(
        &beadle,
        &json!({
            "type": "graphql", "endpoint": server.url,
            "query": "mutation CreateUser($input: UserInput!) { createUser(input: $input) { id name } }",
            "variables": {"input": {"name": "John Doe", "email": "${input.email}"}},
            "input": {"email": "john@example.com"},
        }),
    )
    .await?;
    assert_eq!(made, json!({"createUser": {"id": "1", "name": "John Doe"}}));
    let query = "query One($id: ID!) { user(id: $id) { email } } query Other { user(id: \"9\") { email } }";
    let asked = json!({
        "type": "graphql", "endpoint": server.url, "query": query, "operation_name": "One", "variables": {"id": "1"},
        "response": {"extract": "$.data.user.email"},
    });
    assert_eq!(result(&beadle, &asked).await?, "john@example.com");
    Ok(())
}

#[tokio::test]
async fn partial_data_is_kept_with_a_warning_and_no_data_is_a_failure() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let beadle = Beadle::start(folder.path()).await?;
    let server = Peer::start("graphql_server.py", &[]).await?;
    let ask = |query: &str| json!({"type": "graphql", "endpoint": server.url, "query": query, "retries": 0});
    let partial = execute(&beadle, &ask("{ shaky { fine broken } }")).await?;
    assert_eq!(partial["status"], "completed");
    assert_eq!(partial["result"], json!({"shaky": {"fine": "this half is here", "broken": null}}));
    assert!(partial["response"]["warnings"].to_string().contains("the broken half"), "{partial:#}");
    let refused = execute(&beadle, &ask("{ nothing }")).await?;
    assert_eq!(refused["status"], "failed");
    assert_eq!(refused["error_details"]["code"], "graphql");
    assert!(refused["error_message"].to_string().contains("Cannot query field 'nothing'"), "{refused:#}");
    assert_eq!(refused["error_details"]["http_status"], 400);
    Ok(())
}
