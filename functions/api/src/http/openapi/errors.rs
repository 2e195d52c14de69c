//! Error responses that operations share: one problem per status.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{complete::header, operation::Operation};

const PROBLEM: &str = "#/components/schemas/Problem";

/// A shared error response.
struct ErrorResponse {
    name: &'static str,
    status: &'static str,
    description: &'static str,
    example: (&'static str, &'static str),
    headers: &'static [&'static str],
}

const ERRORS: &[ErrorResponse] = &[
    ErrorResponse {
        name: "Malformed",
        status: "400",
        description: "The body is not JSON",
        example: ("malformed_json", "The body is not JSON"),
        headers: &[],
    },
    ErrorResponse {
        name: "Unauthenticated",
        status: "401",
        description: "Credentials are missing or invalid",
        example: ("unauthenticated", "Credentials are required"),
        headers: &["WWW-Authenticate"],
    },
    ErrorResponse {
        name: "Denied",
        status: "403",
        description: "The caller is not allowed to do this; `action` names the operation",
        example: ("permission_denied", "Permission denied"),
        headers: &[],
    },
    ErrorResponse {
        name: "NotFound",
        status: "404",
        description: "The resource does not exist or is hidden from the caller",
        example: ("task_not_found", "Task not found"),
        headers: &[],
    },
    ErrorResponse {
        name: "NotStreamed",
        status: "406",
        description: "This address does not stream; the detail says what does",
        example: ("not_streamed", "This address does not stream"),
        headers: &[],
    },
    ErrorResponse {
        name: "Conflict",
        status: "409",
        description: "The state of the resource does not allow it, or it was changed concurrently",
        example: ("contended", "It was changed by others meanwhile; try again"),
        headers: &[],
    },
    ErrorResponse {
        name: "Gone",
        status: "410",
        description: "Nobody waits for it any more",
        example: ("callback_gone", "Nobody waits for this report any more"),
        headers: &[],
    },
    ErrorResponse {
        name: "VersionMismatch",
        status: "412",
        description: "The version is not the one in `If-Match`; `current_version` is the current one",
        example: ("version_mismatch", "It was changed meanwhile: its version is not the one in If-Match"),
        headers: &[],
    },
    ErrorResponse {
        name: "TooLarge",
        status: "413",
        description: "The body is larger than 900 KB, or the resource is too large to be stored",
        example: ("too_large", "The body is too large"),
        headers: &[],
    },
    ErrorResponse {
        name: "UnsupportedType",
        status: "415",
        description: "The route does not accept the content type of the body",
        example: ("unsupported_media_type", "The body must be application/json"),
        headers: &[],
    },
    ErrorResponse {
        name: "Invalid",
        status: "422",
        description: "The request is invalid; all violations are listed",
        example: ("validation", ""),
        headers: &[],
    },
    ErrorResponse {
        name: "TooMany",
        status: "429",
        description: "A limit of the caller is reached; `limit_type` names it",
        example: ("limit_exceeded", "Too many requests"),
        headers: &["Retry-After"],
    },
    ErrorResponse {
        name: "Internal",
        status: "500",
        description: "Internal error",
        example: ("internal", "Internal server error"),
        headers: &[],
    },
    ErrorResponse {
        name: "Unavailable",
        status: "503",
        description: "A dependency is temporarily unavailable",
        example: ("unavailable", "Something that is needed is unavailable; try again"),
        headers: &["Retry-After"],
    },
];

impl ErrorResponse {
    fn response(&self) -> Value {
        let (code, detail) = self.example;
        let status = self.status.parse().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let detail = if self.status == "422" {
            json!([{"loc": ["body", "config", "url"], "msg": "is not a URL", "type": "url", "hint": "such as https://example.com/"}])
        } else {
            json!(detail)
        };
        let example = json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": detail,
            "instance": "/api/v1/tasks/tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70",
            "code": code,
            "request_id": "0198c1f4a2b37c7e9d1a2b3c4d5e6f71"
        });
        json!({
            "description": self.description,
            "headers": self.headers(),
            "content": {"application/problem+json": {"schema": {"$ref": PROBLEM}, "example": example}}
        })
    }

    fn headers(&self) -> Map<String, Value> {
        // An unauthenticated caller has no rate limit.
        let limit: &[&str] = if self.status == "401" { &[] } else { &["RateLimit", "RateLimit-Policy"] };
        let names = ["X-Request-Id"].iter().chain(limit).chain(self.headers);
        names.map(|name| ((*name).to_owned(), header(name))).collect()
    }

    /// Whether the error applies to an operation that does not describe it.
    fn applies_to(&self, operation: &Operation<'_>) -> bool {
        let reads_body = operation.method != "get" && operation.method != "delete";
        match self.status {
            "401" | "403" | "429" => operation.is_secured(),
            "400" | "413" | "415" => reads_body,
            "404" => operation.has_parameter("path"),
            "409" => operation.has_parameter("path") && operation.method != "get",
            "410" => false,
            "412" => operation.takes("If-Match"),
            "422" => reads_body || operation.has_parameter("query"),
            _ => true,
        }
    }
}

/// Returns the shared error responses.
pub(super) fn error_responses() -> Value {
    ERRORS.iter().map(|error| (error.name.to_owned(), error.response())).collect::<Map<_, _>>().into()
}

/// Describes every error of an operation as a problem, and adds the shared ones that it does not mention.
pub(super) fn describe_errors(operation: &mut Operation<'_>) {
    for error in ERRORS {
        let applies = error.applies_to(operation);
        let responses = operation.responses();
        match responses.get_mut(error.status) {
            Some(own) => {
                own["headers"] = error.headers().into();
                if own.get("content").is_none() {
                    own["content"] = error.response()["content"].take();
                }
            }
            None if applies => {
                let reference = json!({"$ref": format!("#/components/responses/{}", error.name)});
                responses.insert(error.status.to_owned(), reference);
            }
            None => {}
        }
    }
    operation.responses().sort_keys();
}
