//! The dependency rule: who may know whom. Pure, so that a table can prove that it catches what it should.

use std::collections::BTreeSet;

/// A crate of the workspace: what its manifest names, and what ends up in its binary with its default features.
#[derive(Debug, Default)]
pub struct Member {
    pub name: String,
    pub names: BTreeSet<String>,
    pub links: BTreeSet<String>,
}

/// What one crate of the workspace may name, and what must never be in its binary (prefixes of package names).
pub struct Rule {
    pub member: &'static str,
    pub may_name: &'static [&'static str],
    pub never_links: &'static [&'static [&'static str]],
}

const RULES_OF_DOMAIN: &[&str] = &["beadle-values", "beadle-schedule", "beadle-domain"];
const PORTS: &[&str] = &["beadle-values", "beadle-schedule", "beadle-domain", "beadle-application"];
/// Who runs code elsewhere names what crosses: the protocol of the sandbox.
const PORTS_AND_SANDBOX: &[&str] =
    &["beadle-values", "beadle-schedule", "beadle-domain", "beadle-application", "beadle-sandbox"];
const SHARED: &[&str] = &[
    "beadle-values",
    "beadle-schedule",
    "beadle-domain",
    "beadle-application",
    "beadle-aws",
    "beadle-runtime",
];
const NO_IO: &[&str] = &["tokio", "aws-", "aws_", "reqwest", "axum", "hyper", "rusqlite", "lambda_"];
const NO_ASYNC_AND_NO_LOG: &[&str] = &["async-trait", "futures-", "tracing", "log"];
/// Nor the engine of functions, and nothing that becomes a script: both are in the child of the sandbox only.
const NO_STORE_OF_ONE_MACHINE: &[&str] = &[
    "beadle-embedded",
    "rusqlite",
    "libsqlite3-sys",
    "dynoxide",
    "beadle-sandbox-child",
    "rquickjs",
    "landlock",
    "seccompiler",
];
const NO_RUNNERS: &[&str] = &["beadle-outbound"];

