//! A task that is known by a number, as it is written.

use utoipa::{IntoParams, ToSchema};

/// A new task that takes some minutes.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the route reads")]
#[schema(example = json!({"name": "someName", "description": "some description"}))]
pub(crate) struct NumberedTaskRequest {
    /// What its owner calls it, 1 to 255 characters.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// What it is for, at most 10,000 characters.
    #[schema(max_length = 10000)]
    description: Option<String>,
}

/// What is different about it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the route reads")]
#[schema(example = json!({"name": "newName", "description": "new description"}))]
pub(crate) struct NumberedTaskChange {
    /// What its owner calls it, 1 to 255 characters.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// What it is for, at most 10,000 characters; null for nothing.
    #[schema(max_length = 10000)]
    description: Option<String>,
}

/// Where the list starts and how long it is.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct NumberedPageParameters {
    /// About how many: a page of the store is answered whole.
    #[param(minimum = 1, maximum = 1000, default = 1000)]
    limit: Option<usize>,
    /// From the `Link` of the page before.
    cursor: Option<String>,
}
