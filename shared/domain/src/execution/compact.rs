//! Compact JSON: phrases that nearly every execution repeats are stored as one control character each.
//!
//! Every write of a row is billed by the kilobyte, and half of a small row would be member names. JSON never
//! contains raw control characters, so each can represent a phrase; texts of the owner stay readable.

/// The phrases, represented by the characters from U+0001. Stored rows depend on them: phrases may be
/// appended, up to 31, but never changed.
const PHRASES: [&str; 27] = [
    // requests
    r#"{"spec":{"type":"http","config":{"#,
    r#"{"spec":{"type":"api_call","config":{"#,
    r#"{"spec":{"type":"webhook","config":{"#,
    r#""method":"POST","url":"https://"#,
    r#""method":"GET","url":"https://"#,
    r#"},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"#,
    r#"},"policy":{"timeout_ms":300000,"retry":{"max_retries":3,"#,
    r#"},"policy":{"timeout_ms":"#,
    r#","retry":{"max_retries":"#,
    r#""strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}}"#,
    r#","trigger":{"kind":"api"}"#,
    r#","trigger":{"kind":"schedule","scheduled_for":""#,
    r#","trigger":{"kind":""#,
    r#","idempotency":{"key":""#,
    // both
    r#""headers":{"#,
    r#""content-type":"application/json"#,
    r#","body":{"#,
    // progress
    r#"{"state":{"status":"completed","at":""#,
    r#"{"state":{"status":""#,
    r#""},"attempts":[{"number":1,"started_at":""#,
    r#""},{"number":"#,
    r#"","duration_ms":"#,
    r#","outcome":"succeeded","http_status":200}],"answer":{"status":200,"#,
    r#","outcome":"failed","#,
    r#""failure":{"code":""#,
    r#""answer":{"status":"#,
    r#"},"updated_at":""#,
];

/// How many bytes are compared at first; each phrase is longer.
const START: usize = 8;

/// The first bytes of each phrase, as one number: nearly every place of a text that could be one differs from them already.
const STARTS: [u64; PHRASES.len()] = {
    let mut starts = [0; PHRASES.len()];
    let mut index = 0;
    while index < PHRASES.len() {
        starts[index] = start_of(PHRASES[index].as_bytes(), 0);
        index += 1;
    }
    starts
};

/// The characters of the first phrase with each start, in the [slot](slot) of the start or the next free ones; 0 where there is none.
const SLOTS: [u8; SLOT_COUNT] = {
    let mut slots = [0; SLOT_COUNT];
    let mut index = 0;
    while index < PHRASES.len() {
        let mut slot = slot(STARTS[index]);
        while slots[slot] != 0 && STARTS[(slots[slot] - FIRST) as usize] != STARTS[index] {
            slot = (slot + 1) % SLOT_COUNT;
        }
        if slots[slot] == 0 {
            slots[slot] = FIRST + index as u8;
        }
        index += 1;
    }
    slots
};

const SLOT_COUNT: usize = 128;

/// The place in [`SLOTS`] where a start is looked for first: the upper bits of its product with an odd number (Knuth's
/// multiplicative hashing).
const fn slot(start: u64) -> usize {
    (start.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 57) as usize
}

/// The eight bytes of `bytes` from `from` on, of which there are as many.
const fn start_of(bytes: &[u8], from: usize) -> u64 {
    let (mut start, mut at) = (0, 0);
    while at < START {
        start |= (bytes[from + at] as u64) << (8 * at);
        at += 1;
    }
    start
}

/// Longer texts are stored unchanged, because member names are not what makes them long.
const MAX_LENGTH: usize = 16 * 1024;

/// The character of the first phrase.
const FIRST: u8 = 1;

/// Replaces every phrase in `json` by its character.
pub fn shorten(json: String) -> String {
    if json.len() > MAX_LENGTH {
        return json;
    }
    let mut short = String::with_capacity(json.len());
    split(&json, |piece| match piece {
        Piece::Phrase(code) => short.push(char::from(code)),
        Piece::Text(text) => short.push_str(text),
    });
    short
}

