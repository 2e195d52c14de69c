//! A config after an edit.

use beadle_domain::{
    config::{Config, ConfigDraft},
    destination::Auth,
    masking,
    policy::{BreakerPolicy, RateLimit, RetryPolicy},
    spec::origin::origin,
};
use beadle_values::{
    body::Body,
    violation::{Path, Violations},
};

use crate::edit::{Edit, Shape, Within};

const LEAVE_OUT: &str = "leave it out";

/// The shape of the document of a config.
const SHAPE: Shape = Shape {
    read_only: &[
        ("id", LEAVE_OUT),
        ("config_id", LEAVE_OUT),
        ("user_id", LEAVE_OUT),
        ("version", LEAVE_OUT),
        ("created_at", LEAVE_OUT),
        ("updated_at", LEAVE_OUT),
        ("updated_by", LEAVE_OUT),
        ("idempotency_key", LEAVE_OUT),
    ],
    names: ConfigDraft::names,
    within: &[
        Within {
            member: "retry",
            names: |_, names| RetryPolicy::names(names),
            kind: Some(("strategy", &["max_retries", "retry_on", "stop_when"])),
            text: None,
        },
        Within {
            member: "auth",
            names: |_, names| Auth::names(names),
            kind: Some(("type", &[])),
            text: None,
        },
        Within {
            member: "rate_limit",
            names: |_, names| RateLimit::names(names),
            kind: Some(("strategy", &["rate", "per", "per_ms"])),
            text: None,
        },
        Within { member: "breaker", names: |_, names| BreakerPolicy::names(names), kind: None, text: None },
    ],
};

/// `config` after `edit`. A credential that is repeated masked keeps its value.
///
/// # Errors
/// Every violation of the edit, including read-only members.
pub(super) fn apply(edit: &Edit, config: &Config) -> Result<Config, Violations> {
    let path = Path::body();
    let (document, mut violations) = edit.over(ConfigDraft::document(config), &SHAPE, &path)?;
    let draft = violations.take(ConfigDraft::parse(&document, &path));
    let Some(draft) = draft.filter(|_| violations.is_empty()) else { return Err(violations) };
    let ConfigDraft { key, name, description, shared, mut profile, plan } = draft;
    let stays = profile.base_url.as_ref().map(origin) == config.profile.base_url.as_ref().map(origin);
    let known = stays.then_some(&config.profile.headers);
    masking::unmask_headers(&mut profile.headers, known, &path)?;
    Ok(Config { key, name, description, shared, profile, plan, ..config.clone() })
}
