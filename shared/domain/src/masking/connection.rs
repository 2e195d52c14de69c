//! Passwords in connection URLs.

use std::borrow::Cow;

use super::MASK;

/// `url` with its passwords masked: the one in the user information (RFC 3986 section 3.2.1), and those that
/// drivers read from the query. A password that is a secret placeholder stays.
pub(super) fn masked(url: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = url.split_once("://") else { return Cow::Borrowed(url) };
    let (before_query, query) = match rest.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (rest, None),
    };
    let before_query = match before_query.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((name, password)) => format!("{name}:{}@{host}", masked_password(password)),
            None => before_query.to_owned(),
        },
        None => before_query.to_owned(),
    };
    let query = query.map(|query| query.split('&').map(parameter).collect::<Vec<_>>().join("&"));
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    Cow::Owned(format!("{scheme}://{before_query}{query}"))
}

fn parameter(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, value)) if name.to_ascii_lowercase().contains("password") => {
            format!("{name}={}", masked_password(value))
        }
        _ => pair.to_owned(),
    }
}

fn masked_password(password: &str) -> &str {
    let is_reference =
        password.starts_with("${secret:") && password.find('}') == password.len().checked_sub(1);
    if password.is_empty() || is_reference { password } else { MASK }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("postgres://user:pass@localhost/db", "postgres://user:********@localhost/db")]
    #[case("postgres://user:p@ss:w@localhost/db", "postgres://user:********@localhost/db")]
    #[case("postgres://user:${secret:db#pw}@h/db", "postgres://user:${secret:db#pw}@h/db")]
    #[case("postgres://user:x${secret:db}@h/db", "postgres://user:********@h/db")]
    #[case("postgres://user:${secret:a}x}@h/db", "postgres://user:********@h/db")]
    #[case(
        "postgres://user@h/db?sslmode=require&password=x&SSLPassword=y",
        "postgres://user@h/db?sslmode=require&password=********&SSLPassword=********"
    )]
    #[case("postgres://h:5432/db", "postgres://h:5432/db")]
    #[case("${secret:db}", "${secret:db}")]
    fn masks_passwords(#[case] url: &str, #[case] expected: &str) {
        assert_eq!(masked(url), expected);
    }
}
