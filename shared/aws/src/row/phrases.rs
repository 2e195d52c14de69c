//! Shorter JSON: the phrases that nearly every row repeats are stored as one control character each.
//!
//! A row is paid for by the kilobyte with every write, and half of a small one would be names of members. JSON never holds
//! a control character as such, so each can stand for a phrase; whatever its owner wrote stays readable.

/// What the characters from U+0001 on stand for. Rows that are stored rely on it: phrases may be added at the end, up to
/// 31, and none may ever change.
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

/// Longer texts are left as they are: names are not what makes them long.
const LONGEST: usize = 16 * 1024;

/// The first of the characters that stand for phrases.
const FIRST: u32 = 1;

/// `json` with a character for every phrase.
pub(super) fn shorten(json: String) -> String {
    if json.len() > LONGEST {
        return json;
    }
    PHRASES
        .iter()
        .zip(codes())
        .fold(json, |text, (phrase, code)| text.replace(phrase, code.encode_utf8(&mut [0; 4])))
}

/// The JSON that was shortened to `text`.
pub(super) fn expand(text: &str) -> String {
    let mut json = String::with_capacity(2 * text.len());
    for character in text.chars() {
        match u32::from(character)
            .checked_sub(FIRST)
            .and_then(|index| PHRASES.get(usize::try_from(index).ok()?))
        {
            Some(phrase) => json.push_str(phrase),
            None => json.push(character),
        }
    }
    json
}

fn codes() -> impl Iterator<Item = char> {
    (FIRST..).filter_map(char::from_u32)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::digest::{SHA256, digest};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn no_phrase_of_a_stored_row_ever_changes() {
        let hash = digest(&SHA256, PHRASES[..27].join("\n").as_bytes());
        let hash: String = hash.as_ref()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, "b6a733127bbe9c27");
        assert!(PHRASES.len() < 32, "from U+0020 on characters stand for themselves");
    }

    proptest! {
        #[test]
        fn whatever_is_shortened_comes_back(pieces in prop::collection::vec((0..PHRASES.len(), ".{0,10}"), 0..20)) {
            let text: String = pieces.iter().flat_map(|(index, text)| [PHRASES[*index], text]).collect();
            // As a string of JSON, and as what JSON is when no string is around it.
            let quoted = json!({"a": text}).to_string();
            let bare: String = text.chars().filter(|character| !character.is_control()).collect();
            for json in [quoted, bare] {
                prop_assert_eq!(expand(&shorten(json.clone())), json);
            }
        }
    }

    #[test]
    fn a_long_text_comes_back_too() {
        let json =
            json!({"headers": {"content-type": "application/json"}, "pad": "x".repeat(LONGEST)}).to_string();
        assert_eq!(expand(&shorten(json.clone())), json);
    }
}
