//! Tokens of callbacks: what lets a destination report about a job without an account.
//!
//! A token is `<execution>.<attempt>.<expiry>.<key>.<mac>`: the attempt in decimal digits, the expiry in seconds since the
//! epoch, the id of the key, and the first 16 bytes of the HMAC-SHA256 (RFC 2104) of everything before it, in base64url
//! (RFC 4648 section 5). Nothing of it is stored: whoever has the key can check it. The token of a monitor is made in the
//! same way, of its task.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use beadle_values::id::{ExecutionId, TaskId};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretSlice};
use sha2::Sha256;

/// What the MAC covers before the token, so that the key is of no use anywhere else.
const CONTEXT: &[u8] = b"beadle callback 1\n";

/// The same for tokens of monitors, so that one kind of token is no token of the other kind.
const PING_CONTEXT: &[u8] = b"beadle ping 1\n";

/// How much of the HMAC a token has, in bytes (RFC 2104 section 5: at least half of it).
const MAC_LENGTH: usize = 16;

/// The shortest key, in bytes (RFC 2104 section 3: as long as the hash).
pub const MIN_KEY: usize = 32;

/// The longest id of a key.
const MAX_KEY_ID: usize = 16;

/// The most keys: the current one and those that tokens may still name.
const MAX_KEYS: usize = 16;

/// The longest text that may be a token.
const MAX_TOKEN: usize = 200;

/// What a token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallbackToken {
    /// The execution.
    pub execution: ExecutionId,
    /// The attempt that started the job, counted from 1.
    pub attempt: u32,
    /// Until when it is of use.
    pub expires_at: Timestamp,
}

/// The keys that tokens are made with.
#[derive(Clone)]
pub struct CallbackKeys {
    /// The current one first.
    keys: Vec<(String, SecretSlice<u8>)>,
}

impl fmt::Debug for CallbackKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|(id, _)| id)).finish()
    }
}

/// Why a text is no list of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be keys separated by commas, the current one first, each `<id>:<at least 32 bytes in base64>`")]
pub struct InvalidKeys;

/// Why a text is no token of these keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token is not one of ours")]
pub struct InvalidToken;

impl CallbackKeys {
    /// The only key, with this id.
    ///
    /// # Errors
    /// [`InvalidKeys`] if the key is too short or the id is none.
    pub fn only(id: &str, key: Vec<u8>) -> Result<Self, InvalidKeys> {
        Self::of(vec![(id.to_owned(), key)])
    }

    /// Reads keys as they are configured: `<id>:<base64>,<id>:<base64>`, the one that makes new tokens first. The others
    /// stay until the last token that they made has expired.
    ///
    /// # Errors
    /// [`InvalidKeys`].
    pub fn parse(text: &str) -> Result<Self, InvalidKeys> {
        let key = |text: &str| {
            let (id, key) = text.trim().split_once(':').ok_or(InvalidKeys)?;
            let key = base64::engine::general_purpose::STANDARD
                .decode(key.trim())
                .or_else(|_| URL_SAFE_NO_PAD.decode(key.trim()));
            Ok((id.trim().to_owned(), key.map_err(|_| InvalidKeys)?))
        };
        Self::of(text.split(',').map(key).collect::<Result<_, InvalidKeys>>()?)
    }

    fn of(keys: Vec<(String, Vec<u8>)>) -> Result<Self, InvalidKeys> {
        let ids: Vec<&String> = keys.iter().map(|(id, _)| id).collect();
        let repeats =
            ids.iter().enumerate().any(|(index, id)| ids.iter().take(index).any(|known| known == id));
        let usable = |(id, key): &(String, Vec<u8>)| is_key_id(id) && key.len() >= MIN_KEY;
        if repeats || !(1..=MAX_KEYS).contains(&keys.len()) || !keys.iter().all(usable) {
            return Err(InvalidKeys);
        }
        Ok(Self { keys: keys.into_iter().map(|(id, key)| (id, key.into())).collect() })
    }

    /// The text of `token` under the current key.
    pub fn mint(&self, token: &CallbackToken) -> String {
        let CallbackToken { execution, attempt, expires_at } = token;
        self.seal(CONTEXT, &format!("{execution}.{attempt}.{}", expires_at.as_second()))
    }

