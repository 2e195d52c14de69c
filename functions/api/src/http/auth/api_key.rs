//! API keys as text: `bdl_`, 64 hexadecimal digits of secret, 8 of checksum.
//!
//! The prefix lets scanners of repositories find a key that leaked. The checksum tells a key that was cut or mistyped from
//! one that might be valid, without a look into the store.

use aws_lc_rs::{
    digest::{SHA256, digest},
    error::Unspecified,
    rand,
};
use beadle_domain::api_key::KeyHash;
use beadle_values::hexadecimal;
use http::HeaderMap;

use super::{NotLetIn, bearer_token};

const HEADER: &str = "x-api-key";
const PREFIX: &str = "bdl_";
const SECRET: usize = 32;
const CHECKSUM: usize = 4;

/// A new key: the text is for its holder alone.
pub(crate) struct Minted {
    pub(crate) text: String,
    pub(crate) hash: KeyHash,
}

/// Makes a key.
///
/// # Errors
/// [`Unspecified`] when the system has no randomness.
pub(crate) fn mint() -> Result<Minted, Unspecified> {
    let mut secret = [0; SECRET];
    rand::fill(&mut secret)?;
    let digits = hexadecimal::write(secret.into_iter().chain(checksum(&secret)));
    Ok(Minted { text: format!("{PREFIX}{digits}"), hash: hash(&secret) })
}

/// The key that a request comes with: in `X-API-Key`, or as the bearer token.
pub(super) fn given(headers: &HeaderMap) -> Result<Option<KeyHash>, NotLetIn> {
    let mut keys = headers.get_all(HEADER).iter();
    let bearer = bearer_token(headers)?;
    let text = match (keys.next(), bearer) {
        // Two credentials may name two callers.
        (Some(_), Some(_)) => return Err(NotLetIn::Invalid),
        (Some(key), None) => key.to_str().map_err(|_| NotLetIn::Invalid)?.trim(),
        (None, Some(token)) if token.starts_with(PREFIX) => token,
        (None, _) => return Ok(None),
    };
    if keys.next().is_some() {
        return Err(NotLetIn::Invalid);
    }
    read(text).map(Some).ok_or(NotLetIn::Invalid)
}

fn read(text: &str) -> Option<KeyHash> {
    let digits = text.strip_prefix(PREFIX).filter(|digits| digits.len() == 2 * (SECRET + CHECKSUM))?;
    let bytes = hexadecimal::read(digits)?;
    let (secret, sum) = bytes.split_at_checked(SECRET)?;
    (checksum(secret) == sum).then(|| hash(secret))
}

fn hash(secret: &[u8]) -> KeyHash {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(digest(&SHA256, secret).as_ref()).for_each(|(to, from)| *to = *from);
    KeyHash::new(bytes)
}

/// The first bytes of a hash that is none of [`hash`].
fn checksum(secret: &[u8]) -> Vec<u8> {
    let checked = digest(&SHA256, &[PREFIX.as_bytes(), secret].concat());
    checked.as_ref().iter().take(CHECKSUM).copied().collect()
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, header};
    use rstest::rstest;

    use super::*;

    fn headers(pairs: &[(http::HeaderName, &str)]) -> HeaderMap {
        let pair =
            |(name, value): &(http::HeaderName, &str)| (name.clone(), HeaderValue::from_str(value).unwrap());
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn a_key_is_read_from_both_headers_and_never_twice() {
        let Minted { text, hash } = mint().unwrap();
        assert_ne!(text, mint().unwrap().text);
        let own = || (http::HeaderName::from_static(HEADER), text.as_str());
        let bearer = format!("Bearer {text}");
        let token = || (header::AUTHORIZATION, bearer.as_str());
        assert_eq!(given(&headers(&[own()])), Ok(Some(hash)));
        assert_eq!(given(&headers(&[token()])), Ok(Some(hash)));
        assert_eq!(given(&headers(&[own(), token()])), Err(NotLetIn::Invalid));
        let jwt = (header::AUTHORIZATION, "Bearer eyJ.e30.c2ln");
        assert_eq!(given(&headers(std::slice::from_ref(&jwt))), Ok(None));
        assert_eq!(given(&headers(&[own(), jwt])), Err(NotLetIn::Invalid));
        assert_eq!(given(&HeaderMap::new()), Ok(None));
        let mut two = headers(&[own()]);
        two.append(HEADER, HeaderValue::from_str(&text).unwrap());
        assert_eq!(given(&two), Err(NotLetIn::Invalid));
    }

    #[rstest]
    #[case(|text: String| text[..text.len() - 2].to_owned())]
    #[case(|text: String| format!("{text}00"))]
    #[case(|text: String| text.replacen("bdl_", "abc_", 1))]
    #[case(|text: String| text.to_uppercase())]
    #[case(|text: String| text.replace(|c: char| c.is_ascii_digit(), "a"))]
    #[case(|_| "bdl_".to_owned())]
    #[case(|_| format!("bdl_{}", "é".repeat(36)))]
    fn what_was_cut_or_changed_is_no_key(#[case] spoil: fn(String) -> String) {
        assert_eq!(read(&spoil(mint().unwrap().text)), None);
    }
}
