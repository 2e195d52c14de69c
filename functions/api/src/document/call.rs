//! What a task or a request does: the members of every type, beside each other.

use std::collections::BTreeMap;

use beadle_domain::spec::response::ReadAs;
use serde_json::Value;
use utoipa::ToSchema;

/// Describes a body with the members of every type of task, and those given beside them.
macro_rules! with_call_members {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident { before: {$($before:tt)*}, after: {$($after:tt)*} }) => {
        #[derive(ToSchema)]
        $(#[$meta])*
        #[expect(dead_code, reason = "describes what the domain reads")]
        $visibility struct $name {
            $($before)*
            /// The HTTP method: GET where none is given, POST for a webhook.
            method: Option<String>,
            /// Where to, for `http`, `api_call` and `webhook`: an http or https URL without user information, which may be
            /// relative to the `base_url` of a config. Texts may hold placeholders such as `${input.id}`.
            #[schema(min_length = 1, example = "https://api.example.com/users")]
            url: Option<String>,
            /// Headers to send. Answers mask values that carry credentials.
            headers: Option<BTreeMap<String, String>>,
            /// For calls: parameters to add to the URL; a list repeats the parameter. For `graphql`: the document. For
            /// `database`: one statement.
            query: Option<QueryDocument>,
            /// What to send.
            body: Option<Value>,
            /// How the body is written: `json`, `form`, `xml`, `text`, `base64` or `multipart`. Where it is not stated, as the
            /// content type says, else a text as text and anything else as JSON.
            encoding: Option<beadle_domain::spec::Encoding>,
            /// How the call shows who calls, in place of what the config says.
            auth: Option<AuthDocument>,
            /// How the answer is read, what is taken out of it, what it has to be.
            response: Option<ResponseRulesDocument>,
            /// For `webhook`: the secret it is signed with (Standard Webhooks), as a reference.
            #[schema(pattern = r"^\$\{secret:.+\}$", example = "${secret:hook}")]
            secret: Option<String>,
            /// For `webhook`, in place of `secret` while it changes: the new one, then the old one.
            #[schema(min_items = 1, max_items = 2)]
            secrets: Option<Vec<$crate::document::call::SecretReference>>,
            /// For `graphql`: where to, as `url`.
            #[schema(min_length = 1)]
            endpoint: Option<String>,
            /// For `graphql`: the variables.
            variables: Option<BTreeMap<String, Value>>,
            /// For `graphql`: the operation to run, where the document has several.
            #[schema(pattern = r"\S")]
            operation_name: Option<String>,
            /// For `database`: where to, `postgres://…` or `mysql://…`; the config's where it is missing.
            #[schema(example = "postgres://ada:${secret:db#password}@db.example.com/app")]
            connection: Option<String>,
            /// For `database`: the values of the statement's parameters, by position.
            params: Option<Vec<Value>>,
            /// For `database`: how many rows are read, 1000 where nothing is stated.
            #[schema(minimum = 1, maximum = 10000)]
            max_rows: Option<u32>,
            /// For `simulated`: the shortest time it takes, at most 7 days.
            min: Option<$crate::document::Duration>,
            /// The same, as it is answered.
            min_ms: Option<$crate::document::Duration>,
            /// For `simulated`: the longest time it takes, at most 7 days.
            max: Option<$crate::document::Duration>,
            /// The same, as it is answered.
            max_ms: Option<$crate::document::Duration>,
            /// For `simulated`: the part of the executions that fail.
            #[schema(minimum = 0, maximum = 1)]
            failure_rate: Option<f64>,
            $($after)*
        }
    };
}
pub(super) use with_call_members;

/// Parameters of a URL, or a text.
#[derive(ToSchema)]
#[schema(as = Query)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum QueryDocument {
    /// Parameters of a URL.
    Parameters(BTreeMap<String, ParameterDocument>),
    /// A GraphQL document or a statement.
    Text(String),
}

/// A parameter: a text, a number, true or false, or a list of these, which repeats it.
#[derive(ToSchema)]
#[schema(as = Parameter)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum ParameterDocument {
    /// Given once.
    Once(ScalarDocument),
    /// Given several times.
    Repeated(Vec<ScalarDocument>),
}

/// A text, a number, true or false.
#[derive(ToSchema)]
#[schema(as = Scalar)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum ScalarDocument {
    /// A text; it may hold placeholders.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
}

/// A reference to a secret.
#[derive(ToSchema)]
#[schema(pattern = r"^\$\{secret:.+\}$", example = "${secret:hook}")]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct SecretReference(String);

/// What is said about an answer.
#[derive(ToSchema)]
#[schema(as = ResponseRules, example = json!({"parse": "json", "extract": "$.user.id", "expect": {"status": [200, "2xx"]}}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct ResponseRulesDocument {
    /// How the body is read: `auto`, `json`, `xml`, `form`, `text` or `base64`.
    parse: Option<ReadAs>,
    /// What is taken out of it: a JSONPath (RFC 9535), or an object of several.
    extract: Option<ExtractDocument>,
    /// What it has to be.
    expect: Option<ExpectDocument>,
}

/// What is taken out of an answer.
#[derive(ToSchema)]
#[schema(as = Extract)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum ExtractDocument {
    /// A JSONPath.
    One(String),
    /// A JSONPath for each name.
    Several(BTreeMap<String, String>),
}

/// What an answer has to be.
#[derive(ToSchema)]
#[schema(as = Expect)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct ExpectDocument {
    /// The statuses that count as success, such as 200 or `2xx`.
    status: Option<Vec<StatusRuleDocument>>,
    /// Texts that the values of headers contain, in any case.
    headers: Option<BTreeMap<String, String>>,
    /// What the body holds.
    body: Option<Vec<BodyRuleDocument>>,
}

/// Statuses that count as success.
#[derive(ToSchema)]
#[serde(untagged)]
#[schema(as = StatusRule)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum StatusRuleDocument {
    /// One.
    Exactly(StatusCode),
    /// One, or all of a class.
    Text(StatusText),
}

/// A status.
#[derive(ToSchema)]
#[schema(minimum = 100, maximum = 999)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct StatusCode(u16);

/// A status or a class of them.
#[derive(ToSchema)]
#[schema(pattern = "^([1-5][xX]{2}|[1-9][0-9]{2})$", example = "2xx")]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct StatusText(String);

/// What a body holds at a path: one of `equals`, `exists` and `contains`.
#[derive(ToSchema)]
#[schema(as = BodyRule, example = json!({"path": "$.ok", "equals": true}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct BodyRuleDocument {
    /// A JSONPath (RFC 9535).
    path: String,
    /// Each value found is this one.
    equals: Option<Value>,
    /// Whether anything is found.
    #[schema(nullable = false)]
    exists: Option<bool>,
    /// A text found has this part, or a list this element.
    contains: Option<Value>,
}