    /// What `text` says, if it is a token that one of these keys made, expired or not. The MACs are compared in constant
    /// time.
    ///
    /// # Errors
    /// [`InvalidToken`] for anything else.
    pub fn verify(&self, text: &str) -> Result<CallbackToken, InvalidToken> {
        let mut parts = self.open(CONTEXT, text)?.split('.');
        let (Some(execution), Some(attempt), Some(expiry), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(InvalidToken);
        };
        let seconds: i64 = expiry.parse().map_err(|_| InvalidToken)?;
        Ok(CallbackToken {
            execution: execution.parse().map_err(|_| InvalidToken)?,
            attempt: attempt.parse().map_err(|_| InvalidToken)?,
            expires_at: Timestamp::from_second(seconds).map_err(|_| InvalidToken)?,
        })
    }

    /// The text of the token of the monitor `task` under the current key: `<task>.<key>.<mac>`. It does not expire.
    pub fn mint_ping(&self, task: TaskId) -> String {
        self.seal(PING_CONTEXT, &task.to_string())
    }

    /// The monitor whose token `text` is.
    ///
    /// # Errors
    /// [`InvalidToken`] for anything else.
    pub fn verify_ping(&self, text: &str) -> Result<TaskId, InvalidToken> {
        self.open(PING_CONTEXT, text)?.parse().map_err(|_| InvalidToken)
    }

    /// `stated` with the id of the current key and the MAC of both in `context`.
    fn seal(&self, context: &[u8], stated: &str) -> String {
        // There is a key: no list is empty.
        let Some((id, key)) = self.keys.first() else { return String::new() };
        let stated = format!("{stated}.{id}");
        let mac = mac(key, context, &stated).finalize().into_bytes();
        let mac = mac.get(..MAC_LENGTH).unwrap_or_default();
        format!("{stated}.{}", URL_SAFE_NO_PAD.encode(mac))
    }

    /// What was sealed as `text` in `context`.
    fn open<'t>(&self, context: &[u8], text: &'t str) -> Result<&'t str, InvalidToken> {
        if text.len() > MAX_TOKEN {
            return Err(InvalidToken);
        }
        let (stated, written) = text.rsplit_once('.').ok_or(InvalidToken)?;
        let (said, id) = stated.rsplit_once('.').ok_or(InvalidToken)?;
        let (_, key) = self.keys.iter().find(|(known, _)| known == id).ok_or(InvalidToken)?;
        let written = URL_SAFE_NO_PAD.decode(written).map_err(|_| InvalidToken)?;
        if written.len() != MAC_LENGTH {
            return Err(InvalidToken);
        }
        mac(key, context, stated).verify_truncated_left(&written).map_err(|_| InvalidToken)?;
        Ok(said)
    }
}

#[expect(clippy::expect_used, reason = "an HMAC takes a key of any length")]
fn mac(key: &SecretSlice<u8>, context: &[u8], stated: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_secret()).expect("a key of any length");
    mac.update(context);
    mac.update(stated.as_bytes());
    mac
}