/// The length of `json` after shortening, in bytes.
pub fn shortened_len(json: &str) -> usize {
    if json.len() > MAX_LENGTH {
        return json.len();
    }
    let mut length = 0;
    split(json, |piece| {
        length += match piece {
            Piece::Phrase(_) => 1,
            Piece::Text(text) => text.len(),
        };
    });
    length
}

/// Restores the JSON that was shortened to `text`.
pub fn expand(text: &str) -> String {
    let mut json = String::with_capacity(2 * text.len());
    expand_onto(&mut json, text);
    json
}

/// Restores the JSON that was shortened to `text` at the end of `json`.
pub fn expand_onto(json: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| phrase(byte).is_some()) {
        let (text, coded) = rest.split_at(at);
        json.push_str(text);
        let mut coded = coded.chars();
        json.extend(coded.next().and_then(|code| phrase(u8::try_from(code).ok()?)));
        rest = coded.as_str();
    }
    json.push_str(rest);
}

/// The phrase that a character represents.
fn phrase(code: u8) -> Option<&'static str> {
    code.checked_sub(FIRST).and_then(|index| PHRASES.get(usize::from(index))).copied()
}

/// A part of a text: a phrase or anything else.
enum Piece<'a> {
    Phrase(u8),
    Text(&'a str),
}

/// Splits the text at its phrases, from left to right; the first phrase in the list that matches is used.
fn split<'a>(json: &'a str, mut take: impl FnMut(Piece<'a>)) {
    let bytes = json.as_bytes();
    let (mut taken, mut at) = (0, 0);
    // All phrases start with one of these.
    while let Some(ahead) = bytes[at..].iter().position(|byte| matches!(byte, b'{' | b'"' | b'}' | b',')) {
        at += ahead;
        let Some((code, phrase)) = phrase_at(&bytes[at..]) else {
            at += 1;
            continue;
        };
        if taken < at {
            take(Piece::Text(&json[taken..at]));
        }
        take(Piece::Phrase(code));
        at += phrase.len();
        taken = at;
    }
    if taken < json.len() {
        take(Piece::Text(&json[taken..]));
    }
}

/// The phrase at the start of `bytes`, and its character.
fn phrase_at(bytes: &[u8]) -> Option<(u8, &'static str)> {
    let start = u64::from_le_bytes(*bytes.first_chunk()?);
    let mut slot = slot(start);
    let first = loop {
        let index = usize::from(SLOTS[slot].checked_sub(FIRST)?);
        if STARTS[index] == start {
            break index;
        }
        slot = (slot + 1) % SLOT_COUNT;
    };
    let mut phrases = (FIRST..).zip(PHRASES.iter().zip(&STARTS)).skip(first);
    phrases.find_map(|(code, (phrase, known))| {
        (*known == start && bytes.starts_with(phrase.as_bytes())).then_some((code, *phrase))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn phrases_of_stored_rows_never_change() {
        let digest = Uuid::new_v5(&Uuid::nil(), PHRASES[..27].join("\n").as_bytes());
        assert_eq!(digest.to_string(), "0d79dadd-e3f8-5511-a197-218527bb395d");
        assert!(PHRASES.len() < 32, "from U+0020 on characters stand for themselves");
    }

    proptest! {
        #[test]
        fn shortened_texts_round_trip(pieces in prop::collection::vec((0..PHRASES.len(), ".{0,10}"), 0..20)) {
            let text: String = pieces.iter().flat_map(|(index, text)| [PHRASES[*index], text]).collect();
            // As a JSON string, and as JSON outside of strings.
            let quoted = json!({"a": text}).to_string();
            let bare: String = text.chars().filter(|character| !character.is_control()).collect();
            for json in [quoted, bare] {
                let short = shorten(json.clone());
                prop_assert_eq!(short.len(), shortened_len(&json));
                prop_assert_eq!(expand(&short), json);
            }
        }
    }

    #[test]
    fn long_texts_round_trip() {
        let json = json!({"headers": {"content-type": "application/json"}, "pad": "x".repeat(MAX_LENGTH)})
            .to_string();
        assert_eq!(shortened_len(&json), json.len());
        assert_eq!(expand(&shorten(json.clone())), json);
    }
}
