//! What any operation may refuse, as problems: one answer a status, which operations refer to.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{complete::header, operation::Operation};

const PROBLEM: &str = "#/components/schemas/Problem";

/// A refusal that any route may answer: its name, its status, what it means, the code and the detail that it answers, and the headers it carries.
struct Refusal {
    name: &'static str,
    status: &'static str,
    description: &'static str,
    members: (&'static str, &'static str),
    headers: &'static [&'static str],
}

const REFUSALS: &[Refusal] = &[
    Refusal {
        name: "Malformed",
        status: "400",
        description: "The body is no JSON",
        members: ("malformed_json", "The body is not JSON"),
        headers: &[],
    },
    Refusal {
        name: "Unauthenticated",
        status: "401",
        description: "No credentials, or none that are valid",
        members: ("unauthenticated", "Credentials are required"),
        headers: &["WWW-Authenticate"],
    },
    Refusal {
        name: "Denied",
        status: "403",
        description: "The caller may not do this; `action` says what",
        members: ("permission_denied", "Permission denied"),
        headers: &[],
    },
    Refusal {
        name: "NotFound",
        status: "404",
        description: "There is no such thing, or the caller may not know of it",
        members: ("task_not_found", "Task not found"),
        headers: &[],
    },
    Refusal {
        name: "Conflict",
        status: "409",
        description: "Its state does not allow it, or others changed it meanwhile",
        members: ("contended", "It was changed by others meanwhile; try again"),
        headers: &[],
    },
    Refusal {
        name: "VersionMismatch",
        status: "412",
        description: "Its version is not the one in `If-Match`; `current_version` says which it is",
        members: ("version_mismatch", "It was changed meanwhile: its version is not the one in If-Match"),
        headers: &[],
    },
    Refusal {
        name: "TooLarge",
        status: "413",
        description: "The body is larger than 900 KB, or what is to be stored is too large",
        members: ("too_large", "The body is too large"),
        headers: &[],
    },
    Refusal {
        name: "UnsupportedType",
        status: "415",
        description: "The body is of another type than this route takes",
        members: ("unsupported_media_type", "The body must be application/json"),
        headers: &[],
    },
    Refusal {
        name: "Invalid",
        status: "422",
        description: "The request has faults, all of which are listed",
        members: ("validation", ""),
        headers: &[],
    },
    Refusal {
        name: "TooMany",
        status: "429",
        description: "A limit of the caller is reached; `limit_type` says which",
        members: ("rate_limited", "Too many requests"),
        headers: &["Retry-After"],
    },
    Refusal {
        name: "Internal",
        status: "500",
        description: "Something went wrong here",
        members: ("internal", "Internal server error"),
        headers: &[],
    },
    Refusal {
        name: "Unavailable",
        status: "503",
        description: "Something that is needed is unavailable for the moment",
        members: ("unavailable", "Something that is needed is unavailable; try again"),
        headers: &["Retry-After"],
    },
];

impl Refusal {
    fn response(&self) -> Value {
        let (code, detail) = self.members;
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
            "headers": self.carried(),
            "content": {"application/problem+json": {"schema": {"$ref": PROBLEM}, "example": example}}
        })
    }

    fn carried(&self) -> Map<String, Value> {
        // Whoever is not known has no limit to be told of.
        let limit: &[&str] = if self.status == "401" { &[] } else { &["RateLimit", "RateLimit-Policy"] };
        let names = ["X-Request-Id"].iter().chain(limit).chain(self.headers);
        names.map(|name| ((*name).to_owned(), header(name))).collect()
    }

    /// Whether this operation may answer so though its route does not say it.
    fn concerns(&self, operation: &Operation<'_>) -> bool {
        let reads_body = operation.method != "get" && operation.method != "delete";
        match self.status {
            "401" | "403" | "429" => operation.is_secured(),
            "400" | "413" | "415" => reads_body,
            "404" => operation.has_parameter("path"),
            "409" => operation.has_parameter("path") && operation.method != "get",
            "412" => operation.takes("If-Match"),
            "422" => reads_body || operation.has_parameter("query"),
            _ => true,
        }
    }
}

/// The answers that operations refer to.
pub(super) fn refusals() -> Value {
    REFUSALS.iter().map(|refusal| (refusal.name.to_owned(), refusal.response())).collect::<Map<_, _>>().into()
}

/// Every refusal is a problem, those that the route does not mention too.
pub(super) fn refuse(operation: &mut Operation<'_>) {
    for refusal in REFUSALS {
        let concerned = refusal.concerns(operation);
        let responses = operation.responses();
        match responses.get_mut(refusal.status) {
            Some(own) => {
                own["headers"] = refusal.carried().into();
                if own.get("content").is_none() {
                    own["content"] = refusal.response()["content"].take();
                }
            }
            None if concerned => {
                let reference = json!({"$ref": format!("#/components/responses/{}", refusal.name)});
                responses.insert(refusal.status.to_owned(), reference);
            }
            None => {}
        }
    }
    operation.responses().sort_keys();
}