fn is_key_id(id: &str) -> bool {
    (1..=MAX_KEY_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// What URLs of callbacks are made of: the keys, and where this service is reached.
#[derive(Debug, Clone)]
pub struct Callbacks {
    /// Make and check tokens.
    pub keys: CallbackKeys,
    /// The address of this service, without a slash at its end.
    pub public_url: String,
}

impl Callbacks {
    /// The address that takes the reports of whoever has `token`.
    pub fn url(&self, token: &str) -> String {
        format!("{}/cb/{token}", self.public_url.trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    fn keys(ids: &[(&str, u8)]) -> CallbackKeys {
        CallbackKeys::of(ids.iter().map(|(id, byte)| ((*id).to_owned(), vec![*byte; MIN_KEY])).collect())
            .unwrap()
    }

    fn token(attempt: u32) -> CallbackToken {
        CallbackToken {
            execution: ExecutionId::from_uuid(Uuid::from_u128(7)),
            attempt,
            expires_at: Timestamp::from_second(1_800_000_000).unwrap(),
        }
    }

    #[test]
    fn a_token_of_a_monitor_says_which_and_nothing_else_is_one() {
        let (old, new) = (keys(&[("k1", 1)]), keys(&[("k2", 2), ("k1", 1)]));
        let task = TaskId::from_uuid(Uuid::from_u128(7));
        let text = old.mint_ping(task);
        assert!(text.starts_with("tsk_00000000000000000000000000000007.k1."), "{text}");
        assert_eq!((old.verify_ping(&text), new.verify_ping(&text)), (Ok(task), Ok(task)));
        assert_eq!(new.verify(&text), Err(InvalidToken));
        assert_eq!(new.verify_ping(&old.mint(&token(1))), Err(InvalidToken));
        for other in [
            text.replace("07.", "08."),
            text.replace(".k1.", ".k2."),
            text[..text.len() - 1].to_owned(),
            String::new(),
        ] {
            assert_eq!(new.verify_ping(&other), Err(InvalidToken), "{other}");
        }
    }

    #[test]
    fn a_token_says_what_it_was_made_of() {
        let keys = keys(&[("k1", 1)]);
        let text = keys.mint(&token(3));
        assert!(text.starts_with("exe_00000000000000000000000000000007.3.1800000000.k1."), "{text}");
        assert_eq!(text.rsplit('.').next().map(str::len), Some(22), "128 bits in base64url");
        assert_eq!(keys.verify(&text), Ok(token(3)));
    }

    #[test]
    fn any_change_of_a_token_makes_it_invalid() {
        let keys = keys(&[("k1", 1), ("k2", 2)]);
        let text = keys.mint(&token(3));
        let mut tried = 0;
        for index in 0..text.len() {
            for replacement in ['0', '1', 'A', 'b', '.', '-'] {
                let mut changed: Vec<char> = text.chars().collect();
                if changed[index] == replacement {
                    continue;
                }
                changed[index] = replacement;
                let changed: String = changed.into_iter().collect();
                // The last character of 16 bytes in base64 has four bits that mean nothing; they must be zero.
                assert_eq!(keys.verify(&changed), Err(InvalidToken), "{changed}");
                tried += 1;
            }
        }
        assert!(tried > 300, "{tried}");
        for cut in 0..text.len() {
            assert_eq!(keys.verify(&text[..cut]), Err(InvalidToken));
        }
        assert_eq!(keys.verify(&format!("{text}.{text}")), Err(InvalidToken));
    }

    #[test]
    fn a_rotated_key_still_checks_the_tokens_it_made() {
        let (old, both, new) = (keys(&[("k1", 1)]), keys(&[("k2", 2), ("k1", 1)]), keys(&[("k2", 2)]));
        let text = old.mint(&token(1));
        assert_eq!(both.verify(&text), Ok(token(1)));
        assert!(both.mint(&token(1)).contains(".k2."), "the first key makes new tokens");
        assert_eq!(new.verify(&text), Err(InvalidToken), "once it is removed, they are of no use");
        let renamed = keys(&[("k1", 2)]);
        assert_eq!(renamed.verify(&text), Err(InvalidToken), "another key under the same id");
    }

    #[rstest]
    #[case("k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", true)]
    #[case(
        " k2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE= , k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        true
    )]
    #[case("", false)]
    #[case("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false)]
    #[case("k1:AAAA", false)]
    #[case("K1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false)]
    #[case("k.1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false)]
    #[case("a-very-long-key-id:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false)]
    #[case(
        "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=",
        false
    )]
    fn keys_are_read_with_their_ids(#[case] text: &str, #[case] valid: bool) {
        assert_eq!(CallbackKeys::parse(text).is_ok(), valid);
    }

    #[test]
    fn keys_are_never_told() {
        let keys = CallbackKeys::only("k1", vec![7; 32]).unwrap();
        assert_eq!(format!("{keys:?}"), "[\"k1\"]");
    }

    proptest! {
        #[test]
        fn no_text_is_a_token_by_chance(text in "(exe_[0-9a-f]{32}\\.[0-9]{1,3}\\.[0-9]{10}\\.k1\\.[A-Za-z0-9_-]{22}|.{0,80})") {
            prop_assert_eq!(keys(&[("k1", 1)]).verify(&text), Err(InvalidToken));
        }
    }
}
