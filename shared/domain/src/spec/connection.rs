//! URLs of servers that do not speak HTTP, with the credentials in them.

use std::borrow::Cow;

use url::Url;

use crate::destination::egress::{Protocol, Scheme};

/// Reads `text` as the URL of a server that speaks `protocol`, or says why it is none.
pub(super) fn parse(text: &str, protocol: Protocol) -> Result<Url, Cow<'static, str>> {
    let url = Url::parse(text).map_err(|_| "is no URL")?;
    if !url.scheme().parse().is_ok_and(|scheme: Scheme| scheme.protocol() == protocol) {
        let schemes = Scheme::ALL.into_iter().filter(|scheme| scheme.protocol() == protocol);
        let schemes: Vec<String> = schemes.map(|scheme| format!("{scheme}://")).collect();
        return Err(format!("must begin with one of {}", schemes.join(", ")).into());
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("names no host".into());
    }
    // A password with a reserved character in it would be taken for a part of the path, and be shown.
    if url.path().contains('@') || url.fragment().is_some() {
        return Err("has an `@` or `#` where it means nothing: write %40 or %23 in a password".into());
    }
    Ok(url)
}
