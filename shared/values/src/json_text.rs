//! What is lost when the text of a JSON document becomes a [`serde_json::Value`]: all but the last of several members with
//! one name (RFC 8259 section 4), and the digits of a number that neither a 64-bit integer nor a double holds (section 6).

use std::{collections::HashSet, ops::Range};

use serde_json::{Number, Value};

use crate::violation::{Path, Step, Violation, Violations};

/// Something in the text of a document that its value does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Where the value is.
    pub path: Path,
    /// What is lost.
    pub kind: LossKind,
    /// Where the number, or the name of the member, is in the text, in bytes.
    pub range: Range<usize>,
}

/// What is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LossKind {
    /// A member whose name another member of the object has.
    Duplicate,
    /// A number that would be rounded.
    Inexact,
}

/// All losses of `text`, which has to be valid JSON, in order; `root` is the path of the document.
pub fn losses(text: &str, root: &Path) -> Vec<Loss> {
    let mut losses = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let end = token_end(bytes, at);
        match byte {
            b'{' => open.push(Open::Object { names: HashSet::new(), name: None }),
            b'[' => open.push(Open::Array { index: 0 }),
            b'}' | b']' => drop(open.pop()),
            b',' => match open.last_mut() {
                Some(Open::Object { name, .. }) => *name = None,
                Some(Open::Array { index }) => *index += 1,
                None => {}
            },
            b'"' => {
                if let Some(Open::Object { names, name: name @ None }) = open.last_mut() {
                    let read = text.get(at..end).and_then(|token| serde_json::from_str::<String>(token).ok());
                    let read = read.unwrap_or_default();
                    let is_new = names.insert(read.clone());
                    *name = Some(read);
                    if !is_new {
                        losses.push(Loss {
                            path: path(root, &open),
                            kind: LossKind::Duplicate,
                            range: at..end,
                        });
                    }
                }
            }
            b'-' | b'0'..=b'9' if !text.get(at..end).is_none_or(is_exact) => {
                losses.push(Loss { path: path(root, &open), kind: LossKind::Inexact, range: at..end });
            }
            _ => {}
        }
        at = end;
    }
    losses
}

/// The value of `text` in which a number that can't be kept exactly is a string of its digits.
///
/// # Errors
/// If `text` is no JSON.
pub fn exact(text: &str) -> serde_json::Result<Value> {
    let value = serde_json::from_str(text);
    let inexact: Vec<Range<usize>> = match &value {
        Ok(Value::Null | Value::Bool(_) | Value::String(_)) | Err(_) => return value,
        Ok(_) => losses(text, &Path::body()),
    }
    .into_iter()
    .filter(|loss| loss.kind == LossKind::Inexact)
    .map(|loss| loss.range)
    .collect();
    if inexact.is_empty() {
        return value;
    }
    let (mut exact, mut written) = (String::new(), 0);
    for range in inexact {
        let parts = (text.get(written..range.start), text.get(range.clone()));
        let (Some(before), Some(number)) = parts else { return value };
        exact.extend([before, "\"", number, "\""]);
        written = range.end;
    }
    exact.push_str(text.get(written..).unwrap_or_default());
    serde_json::from_str(&exact)
}

/// The losses of a request as violations.
pub fn violations(text: &str, root: &Path) -> Violations {
    let mut violations = Violations::new();
    for loss in losses(text, root) {
        violations.push(match loss.kind {
            LossKind::Duplicate => Violation::new(loss.path, "duplicate", "is there twice"),
            LossKind::Inexact => {
                let message = "has more digits, or is larger, than a number that can be kept exactly";
                Violation::new(loss.path, "inexact_number", message).hint("write it as a string")
            }
        });
    }
    violations
}

/// An object or an array that is not closed yet.
enum Open {
    Object { names: HashSet<String>, name: Option<String> },
    Array { index: usize },
}

fn path(root: &Path, open: &[Open]) -> Path {
    open.iter().fold(root.clone(), |path, open| match open {
        Open::Object { name: Some(name), .. } => path.step(Step::Key(name.clone())),
        Open::Object { name: None, .. } => path,
        Open::Array { index } => path.step(Step::Index(*index)),
    })
}

