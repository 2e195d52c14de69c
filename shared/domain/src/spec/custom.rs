//! A call of a function that an operator uploaded, as a user writes it: `function`, `params` (seed 002).

use beadle_values::{
    body,
    body::{custom, optional, otherwise, required},
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    function::{self, ExportName, FunctionRef},
    interpolation,
};

body! {
    /// A call of a function.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct CustomSpec {
        /// The function: `name`, `name@7` for one version, or `name@` with a digest, of which 12 digits suffice. A name that
        /// no function has is looked for among the exports of all functions.
        pub function: FunctionRef = required(function::reference()),
        /// The export to call. Unless given, the one that is named like the function, or the default one, or the only one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub export: Option<ExportName> = optional(function::export()),
        /// Its first argument; strings may hold placeholders, but no secrets.
        #[serde(default = "no_params")]
        pub params: Value = otherwise(custom(params, |_| json!({})), no_params),
    }
}

fn no_params() -> Value {
    Value::Object(Map::new())
}

fn params(value: &Value, path: &Path) -> Result<Value, Violations> {
    interpolation::check_value(value, path)?;
    if !interpolation::secrets_of(value).is_empty() {
        return Err(Violation::new(
            path.clone(),
            "secret",
            "names a secret, and functions never see secrets",
        )
        .hint(
            "write ${secret:name} into the URL, a header or the body of a `fetch` inside the function: it is \
                 filled in when the call is sent",
        )
        .into());
    }
    Ok(value.clone())
}

#[cfg(test)]
mod tests {
    use beadle_values::body::Body;
    use rstest::rstest;

    use super::*;

    fn parse(config: Value) -> Result<CustomSpec, Violations> {
        CustomSpec::parse_beside(config.as_object().unwrap(), &["type"], &Path::body())
    }

    #[rstest]
    #[case(json!({"function": "processData", "params": {"source": "database", "target": "cache"}}))]
    #[case(json!({"function": "myCustomTask", "params": {"key": "value"}}))]
    #[case(json!({"function": "custom-tasks@7", "export": "myCustomTask", "params": [1, "${input.a}"]}))]
    #[case(json!({"function": "a@3fa9c1d27b60"}))]
    fn calls(#[case] config: Value) {
        let spec = parse(config.clone()).unwrap();
        assert_eq!(spec.function.to_string(), config["function"]);
        let stored = serde_json::to_string(&spec).unwrap();
        assert_eq!(serde_json::from_str::<CustomSpec>(&stored).unwrap(), spec);
    }

    #[rstest]
    #[case(json!({}), "body.function missing")]
    #[case(json!({"function": "../x"}), "body.function function")]
    #[case(json!({"function": "a@0"}), "body.function function")]
    #[case(json!({"function": "a@xyz"}), "body.function function")]
    #[case(json!({"function": "a", "export": "a b"}), "body.export export")]
    #[case(json!({"function": "a", "params": {"token": "${secret:a}"}}), "body.params secret")]
    #[case(json!({"function": "a", "args": []}), "body.args unknown_field")]
    fn faults(#[case] config: Value, #[case] fault: &str) {
        let violations = parse(config).unwrap_err();
        assert_eq!(violations.iter().map(|v| format!("{} {}", v.path, v.kind)).collect::<Vec<_>>(), [fault]);
    }
}
