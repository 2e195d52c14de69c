//! The text form of API keys: `bdl_`, 64 hexadecimal digits of secret, 8 of checksum.
//!
//! The prefix lets secret scanners find a leaked key. The checksum rejects a truncated or mistyped key
//! without a read from the store.

use aws_lc_rs::{
    digest::{SHA256, digest},
    error::Unspecified,
    rand,
};
use beadle_domain::api_key::KeyHash;
use beadle_values::hexadecimal;
use http::HeaderMap;

use super::{AuthError, bearer_token};

const HEADER: &str = "x-api-key";
const PREFIX: &str = "bdl_";
const SECRET: usize = 32;
const CHECKSUM: usize = 4;

/// A new key. The text is shown to the caller once and never stored.
pub struct NewKey {
    /// The key, as its holder sends it.
    pub text: String,
    /// What is stored of it.
    pub hash: KeyHash,
}

/// Generates a key.
///
/// # Errors
/// [`Unspecified`] when the system random number generator fails.
pub fn generate() -> Result<NewKey, Unspecified> {
    let mut secret = [0; SECRET];
    rand::fill(&mut secret)?;
    let digits = hexadecimal::write(secret.into_iter().chain(checksum(&secret)));
    Ok(NewKey { text: format!("{PREFIX}{digits}"), hash: hash(&secret) })
}

/// Returns the hash of the API key in `X-API-Key` or in the bearer token.
pub(super) fn extract(headers: &HeaderMap) -> Result<Option<KeyHash>, AuthError> {
    let mut keys = headers.get_all(HEADER).iter();
    let bearer = bearer_token(headers)?;
    let text = match (keys.next(), bearer) {
        // Two credentials could identify two callers.
        (Some(_), Some(_)) => return Err(AuthError::Invalid),
        (Some(key), None) => key.to_str().map_err(|_| AuthError::Invalid)?.trim(),
        (None, Some(token)) if token.starts_with(PREFIX) => token,
        (None, _) => return Ok(None),
    };
    if keys.next().is_some() {
        return Err(AuthError::Invalid);
    }
    parse(text).map(Some).ok_or(AuthError::Invalid)
}

fn parse(text: &str) -> Option<KeyHash> {
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

/// Returns the first bytes of a hash that is independent of [`hash`].
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
    fn a_key_is_accepted_in_either_header_but_not_twice() {
        let NewKey { text, hash } = generate().unwrap();
        assert_ne!(text, generate().unwrap().text);
        let own = || (http::HeaderName::from_static(HEADER), text.as_str());
        let bearer = format!("Bearer {text}");
        let token = || (header::AUTHORIZATION, bearer.as_str());
        assert_eq!(extract(&headers(&[own()])), Ok(Some(hash)));
        assert_eq!(extract(&headers(&[token()])), Ok(Some(hash)));
        assert_eq!(extract(&headers(&[own(), token()])), Err(AuthError::Invalid));
        let jwt = (header::AUTHORIZATION, "Bearer eyJ.e30.c2ln");
        assert_eq!(extract(&headers(std::slice::from_ref(&jwt))), Ok(None));
        assert_eq!(extract(&headers(&[own(), jwt])), Err(AuthError::Invalid));
        assert_eq!(extract(&HeaderMap::new()), Ok(None));
        let mut two = headers(&[own()]);
        two.append(HEADER, HeaderValue::from_str(&text).unwrap());
        assert_eq!(extract(&two), Err(AuthError::Invalid));
    }

    #[rstest]
    #[case(|text: String| text[..text.len() - 2].to_owned())]
    #[case(|text: String| format!("{text}00"))]
    #[case(|text: String| text.replacen("bdl_", "abc_", 1))]
    #[case(|text: String| text.to_uppercase())]
    #[case(|text: String| text.replace(|c: char| c.is_ascii_digit(), "a"))]
    #[case(|_| "bdl_".to_owned())]
    #[case(|_| format!("bdl_{}", "é".repeat(36)))]
    fn a_truncated_or_changed_key_is_rejected(#[case] spoil: fn(String) -> String) {
        assert_eq!(parse(&spoil(generate().unwrap().text)), None);
    }
}
