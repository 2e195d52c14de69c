use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE},
};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::*;
use crate::execution::FailureCode;

const SECRET: &str = "s3c/r\"et+<é>";

#[rstest]
#[case::raw(SECRET.to_owned())]
#[case::json(json!(SECRET).to_string())]
#[case::json_with_slashes(json!(SECRET).to_string().replace('/', "\\/"))]
#[case::percent("a=s3c%2Fr%22et%2B%3C%C3%A9%3E".to_owned())]
#[case::lower_percent("a=s3c%2fr%22et%2b%3c%c3%a9%3e".to_owned())]
#[case::xml("<a>s3c/r&quot;et+&lt;é&gt;</a>".to_owned())]
#[case::base64(STANDARD.encode(SECRET))]
#[case::base64url(URL_SAFE.encode(SECRET))]
#[case::base64_behind_one_byte(STANDARD.encode(format!("x{SECRET}")))]
#[case::base64_behind_two_bytes(STANDARD.encode(format!("xy{SECRET}z")))]
#[case::basic_credentials(STANDARD.encode(format!("ada:{SECRET}")))]
#[case::base64_twice(STANDARD.encode(STANDARD.encode(SECRET)))]
#[case::base64_twice_behind_a_prefix(STANDARD.encode(format!("k={}", STANDARD.encode(SECRET))))]
#[case::hex(SECRET.bytes().map(|byte| format!("{byte:02x}")).collect())]
#[case::upper_hex(SECRET.bytes().map(|byte| format!("{byte:02X}")).collect())]
#[case::every_byte_percent(SECRET.bytes().map(|byte| format!("%{byte:02X}")).collect())]
#[case::html_decimal(SECRET.chars().map(|c| format!("&#{};", u32::from(c))).collect())]
#[case::html_hexadecimal(SECRET.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect())]
#[case::html_quotes("s3c/r&#34;et+&#60;é&#62;".to_owned())]
#[case::escaped_units(SECRET.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect())]
#[case::upper_escaped_units(SECRET.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect())]
fn a_secret_is_found_in_every_form(#[case] text: String) {
    let redacted = Redactor::new([SECRET]).text(&text).into_owned();
    assert!(redacted.contains(MASK) && redacted.len() <= text.len() + MASK.len(), "{text} -> {redacted}");
    assert!(!redacted.contains("s3c") && !redacted.contains("czNj"), "{redacted}");
}

#[test]
fn the_longest_match_is_masked_and_short_secrets_are_not() {
    let redactor = Redactor::new(["abcd", "abcdef", "xyz", ""]);
    assert_eq!(redactor.text("abcdef abcd xyz abc"), format!("{MASK} {MASK} xyz abc"));
    assert!(Redactor::new(["xyz"]).is_empty());
}

#[test]
fn values_keep_their_shape() {
    let redactor = Redactor::new(["12345678", "hunter2"]);
    let mut value = json!({"hunter2": [12345678, "a hunter2 b", null, 7], "n": {"m": "x"}});
    redactor.value(&mut value);
    assert_eq!(value, json!({MASK: [MASK, format!("a {MASK} b"), null, 7], "n": {"m": "x"}}));
}

#[test]
fn failures_are_redacted_and_debug_prints_nothing() {
    let redactor = Redactor::new(["hunter2"]);
    let failure = redactor.failure(Failure::new(FailureCode::Connect, "no route to hunter2.example"));
    assert_eq!(failure.message, format!("no route to {MASK}.example"));
    assert!(!format!("{redactor:?}").contains("hunter2"));
}

#[test]
fn a_partial_secret_at_the_end_of_a_truncated_body_is_masked() {
    let redactor = Redactor::new(["hunter2hunter2"]);
    assert_eq!(redactor.bytes("user hunter2hun".into(), true), format!("user {MASK}"));
    assert_eq!(redactor.bytes("user hunter2hun".into(), false), "user hunter2hun");
}

proptest! {
    #[test]
    fn no_secret_remains(
        secret in "[a-zA-Z0-9/+\"\\\\&<%é€]{4,20}", before in "\\PC{0,12}", after in "\\PC{0,12}", form: proptest::sample::Index,
    ) {
        let text = String::from_utf8(form.get(&forms(&secret)).to_vec()).unwrap();
        let redactor = Redactor::new([secret.as_str()]);
        let redacted = redactor.text(&format!("{before}{text}{after}")).into_owned();
        prop_assert!(redacted.contains(MASK));
        prop_assert!(!redacted.contains(&secret));
        let mut value = json!({&text: [&text, {"a": format!("{before}{text}")}]});
        redactor.value(&mut value);
        prop_assert!(!value.to_string().contains(&text));
    }

    #[test]
    fn text_without_secrets_is_unchanged(text in "[a-z ]{0,40}") {
        prop_assert_eq!(Redactor::new(["S3CRET"]).text(&text), &*text);
        prop_assert_eq!(Redactor::default().text(&text), &*text);
    }
}
