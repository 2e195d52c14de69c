//! The forms in which a secret may come back from a destination.

use std::fmt::Write as _;

use base64::{
    Engine,
    engine::general_purpose::{GeneralPurpose, STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use serde_json::Value;
use url::form_urlencoded;

use crate::{interpolation::percent_encoded, xml};

/// The shortest part of a base64 text that is looked for; a shorter one would match by chance.
const MIN_BASE64: usize = 6;

/// The forms of `secret`: as it is, in JSON (also with every character as `\uXXXX`), percent-encoded (also every byte),
/// in a form, in XML and HTML (also with every character as a decimal or hexadecimal reference), in hexadecimal, and in
/// base64: alone, behind any prefix, and twice.
pub(super) fn forms(secret: &str) -> Vec<Box<[u8]>> {
    let json = Value::from(secret).to_string();
    let json = json.trim_matches('"').to_owned();
    let percent = percent_encoded(secret).into_owned();
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let bytes = |prefix: &str| each(secret.bytes(), |text, byte| write!(text, "{prefix}{byte:02X}"));
    let units = each(secret.encode_utf16(), |text, unit| write!(text, "\\u{unit:04X}"));
    let hexadecimal = each(secret.chars(), |text, c| write!(text, "&#x{:X};", u32::from(c)));
    let mut texts = vec![
        secret.to_owned(),
        json.replace('/', "\\/"),
        json,
        lower_hex(&percent),
        percent,
        lower_hex(&form),
        form,
        xml::escaped(secret).into_owned(),
        bytes("").to_lowercase(),
        bytes(""),
        bytes("%").to_lowercase(),
        bytes("%"),
        units.replace('\\', "").to_lowercase().replace('u', "\\u"),
        units,
        each(secret.chars(), |text, c| write!(text, "&#{};", u32::from(c))),
        hexadecimal.to_lowercase(),
        hexadecimal,
        html_specials(secret),
    ];
    for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
        texts.push(engine.encode(secret));
        texts.extend(behind_a_prefix(engine, secret.as_bytes()));
        for once in [STANDARD.encode(secret), engine.encode(secret)] {
            texts.push(engine.encode(&once));
            texts.extend(behind_a_prefix(engine, once.as_bytes()));
        }
    }
    texts.into_iter().filter(|text| !text.is_empty()).map(|text| text.into_bytes().into()).collect()
}

fn each<T>(parts: impl Iterator<Item = T>, write: impl Fn(&mut String, T) -> std::fmt::Result) -> String {
    let mut text = String::new();
    for part in parts {
        // Writing to a string does not fail.
        write(&mut text, part).ok();
    }
    text
}

/// Only the characters that HTML gives a meaning to, as decimal references.
fn html_specials(secret: &str) -> String {
    each(secret.chars(), |text, c| match c {
        '&' | '<' | '>' | '"' | '\'' => write!(text, "&#{};", u32::from(c)),
        c => write!(text, "{c}"),
    })
}

/// The characters of base64 that stand for nothing but bytes of `secret`, for each position that `secret` can have in the
/// groups of three bytes that are encoded together (RFC 4648 section 4).
fn behind_a_prefix(engine: &GeneralPurpose, secret: &[u8]) -> impl Iterator<Item = String> {
    (0..3).filter_map(|offset| {
        let padded: Vec<u8> = std::iter::repeat_n(0, offset).chain(secret.iter().copied()).collect();
        let encoded = engine.encode(&padded);
        // A character holds six bits; those of the prefix reach into the first ones, what follows into the last one.
        let first = (offset * 8).div_ceil(6);
        let last = padded.len() * 8 / 6;
        encoded.get(first..last).filter(|part| part.len() >= MIN_BASE64).map(str::to_owned)
    })
}

/// Percent-encoded text with lower-case hexadecimal digits.
fn lower_hex(encoded: &str) -> String {
    let mut digits = 0;
    let lower = |character: char| {
        if character == '%' {
            digits = 2;
            return character;
        }
        if digits > 0 {
            digits -= 1;
            return character.to_ascii_lowercase();
        }
        character
    };
    encoded.chars().map(lower).collect()
}
