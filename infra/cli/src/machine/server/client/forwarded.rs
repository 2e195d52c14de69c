//! `Forwarded` (RFC 7239 section 4).

use axum::http::HeaderMap;

use super::{Hop, address, list, scheme};

/// The proxies' accounts, the nearest one last; `None` without the header. Where it is not well formed, nothing before that place can
/// be known, so a hop without an address stands for it.
pub(super) fn hops(headers: &HeaderMap) -> Option<Vec<Hop>> {
    let values = list(headers, "forwarded")?;
    let elements = values.iter().map(|value| split(value, ',')).collect::<Option<Vec<_>>>();
    let hops = elements.map(|elements| elements.into_iter().flatten().map(hop).collect());
    Some(hops.unwrap_or_else(|| vec![UNKNOWN]))
}

const UNKNOWN: Hop = Hop { address: None, scheme: None };

fn hop(element: &str) -> Hop {
    let mut hop = UNKNOWN;
    for pair in split(element, ';').unwrap_or_default() {
        let Some((name, value)) = pair.split_once('=') else { return UNKNOWN };
        let value = unquoted(value);
        if name.eq_ignore_ascii_case("for") {
            hop.address = address(&value);
        } else if name.eq_ignore_ascii_case("proto") {
            hop.scheme = scheme(&value);
        }
    }
    hop
}

/// The parts between separators that stand outside of quotes; `None` if a quote does not end.
fn split(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut parts, mut begin, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if letter == separator && !quoted => {
                parts.push(text[begin..at].trim());
                begin = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[begin..].trim());
    (!quoted).then_some(parts)
}

/// The text of a token or of a quoted string (RFC 9110 section 5.6.4).
fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut escaped = false;
    inner
        .chars()
        .filter(|letter| {
            escaped = *letter == '\\' && !escaped;
            !escaped
        })
        .collect()
}
