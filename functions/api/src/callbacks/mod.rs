//! Reports of jobs: routes for destinations, which have the token of an execution and no account.

mod extract;
pub(crate) mod page;
pub(crate) mod report;
mod response;

pub(crate) use self::extract::signed_headers;

use std::borrow::Cow;

use beadle_domain::masking::MASK;
use http::{HeaderMap, HeaderValue, header};

/// What the paths begin with that have a token in them: of a job, or of a monitor.
const PREFIXES: [&str; 2] = ["/cb/", "/ping/"];

/// Whether a path has a token in it. No other web site may read what is answered there.
pub(crate) fn is_path(path: &str) -> bool {
    PREFIXES.iter().any(|prefix| path.starts_with(prefix))
}

/// The path as it may be shown: without a token.
pub(crate) fn without_token(path: &str) -> Cow<'_, str> {
    let told = PREFIXES.iter().find_map(|prefix| Some((prefix, path.strip_prefix(prefix)?)));
    let Some((prefix, rest)) = told else { return Cow::Borrowed(path) };
    let after = rest.find('/').and_then(|end| rest.get(end..)).unwrap_or_default();
    Cow::Owned(format!("{prefix}{MASK}{after}"))
}

/// Adds the headers that keep the path of a response from being sent on as a referrer or cached.
pub(crate) fn keep_to_itself(headers: &mut HeaderMap) {
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_without_its_token() {
        for (path, told) in [
            ("/cb/exe_1.1.2.k.m", "/cb/********"),
            ("/cb/exe_1.1.2.k.m/heartbeat", "/cb/********/heartbeat"),
            ("/cb/", "/cb/********"),
            ("/ping/tsk_1.k.m", "/ping/********"),
            ("/ping/tsk_1.k.m/start", "/ping/********/start"),
            ("/api/v1/tasks", "/api/v1/tasks"),
        ] {
            assert_eq!(without_token(path), told);
        }
    }
}
