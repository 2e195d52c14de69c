//! Sets headers that replace the user's own.

use beadle_application::port::AuthError;
use beadle_domain::call::HttpRequest;

/// Sets the header `name` (in lower case) to `value`.
///
/// # Errors
/// [`AuthError::Unusable`] for a value that no header can carry (RFC 9110 section 5.5). The error does not
/// contain the value.
pub(super) fn set(request: &mut HttpRequest, name: &str, value: String) -> Result<(), AuthError> {
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Err(AuthError::Unusable(format!("the header `{name}` can't carry a line break")));
    }
    request.headers.retain(|(known, _)| known != name);
    request.headers.push((name.to_owned(), value));
    Ok(())
}
