//! A response in an object beside the row of its execution.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{Damaged, pack, unpack};
use crate::execution::Answer;

/// How much of the digest is used, in bytes.
const DIGEST: usize = 18;

/// A response in its stored form: JSON in the format of zlib (RFC 1950).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The digest of its content, which is part of its name: one writer never replaces what another one wrote.
    pub digest: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Object {
    /// The object of `answer`.
    ///
    /// # Errors
    /// When it can't be written as JSON.
    pub fn of(answer: &Answer) -> serde_json::Result<Self> {
        let bytes = pack(&serde_json::to_string(answer)?);
        let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(&bytes)[..DIGEST]);
        Ok(Self { digest, bytes })
    }

    /// The response in the content of an object.
    ///
    /// # Errors
    /// [`Damaged`] for what is none.
    pub fn answer(bytes: &[u8]) -> Result<Answer, Damaged> {
        serde_json::from_str(&unpack(bytes)?).map_err(|error| Damaged(error.to_string()))
    }
}