/// The rule. Domain knows nobody; adapters know domain; functions wire them; nobody knows a function, but for what hosts
/// or measures them.
pub const RULES: &[Rule] = &[
    Rule { member: "beadle-values", may_name: &[], never_links: &[NO_IO, NO_ASYNC_AND_NO_LOG] },
    Rule {
        member: "beadle-schedule",
        may_name: &["beadle-values"],
        never_links: &[NO_IO, NO_ASYNC_AND_NO_LOG],
    },
    Rule {
        member: "beadle-domain",
        may_name: &["beadle-values", "beadle-schedule"],
        never_links: &[NO_IO, NO_ASYNC_AND_NO_LOG],
    },
    Rule { member: "beadle-application", may_name: RULES_OF_DOMAIN, never_links: &[NO_IO] },
    Rule { member: "beadle-runtime", may_name: PORTS, never_links: &[NO_IO] },
    Rule {
        member: "beadle-aws",
        may_name: PORTS_AND_SANDBOX,
        never_links: &[&["rusqlite", "axum", "lambda_", "dynoxide"]],
    },
    Rule {
        member: "beadle-embedded",
        may_name: PORTS,
        never_links: &[&["aws-sdk-", "aws-config", "reqwest", "axum", "lambda_"]],
    },
    Rule {
        member: "beadle-outbound",
        may_name: PORTS,
        never_links: &[&["aws-sdk-", "aws-config", "rusqlite", "axum", "lambda_"]],
    },
    Rule {
        member: "beadle-sandbox",
        may_name: PORTS,
        never_links: &[&[
            "aws-sdk-",
            "aws-config",
            "reqwest",
            "rusqlite",
            "axum",
            "lambda_",
            "rquickjs",
            "landlock",
            "seccompiler",
        ]],
    },
    Rule {
        member: "beadle-sandbox-child",
        may_name: &["beadle-sandbox"],
        never_links: &[&["aws-sdk-", "aws-config", "reqwest", "rusqlite", "axum", "lambda_"]],
    },
    Rule {
        member: "beadle-sandbox-function",
        may_name: &[
            "beadle-domain",
            "beadle-outbound",
            "beadle-runtime",
            "beadle-sandbox",
            "beadle-sandbox-child",
        ],
        never_links: &[&["beadle-embedded", "beadle-aws", "aws-sdk-", "aws-config", "rusqlite", "axum"]],
    },
    Rule { member: "beadle-testing", may_name: PORTS, never_links: &[NO_IO] },
    Rule { member: "beadle-api", may_name: SHARED, never_links: &[NO_STORE_OF_ONE_MACHINE, NO_RUNNERS] },
    Rule {
        member: "beadle-schedule-function",
        may_name: SHARED,
        never_links: &[NO_STORE_OF_ONE_MACHINE, NO_RUNNERS],
    },
    Rule {
        member: "beadle-projector",
        may_name: SHARED,
        never_links: &[NO_STORE_OF_ONE_MACHINE, NO_RUNNERS],
    },
    Rule { member: "beadle-listener", may_name: SHARED, never_links: &[NO_STORE_OF_ONE_MACHINE, NO_RUNNERS] },
    Rule {
        member: "beadle-deadletter",
        may_name: SHARED,
        never_links: &[NO_STORE_OF_ONE_MACHINE, NO_RUNNERS],
    },
    Rule {
        member: "beadle-executor",
        may_name: &[
            "beadle-values",
            "beadle-schedule",
            "beadle-domain",
            "beadle-application",
            "beadle-aws",
            "beadle-runtime",
            "beadle-outbound",
        ],
        never_links: &[NO_STORE_OF_ONE_MACHINE],
    },
    Rule {
        member: "beadle",
        may_name: &[
            "beadle-values",
            "beadle-schedule",
            "beadle-domain",
            "beadle-application",
            "beadle-embedded",
            "beadle-outbound",
            "beadle-runtime",
            "beadle-sandbox",
            "beadle-sandbox-child",
            "beadle-api",
            "beadle-executor",
            "beadle-schedule-function",
            "beadle-projector",
            "beadle-deadletter",
        ],
        never_links: &[&["beadle-aws", "aws-sdk-", "aws-config", "aws_lambda_events", "lambda_", "dynoxide"]],
    },
    // A client knows the server by its document alone.
    Rule {
        member: "beadle-client",
        may_name: &[],
        never_links: &[&["beadle-", "aws-sdk-", "rusqlite", "axum"]],
    },
    Rule { member: "beadle-bench", may_name: &["beadle-"], never_links: &[&["dynoxide"]] },
    Rule { member: "beadle-tests", may_name: &["beadle-"], never_links: &[] },
];

/// Who may link utoipa: the API, whose document it writes, and what hosts or tests the API. Names and ids have their schemas
/// behind a feature of `beadle-values`, and a function that is not the API must not pay for them.
const MAY_DESCRIBE: &[&str] = &["beadle-values", "beadle-api", "beadle", "beadle-bench", "beadle-tests"];

/// Every breach of the rule, one line each.
pub fn breaches(members: &[Member]) -> Vec<String> {
    members.iter().flat_map(breaches_of).collect()
}

fn breaches_of(member: &Member) -> Vec<String> {
    let Some(rule) = RULES.iter().find(|rule| rule.member == member.name) else {
        return vec![format!("{} has no rule: say in RULES what it may know", member.name)];
    };
    let ours = member.names.iter().filter(|name| name.starts_with("beadle"));
    let named = ours
        .filter(|name| !rule.may_name.iter().any(|allowed| allows(allowed, name)))
        .map(|name| format!("{} may not depend on {name}", member.name));
    let linked = member
        .links
        .union(&member.names)
        .filter(|name| {
            let describes = name.starts_with("utoipa") && !MAY_DESCRIBE.contains(&rule.member);
            describes || rule.never_links.iter().copied().flatten().any(|prefix| name.starts_with(prefix))
        })
        .map(|name| format!("{} may not link {name}", member.name));
    named.chain(linked).collect()
}

/// A name that ends in a hyphen allows all that start with it.
fn allows(allowed: &str, name: &str) -> bool {
    name == allowed || allowed.ends_with('-') && name.starts_with(allowed)
}