/// The end of the string, number or literal that begins at `start`; the next byte for anything else.
fn token_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let length = match rest.first() {
        Some(b'"') => {
            let mut is_escaped = false;
            let end = rest.iter().skip(1).position(|byte| {
                let ends = *byte == b'"' && !is_escaped;
                is_escaped = *byte == b'\\' && !is_escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        }
        Some(b'-' | b'0'..=b'9') => {
            let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
            rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len())
        }
        _ => 1,
    };
    start + length
}

/// Whether the number `token` is written again with the same digits once it was read.
fn is_exact(token: &str) -> bool {
    if token.parse::<i64>().is_ok() || token.parse::<u64>().is_ok() {
        return true;
    }
    // As JSON writes it: of two shortest texts that are as near, others write the other one.
    let written = token.parse().ok().and_then(Number::from_f64).map(|number| number.to_string());
    written.is_some_and(|written| Decimal::parse(token) == Decimal::parse(&written))
}

/// A decimal number: `0.digits` times ten to the power of `exponent`, without zeros at the ends of its digits.
#[derive(PartialEq, Eq)]
struct Decimal<'t> {
    is_negative: bool,
    digits: Vec<&'t u8>,
    exponent: i64,
}

impl<'t> Decimal<'t> {
    fn parse(token: &'t str) -> Option<Self> {
        let (is_negative, token) = match token.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, token),
        };
        let (mantissa, exponent) = token.split_once(['e', 'E']).unwrap_or((token, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<&u8> = whole.as_bytes().iter().chain(fraction.as_bytes()).collect();
        let leading = digits.iter().take_while(|digit| ***digit == b'0').count();
        digits.drain(..leading);
        while digits.last() == Some(&&b'0') {
            digits.pop();
        }
        let point = i64::try_from(whole.len()).ok()?.checked_sub(i64::try_from(leading).ok()?)?;
        let exponent = exponent.parse::<i64>().ok()?.checked_add(point)?;
        let exponent = if digits.is_empty() { 0 } else { exponent };
        Some(Self { is_negative, digits, exponent })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::Value;

    use super::*;

    fn found(text: &str) -> Vec<(String, LossKind)> {
        losses(text, &Path::body()).into_iter().map(|loss| (loss.path.to_string(), loss.kind)).collect()
    }

    #[rstest]
    #[case("0")]
    #[case("-0")]
    #[case("18446744073709551615")]
    #[case("-9223372036854775808")]
    #[case("0.1")]
    #[case("1e2")]
    #[case("1.50E+3")]
    #[case("0.000")]
    #[case("1e308")]
    #[case("5e-324")]
    #[case("123456789012345680000")]
    #[case("1389868514201736.2")]
    fn numbers_that_are_kept(#[case] number: &str) {
        assert_eq!(found(&format!("[{number}, \"12345678901234567890.123456789\"]")), []);
    }

    #[rstest]
    #[case("18446744073709551616")]
    #[case("-9223372036854775809")]
    #[case("12345678901234567890.123456789")]
    #[case("0.1000000000000000055511151231257827")]
    #[case("1e-400")]
    #[case("3.14159265358979323846")]
    #[case("1389868514201736.3")]
    fn numbers_that_would_be_rounded(#[case] number: &str) {
        let text = format!("{{\"a\": [true, {{\"b\": {number}}}]}}");
        assert_eq!(found(&text), [("body.a[1].b".to_owned(), LossKind::Inexact)]);
        let loss = losses(&text, &Path::body()).remove(0);
        assert_eq!(&text[loss.range], number);
    }

    #[test]
    fn members_with_one_name_are_found_however_it_is_escaped() {
        let text = r#"{"a": {"b": 1, "\u0062": 2}, "c": [{"a": 1}, {"a": 2}], "a": "\"a\": \\"}"#;
        let duplicate = |path: &str| (path.to_owned(), LossKind::Duplicate);
        assert_eq!(found(text), [duplicate("body.a.b"), duplicate("body.a")]);
    }

    fn documents() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,6}".prop_map(Value::from),
        ];
        scalar.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map("\\PC{0,4}", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn nothing_of_a_written_value_is_lost(document in documents()) {
            prop_assert_eq!(found(&document.to_string()), []);
            prop_assert_eq!(found(&format!("{document:#}")), []);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,24}|[\\[\\]{}\",:\\\\0-9eE.+-]{0,24}") {
            losses(&text, &Path::body());
        }
    }
}
