//! A reverse proxy between a client and the server under test.

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, StatusCode, Uri},
};
use reqwest::Client;

/// A request, as axum takes it apart.
pub type Request = (Method, Uri, HeaderMap, Bytes);

/// Forwards a request to the server at `url`, and returns its response.
pub async fn forward(
    client: &Client,
    url: &str,
    (method, uri, headers, body): Request,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = client.request(method, format!("{url}{uri}")).body(body);
    for (name, value) in &headers {
        if name != "host" {
            request = request.header(name, value);
        }
    }
    match request.send().await {
        Ok(response) => {
            let (status, mut headers) = (response.status(), response.headers().clone());
            // The body has been read whole, so it is not sent in chunks.
            headers.remove("transfer-encoding");
            (status, headers, response.bytes().await.unwrap_or_default().to_vec())
        }
        Err(error) => (StatusCode::BAD_GATEWAY, HeaderMap::new(), error.to_string().into_bytes()),
    }
}

/// Serves a router on a port of loopback; returns its address.
pub async fn serve(router: axum::Router) -> anyhow::Result<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}
