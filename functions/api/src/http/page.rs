//! Pages of lists.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_application::{Error, port::StoreError};
use beadle_values::{
    page::{Cursor, Page},
    violation::{Path, Violation},
};
use http::{Uri, header};
use serde::Serialize;

use super::{Problem, extract::next_link};

/// Returns the `next_cursor` of a page.
pub(crate) fn cursor<T>(page: &Page<T>) -> Option<&str> {
    page.next.as_ref().map(|next| next.0.as_str())
}

/// Responds with `list` and a `Link` to the page that starts at `next`.
pub(crate) fn respond(list: &impl Serialize, uri: &Uri, next: Option<&Cursor>) -> Response {
    let mut response = Json(list).into_response();
    if let Some(link) = next.and_then(|next| next_link(uri, next)) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// The problem of a request whose cursor is a member of the body, not of the query.
pub(crate) fn in_body(error: Error) -> Problem {
    match error {
        Error::Store(StoreError::InvalidCursor) => {
            let path = Path::body().key("cursor");
            Violation::new(path, "cursor", "is not a cursor of this filter").hint("start without one").into()
        }
        other => other.into(),
    }
}
