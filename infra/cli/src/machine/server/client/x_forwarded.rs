//! `X-Forwarded-For` and `X-Forwarded-Proto`. They have no standard; this is what common proxies write.

use axum::http::HeaderMap;

use super::{Hop, address, list, scheme};

/// The proxies' accounts, the nearest one last; `None` without the headers. One scheme is that of the client; of several, each
/// stands beside an address.
pub(super) fn hops(headers: &HeaderMap) -> Option<Vec<Hop>> {
    let parts = |name| {
        let values = list(headers, name)?;
        Some(values.iter().flat_map(|value| value.split(',')).map(str::trim).collect::<Vec<_>>())
    };
    let (addresses, schemes) = (parts("x-forwarded-for"), parts("x-forwarded-proto"));
    if addresses.is_none() && schemes.is_none() {
        return None;
    }
    let (addresses, schemes) = (addresses.unwrap_or_else(|| vec![""]), schemes.unwrap_or_default());
    let scheme_at = |at: usize| {
        let beside = schemes.get(at).filter(|_| schemes.len() == addresses.len());
        beside.or_else(|| schemes.last()).and_then(|text| scheme(text))
    };
    let hop = |(at, text): (usize, &&str)| Hop { address: address(text), scheme: scheme_at(at) };
    Some(addresses.iter().enumerate().map(hop).collect())
}
