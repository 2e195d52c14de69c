//! The stored form of a progress: its text as [`compact`] encodes it, compressed where that is long, and a large response
//! in an object of its own.
//!
//! A row is written by the kilobyte, and a long progress is mostly the response of the destination.

mod object;
mod progress;
pub mod request;

use std::borrow::Cow;

use miniz_oxide::{deflate::compress_to_vec_zlib, inflate::decompress_to_vec_zlib_with_limit};

pub use self::{object::Object, progress::StoredProgress};
use super::compact;

/// The largest response that is stored in the row of an execution that has ended, in bytes after compression. A write of an object
/// costs as much as eight write units of a kilobyte.
pub const MAX_IN_ROW: usize = 8 * 1024;

/// The longest text that is stored as it is, in bytes.
pub const MAX_PLAIN: usize = 4 * 1024;

/// How hard it is tried: a higher level takes a half more time for less than a percent.
const LEVEL: u8 = 6;

/// The most that a packed text becomes, in bytes: more than twice what a row may contain.
const MAX_UNPACKED: usize = 1024 * 1024;

/// JSON as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// Shortened.
    Plain(String),
    /// Shortened and compressed, in the format of zlib (RFC 1950).
    Packed(Vec<u8>),
}

/// A packed text that is damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a packed text can't be unpacked: {0}")]
pub struct Damaged(String);

impl Stored {
    /// The stored form of `json`: compressed if it is longer than [`MAX_PLAIN`], unless that makes it no shorter. The same
    /// JSON always becomes the same.
    pub fn of(json: String) -> Self {
        let text = compact::shorten(json);
        if text.len() <= MAX_PLAIN {
            return Self::Plain(text);
        }
        let packed = pack(&text);
        if packed.len() < text.len() { Self::Packed(packed) } else { Self::Plain(text) }
    }

    /// The length of the stored form of `json`, in bytes.
    pub fn len_of(json: &str) -> usize {
        match compact::shortened_len(json) {
            plain if plain <= MAX_PLAIN => plain,
            _ => Self::of(json.to_owned()).len(),
        }
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        match self {
            Self::Plain(text) => text.len(),
            Self::Packed(bytes) => bytes.len(),
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The JSON that was stored.
    ///
    /// # Errors
    /// [`Damaged`] for bytes that are not a packed text, or one of more than a megabyte.
    pub fn json(&self) -> Result<String, Damaged> {
        let text = match self {
            Self::Plain(text) => Cow::Borrowed(text),
            Self::Packed(bytes) => Cow::Owned(unpack(bytes)?),
        };
        Ok(compact::expand(&text))
    }
}

fn pack(text: &str) -> Vec<u8> {
    compress_to_vec_zlib(text.as_bytes(), LEVEL)
}

fn unpack(bytes: &[u8]) -> Result<String, Damaged> {
    let text =
        decompress_to_vec_zlib_with_limit(bytes, MAX_UNPACKED).map_err(|error| Damaged(error.to_string()))?;
    String::from_utf8(text).map_err(|error| Damaged(error.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn round_trip(json: &str) -> Stored {
        let stored = Stored::of(json.to_owned());
        assert_eq!(stored.len(), Stored::len_of(json));
        assert_eq!(stored.json().as_deref(), Ok(json));
        assert_eq!(stored, Stored::of(json.to_owned()), "the same each time");
        stored
    }

    #[rstest]
    #[case::up_to_the_limit(MAX_PLAIN, false)]
    #[case::longer(MAX_PLAIN + 1, true)]
    #[case::longer_than_phrases_are_looked_for(20 * 1024, true)]
    #[case::as_long_as_a_response_may_be(256 * 1024, true)]
    fn long_texts_are_packed(#[case] length: usize, #[case] is_packed: bool) {
        let frame = json!({"answer": ""}).to_string().len();
        let stored = round_trip(&json!({"answer": "ab".repeat(length)[..length - frame]}).to_string());
        assert_eq!(matches!(stored, Stored::Packed(_)), is_packed);
    }

    #[test]
    fn base64_of_noise_loses_what_base64_adds() {
        let json = json!({"base64": noise(20 * 1024)}).to_string();
        let stored = round_trip(&json);
        assert!(
            matches!(&stored, Stored::Packed(bytes) if bytes.len() * 100 < json.len() * 78),
            "{}",
            stored.len()
        );
    }

    /// Digits of base64 in an order that repeats nothing.
    fn noise(length: usize) -> String {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
        let next = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(DIGITS[usize::try_from(state % 64).unwrap_or(0)])
        };
        (0..length).map(next).collect()
    }

    #[test]
    fn damaged_bytes_are_an_error() {
        let Stored::Packed(packed) = Stored::of(json!("a".repeat(8 * 1024)).to_string()) else {
            panic!("packed")
        };
        let mut other = packed.clone();
        *other.last_mut().expect("a checksum") ^= 1;
        for bytes in [&packed[..packed.len() / 2], &other, b"no zlib"] {
            assert!(Stored::Packed(bytes.to_vec()).json().is_err());
        }
        let endless = compress_to_vec_zlib(&vec![b'a'; MAX_UNPACKED + 1], LEVEL);
        assert!(Stored::Packed(endless).json().is_err(), "more than a row holds");
    }

    proptest! {
        #[test]
        fn any_text_round_trips(text in ".{0,40}", times in 1_usize..400) {
            round_trip(&json!({"answer": {"body": {"text": text.repeat(times)}}}).to_string());
        }
    }
}
