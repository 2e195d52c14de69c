//! Chance, digests and HMAC.

use aws_lc_rs::{digest, hmac, rand};

/// Does everything once: the library opens and measures what it needs before the system calls are filtered.
pub(super) fn warm_up() -> Option<()> {
    random(1).ok()?;
    digest("SHA-256", b"")?;
    hmac("SHA-256", b"key", b"").map(|_| ())
}

pub(super) fn random(count: usize) -> Result<Vec<u8>, &'static str> {
    /// More than any caller takes at once.
    const MOST: usize = 64 * 1024;
    let mut bytes = vec![0; count.min(MOST)];
    rand::fill(&mut bytes).map_err(|_| "the system has no chance left")?;
    Ok(bytes)
}

pub(super) fn digest(name: &str, data: &[u8]) -> Option<Vec<u8>> {
    let algorithm = match name {
        "SHA-1" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        "SHA-256" => &digest::SHA256,
        "SHA-384" => &digest::SHA384,
        "SHA-512" => &digest::SHA512,
        _ => return None,
    };
    Some(digest::digest(algorithm, data).as_ref().to_vec())
}

pub(super) fn hmac(name: &str, key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let algorithm = match name {
        "SHA-1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "SHA-256" => hmac::HMAC_SHA256,
        "SHA-384" => hmac::HMAC_SHA384,
        "SHA-512" => hmac::HMAC_SHA512,
        _ => return None,
    };
    Some(hmac::sign(&hmac::Key::new(algorithm, key), data).as_ref().to_vec())
}
