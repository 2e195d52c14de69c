//! Which content coding a caller prefers.

use http::{HeaderMap, header};

/// A content coding in which a response is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Br,
    Gzip,
    Identity,
}

impl Coding {
    /// Its name in `Content-Encoding`, which does not name identity.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Br => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// The coding with the highest weight in `Accept-Encoding` (RFC 9110 section 12.5.3), the smaller one of equals.
/// Identity where nothing else is accepted.
pub(super) fn preferred(headers: &HeaderMap) -> Coding {
    let values = headers.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
    let accepted: Vec<(&str, f32)> = values.flat_map(|value| value.split(',')).map(weighted).collect();
    let weight = |names: &[&str]| {
        let named = |name: &&str| accepted.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        names.iter().find_map(named).map_or(0.0, |(_, weight)| *weight)
    };
    let mut best = (Coding::Identity, weight(&["identity"]));
    for (coding, weight) in
        [(Coding::Gzip, weight(&["gzip", "x-gzip", "*"])), (Coding::Br, weight(&["br", "*"]))]
    {
        if weight > 0.0 && weight >= best.1 {
            best = (coding, weight);
        }
    }
    best.0
}

/// A coding and its weight: 1 unless given, 0 where it can't be read.
fn weighted(element: &str) -> (&str, f32) {
    let (name, parameters) = element.split_once(';').unwrap_or((element, ""));
    let weight = match parameters.trim().split_once('=') {
        None => 1.0,
        Some((_, weight)) => {
            weight.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight)).unwrap_or(0.0)
        }
    };
    (name.trim(), weight)
}
