//! Tokens that are signed for each attempt (RFC 7519) with HS256, RS256 or ES256 (RFC 7518 section 3.1).

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use beadle_application::port::{AuthError, SentSecrets};
use beadle_domain::{
    call::HttpRequest,
    destination::{auth::SigningAlgorithm, credential::TokenToMint},
};
use jiff::Timestamp;
use rustls::pki_types::{PrivateKeyDer, pem::PemObject as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value, json};

use super::headers;

/// The shortest key for HS256, in bytes (RFC 7518 section 3.2).
const MIN_SECRET: usize = 32;

/// Signs `token` with `id` as its `jti` and adds it to the request.
pub(super) fn add(
    request: &mut HttpRequest,
    token: &TokenToMint,
    now: Timestamp,
    id: impl ToString,
) -> Result<SentSecrets, AuthError> {
    let minted = mint(token, now, &id.to_string())?;
    let name = token.header.as_deref().unwrap_or("authorization");
    headers::set(request, name, format!("Bearer {minted}"))?;
    let mut used = SentSecrets::default();
    used.note(token.key.expose_secret());
    used.note(minted);
    Ok(used)
}

/// The token in its compact form (RFC 7515 section 7.1).
fn mint(token: &TokenToMint, now: Timestamp, id: &str) -> Result<String, AuthError> {
    let (issued, ttl) = (now.as_second(), i64::try_from(token.ttl.as_secs()).unwrap_or(i64::MAX));
    let mut header = Map::new();
    header.insert("alg".to_owned(), token.algorithm.as_str().into());
    header.insert("typ".to_owned(), "JWT".into());
    if let Some(key_id) = &token.key_id {
        header.insert("kid".to_owned(), key_id.as_str().into());
    }
    let mut claims = token.claims.clone();
    claims.insert("iat".to_owned(), issued.into());
    claims.insert("exp".to_owned(), issued.saturating_add(ttl).into());
    claims.insert("jti".to_owned(), id.into());
    let part = |members: Map<String, Value>| BASE64_URL_SAFE_NO_PAD.encode(json!(members).to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = sign(token.algorithm, &token.key, message.as_bytes())?;
    Ok(format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
}

fn sign(algorithm: SigningAlgorithm, key: &SecretString, message: &[u8]) -> Result<Vec<u8>, AuthError> {
    match algorithm {
        SigningAlgorithm::Hs256 => {
            let key = key.expose_secret().as_bytes();
            if key.len() < MIN_SECRET {
                return Err(unusable(algorithm, "a text of at least 32 bytes (RFC 7518 section 3.2)"));
            }
            let key = hmac::Key::new(hmac::HMAC_SHA256, key);
            Ok(hmac::sign(&key, message).as_ref().to_vec())
        }
        SigningAlgorithm::Rs256 => {
            let refused = || unusable(algorithm, "an RSA private key in PEM (PKCS#8 or PKCS#1)");
            let pair = match pem(key) {
                Some(PrivateKeyDer::Pkcs8(key)) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
                Some(PrivateKeyDer::Pkcs1(key)) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
                _ => return Err(refused()),
            };
            let pair = pair.map_err(|_| refused())?;
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                .map_err(|_| refused())?;
            Ok(signature)
        }
        SigningAlgorithm::Es256 => {
            let refused = || unusable(algorithm, "a private key on P-256 in PEM (PKCS#8 or SEC 1)");
            let curve = &ECDSA_P256_SHA256_FIXED_SIGNING;
            let pair = match pem(key) {
                Some(PrivateKeyDer::Pkcs8(key)) => EcdsaKeyPair::from_pkcs8(curve, key.secret_pkcs8_der()),
                Some(PrivateKeyDer::Sec1(key)) => {
                    EcdsaKeyPair::from_private_key_der(curve, key.secret_sec1_der())
                }
                _ => return Err(refused()),
            };
            let pair = pair.map_err(|_| refused())?;
            let signature = pair.sign(&SystemRandom::new(), message).map_err(|_| refused())?;
            Ok(signature.as_ref().to_vec())
        }
    }
}

/// The first private key in PEM.
fn pem(key: &SecretString) -> Option<PrivateKeyDer<'static>> {
    PrivateKeyDer::from_pem_slice(key.expose_secret().as_bytes()).ok()
}

fn unusable(algorithm: SigningAlgorithm, needed: &str) -> AuthError {
    AuthError::Unusable(format!("the key for {algorithm} has to be {needed}"))
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::{encoding::AsDer as _, rsa::KeySize, signature::KeyPair as _};
    use base64::prelude::BASE64_STANDARD;
    use jsonwebtoken::{Algorithm, DecodingKey, Validation};
    use rstest::rstest;

    use super::*;

    fn token(algorithm: SigningAlgorithm, key: &str) -> TokenToMint {
        let claims = json!({"sub": "beadle", "aud": "api"});
        TokenToMint {
            algorithm,
            key: key.into(),
            key_id: Some("k1".to_owned()),
            claims: claims.as_object().unwrap().clone(),
            ttl: std::time::Duration::from_secs(60),
            header: None,
        }
    }

    fn as_pem(der: &[u8]) -> String {
        let lines: Vec<_> = BASE64_STANDARD
            .encode(der)
            .as_bytes()
            .chunks(64)
            .map(|l| String::from_utf8_lossy(l).into_owned())
            .collect();
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
    }

    /// A key, and the key that verifies its signatures.
    fn pair(algorithm: SigningAlgorithm) -> (String, DecodingKey, Algorithm) {
        match algorithm {
            SigningAlgorithm::Hs256 => {
                let key = "0123456789abcdef0123456789abcdef";
                (key.to_owned(), DecodingKey::from_secret(key.as_bytes()), Algorithm::HS256)
            }
            SigningAlgorithm::Rs256 => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
                let der: aws_lc_rs::encoding::Pkcs8V1Der<'_> = pair.as_der().unwrap();
                let public = DecodingKey::from_rsa_der(pair.public_key().as_ref());
                (as_pem(der.as_ref()), public, Algorithm::RS256)
            }
            SigningAlgorithm::Es256 => {
                let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
                let der = pair.to_pkcs8v1().unwrap();
                let public = DecodingKey::from_ec_der(pair.public_key().as_ref());
                (as_pem(der.as_ref()), public, Algorithm::ES256)
            }
        }
    }

    #[rstest]
    #[case(SigningAlgorithm::Hs256)]
    #[case(SigningAlgorithm::Rs256)]
    #[case(SigningAlgorithm::Es256)]
    fn another_implementation_verifies_a_token(#[case] algorithm: SigningAlgorithm) {
        let (key, public, named) = pair(algorithm);
        let minted = mint(&token(algorithm, &key), Timestamp::now(), "id-1").unwrap();
        let mut validation = Validation::new(named);
        validation.set_audience(&["api"]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        let read = jsonwebtoken::decode::<Value>(&minted, &public, &validation).unwrap();
        assert_eq!((read.header.kid.as_deref(), read.header.typ.as_deref()), (Some("k1"), Some("JWT")));
        let lifetime = read.claims["exp"].as_i64().unwrap() - read.claims["iat"].as_i64().unwrap();
        assert_eq!(
            (lifetime, &read.claims["jti"], &read.claims["sub"]),
            (60, &json!("id-1"), &json!("beadle"))
        );

        let (_, stranger, _) = pair(algorithm);
        if algorithm != SigningAlgorithm::Hs256 {
            assert!(jsonwebtoken::decode::<Value>(&minted, &stranger, &validation).is_err());
        }
    }

    #[rstest]
    #[case(SigningAlgorithm::Hs256, "short-hunter2")]
    #[case(SigningAlgorithm::Rs256, "hunter2")]
    #[case(SigningAlgorithm::Es256, "-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----")]
    fn an_invalid_key_is_rejected_without_revealing_it(
        #[case] algorithm: SigningAlgorithm,
        #[case] key: &str,
    ) {
        let error = mint(&token(algorithm, key), Timestamp::UNIX_EPOCH, "id").unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(matches!(error, AuthError::Unusable(_)) && !text.contains("hunter2"), "{text}");
        assert!(!text.contains("aHVudGVyMg"), "{text}");
    }
}
