//! What the server says of a record that it refused.

use serde_json::{Value, json};

/// Faults that another record of the same file may end.
const MISSING: [&str; 5] =
    ["unknown_task", "unknown_config", "unknown_id", "no_such_function", "no_such_calendar"];

/// Whether a record with this problem may be accepted later: it names what is not there yet, or the server was busy.
pub fn may_change(problem: &Value) -> bool {
    let status = problem["status"].as_u64().unwrap_or_default();
    let faults = problem["detail"].as_array();
    let is_missing = |fault: &Value| fault["type"].as_str().is_some_and(|kind| MISSING.contains(&kind));
    status >= 500
        || problem["code"] == "contended"
        || faults.is_some_and(|faults| !faults.is_empty() && faults.iter().all(is_missing))
}

/// Why the record in line `number` was refused.
pub fn refusal(number: u64, record: &Value, problem: &Value) -> Value {
    let fault = |fault: &Value| {
        let path: Vec<String> = fault["loc"].as_array().into_iter().flatten().skip(1).map(step).collect();
        let message = fault["msg"].as_str().unwrap_or_default();
        if path.is_empty() { message.to_owned() } else { format!("{} {message}", path.join(".")) }
    };
    let reason = match &problem["detail"] {
        Value::Array(faults) => faults.iter().map(fault).collect::<Vec<_>>().join("; "),
        detail => detail.as_str().unwrap_or("it was refused").to_owned(),
    };
    json!({
        "line": number, "kind": record["kind"], "id": record["id"],
        "code": problem["code"], "reason": reason,
    })
}

fn step(step: &Value) -> String {
    step.as_str().map_or_else(|| step.to_string(), str::to_owned)
}
