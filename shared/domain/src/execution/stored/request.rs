//! A request as it is stored beside what holds its id, its owner and its time: the keys of a table, or columns.

use crate::execution::Request;

/// What only a request with all members begins with.
pub const WHOLE: &str = r#"{"id":"#;

/// `json`, which is that of `request`, without its id, its owner and its time. `None` if it has another form.
///
/// # Errors
/// When one of these can't be written as JSON.
pub fn without_identity(request: &Request, json: &str) -> serde_json::Result<Option<String>> {
    let Request { id, owner, created_at, .. } = request;
    let head = format!("{WHOLE}\"{id}\",\"owner\":{},", serde_json::to_string(owner)?);
    let time = format!(",\"created_at\":{}", serde_json::to_string(created_at)?);
    // The quotes of a text are escaped, so nothing that follows the member can be taken for it.
    let split = json.strip_prefix(&head).and_then(|rest| rest.rsplit_once(&time));
    Ok(split.map(|(before, after)| format!("{{{before}{after}")))
}
