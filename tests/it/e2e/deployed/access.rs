use reqwest::StatusCode;

use super::{Deployed, SECRET, token};

#[tokio::test]
async fn only_a_valid_token_is_accepted() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let url = deployed.stack.api("/api/v1/tasks")?;
    let another = token("another secret that is just as long", 3_600)?;
    let expired = token(SECRET, -3_600)?;
    let valid = token(SECRET, 3_600)?;
    let table = [
        (None, StatusCode::UNAUTHORIZED),
        (Some("no token"), StatusCode::UNAUTHORIZED),
        (Some(another.as_str()), StatusCode::UNAUTHORIZED),
        (Some(expired.as_str()), StatusCode::UNAUTHORIZED),
        (Some(valid.as_str()), StatusCode::OK),
    ];
    for (token, expected) in table {
        let request = deployed.client.get(&url);
        let request = token.into_iter().fold(request, |request, token| request.bearer_auth(token));
        let response = request.send().await?;
        assert_eq!(response.status(), expected, "{token:?}");
        let challenged = response.headers().contains_key("www-authenticate");
        assert_eq!(challenged, expected == StatusCode::UNAUTHORIZED, "{token:?}");
    }
    Ok(())
}
