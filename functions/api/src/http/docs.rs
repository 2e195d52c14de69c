//! The API reference at `/docs`, which shows `/openapi.json`. Its files are those of the console.

use std::sync::LazyLock;

use axum::response::{Redirect, Response};

use super::console;

/// Where the console is, from `/docs`: relative, so that it is found below a stage of the gateway too.
const CONSOLE: &str = "console/";

static PAGE: LazyLock<String> =
    LazyLock::new(|| console::with_files(include_str!("../../console/bundle/docs.html"), CONSOLE));

/// Serves the page.
pub(crate) async fn page() -> Response {
    console::html(PAGE.as_str())
}

/// Redirects from the path with a slash at its end to the page, whose links are relative to the path without it.
pub(crate) async fn without_slash() -> Redirect {
    Redirect::temporary("../docs")
}
