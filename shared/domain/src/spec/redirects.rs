//! What a call does when the destination answers with a redirect (RFC 9110 section 15.4).

use beadle_values::{
    body::{Schemas, Shape, custom, whole},
    names,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How many redirects are followed unless the call says otherwise.
const DEFAULT: u32 = 3;

/// The most redirects that a call may ask to follow.
const MAX: u32 = 20;

/// What happens on a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Redirects {
    /// It is followed, and so are this many in all; one more is a failure.
    Follow(u32),
    /// It is not followed.
    Stop(OnRedirect),
}

names! {
    /// What happens on a redirect that is not followed.
    pub enum OnRedirect {
        /// The attempt fails.
        Error = "error",
        /// The redirect is the response: a failure too, unless `response.expect.status` names its status.
        Manual = "manual",
    }
}

impl Default for Redirects {
    fn default() -> Self {
        Self::Follow(DEFAULT)
    }
}

impl Redirects {
    /// The redirect is the response, as it is for a webhook (Standard Webhooks, "Responding to webhook requests").
    pub const MANUAL: Self = Self::Stop(OnRedirect::Manual);
}

/// `follow`, how many to follow, `error` or `manual`.
pub(super) fn shape() -> impl Shape<Value = Redirects> {
    custom(read, |schemas: &mut Schemas| {
        let mut number = whole::<u32>(1, MAX.into()).schema(schemas);
        number["description"] = "How many redirects are followed.".into();
        json!({"anyOf": [
            {"type": "string", "enum": ["follow", OnRedirect::Error, OnRedirect::Manual]},
            number,
        ]})
    })
}

fn read(value: &Value, path: &Path) -> Result<Redirects, Violations> {
    if let Value::Number(_) = value {
        return whole::<u32>(1, MAX.into()).read(value, path).map(Redirects::Follow);
    }
    match value.as_str() {
        Some("follow") => Ok(Redirects::default()),
        Some(name) if let Some(stop) = OnRedirect::ALL.into_iter().find(|stop| stop.as_str() == name) => {
            Ok(Redirects::Stop(stop))
        }
        _ => {
            let violation =
                Violation::new(path.clone(), "enum", "must be `follow`, `error`, `manual` or a number");
            Err(violation.hint(format!("a number is how many redirects are followed, at most {MAX}")).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(json!("follow"), Redirects::Follow(3), json!(3))]
    #[case(json!(20), Redirects::Follow(20), json!(20))]
    #[case(json!("error"), Redirects::Stop(OnRedirect::Error), json!("error"))]
    #[case(json!("manual"), Redirects::MANUAL, json!("manual"))]
    fn a_written_rule_is_stored_and_read_back(
        #[case] written: Value,
        #[case] expected: Redirects,
        #[case] stored: Value,
    ) {
        assert_eq!(shape().read(&written, &Path::body()).unwrap(), expected);
        assert_eq!(serde_json::to_value(expected).unwrap(), stored);
        assert_eq!(serde_json::from_value::<Redirects>(stored).unwrap(), expected);
    }

    #[rstest]
    #[case(json!(0))]
    #[case(json!(21))]
    #[case(json!("none"))]
    #[case(json!(true))]
    fn anything_else_is_a_violation(#[case] written: Value) {
        assert!(shape().read(&written, &Path::body()).is_err());
    }
}
