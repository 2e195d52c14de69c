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

/// The first bytes of each phrase: nearly every place of a text that could be one differs from them already.
const STARTS: [[u8; START]; PHRASES.len()] = {
    let mut starts = [[0; START]; PHRASES.len()];
    let mut index = 0;
    while index < PHRASES.len() {
        let (phrase, mut at) = (PHRASES[index].as_bytes(), 0);
        while at < START {
            starts[index][at] = phrase[at];
            at += 1;
        }
        index += 1;
    }
    starts
};

/// How many bytes are compared at first; each phrase is longer.
const START: usize = 8;

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
    for piece in pieces(&json) {
        match piece {
            Piece::Phrase(code) => short.push(char::from(code)),
            Piece::Text(text) => short.push_str(text),
        }
    }
    short
}

/// The length of `json` after shortening, in bytes.
pub fn shortened_len(json: &str) -> usize {
    if json.len() > MAX_LENGTH {
        return json.len();
    }
    pieces(json)
        .map(|piece| match piece {
            Piece::Phrase(_) => 1,
            Piece::Text(text) => text.len(),
        })
        .sum()
}

/// Restores the JSON that was shortened to `text`.
pub fn expand(text: &str) -> String {
    let mut json = String::with_capacity(2 * text.len());
    for character in text.chars() {
        match u32::from(character)
            .checked_sub(FIRST.into())
            .and_then(|index| PHRASES.get(usize::try_from(index).ok()?))
        {
            Some(phrase) => json.push_str(phrase),
            None => json.push(character),
        }
    }
    json
}

/// A part of a text: a phrase or anything else.
enum Piece<'a> {
    Phrase(u8),
    Text(&'a str),
}

/// Splits the text at its phrases, from left to right; the first phrase in the list that matches is used.
fn pieces(json: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = json;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((code, left)) = phrase_at(rest) {
            rest = left;
            return Some(Piece::Phrase(code));
        }
        let (text, left) = rest.split_at(next_phrase(rest));
        rest = left;
        Some(Piece::Text(text))
    })
}

/// The phrase at the start of `text`, and the rest of the text.
fn phrase_at(text: &str) -> Option<(u8, &str)> {
    let start = text.as_bytes().first_chunk::<START>()?;
    // All phrases start with one of these.
    if !matches!(start, [b'{' | b'"' | b'}' | b',', ..]) {
        return None;
    }
    let mut phrases = (FIRST..).zip(PHRASES.iter().zip(&STARTS)).filter(|(_, (_, known))| *known == start);
    phrases.find_map(|(code, (phrase, _))| Some((code, text.strip_prefix(phrase)?)))
}

/// The position of the next phrase in `text`, which does not start with one; the end of the text if there is
/// none.
fn next_phrase(text: &str) -> usize {
    let is_phrase = |from: &usize| text.get(*from..).and_then(phrase_at).is_some();
    (1..text.len()).find(is_phrase).unwrap_or(text.len())
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
