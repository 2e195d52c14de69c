//! References to secrets: `${secret:name#field}`.

use std::{fmt, str::FromStr};

/// The maximum length of a name or a field, in bytes.
const MAX_LENGTH: usize = 255;

/// The maximum number of segments in a name: Parameter Store accepts 15 levels, some of which are the owner's
/// folder.
const MAX_SEGMENTS: usize = 8;

/// A reference to a secret: `${secret:name#field}`.
///
/// A name consists of segments of `A-Z a-z 0-9 . _ -`, separated by `/`, none of them `.` or `..`. Every
/// secret store accepts this, and it can't leave the folder of an owner's secrets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretRef {
    /// The name of the secret in the store.
    pub name: String,
    /// The member to use if the secret is a JSON object.
    pub field: Option<String>,
}

/// A text that is not a reference to a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("names no secret: write name or name#field, the name of letters, digits, `.`, `_`, `-` and `/`")]
pub struct InvalidSecretRef;

impl FromStr for SecretRef {
    type Err = InvalidSecretRef;

    /// Parses `name` or `name#field`.
    fn from_str(text: &str) -> Result<Self, InvalidSecretRef> {
        let (name, field) = match text.split_once('#') {
            Some((name, field)) => (name, Some(field)),
            None => (text, None),
        };
        let field_fits = field.is_none_or(|field| {
            (1..=MAX_LENGTH).contains(&field.len())
                && !field.chars().any(|c| c.is_control() || matches!(c, '{' | '}' | '#'))
        });
        let name_fits = name.len() <= MAX_LENGTH
            && name.split('/').count() <= MAX_SEGMENTS
            && name.split('/').all(is_segment);
        if name_fits && field_fits {
            Ok(Self { name: name.to_owned(), field: field.map(str::to_owned) })
        } else {
            Err(InvalidSecretRef)
        }
    }
}

fn is_segment(segment: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !matches!(segment, "" | "." | "..") && segment.bytes().all(plain)
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.field {
            Some(field) => write!(f, "#{field}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("github", Some(("github", None)))]
    #[case("team/db#password", Some(("team/db", Some("password"))))]
    #[case("a.b_c-D9#first name", Some(("a.b_c-D9", Some("first name"))))]
    #[case("", None)]
    #[case("#field", None)]
    #[case("name#", None)]
    #[case("name#a#b", None)]
    #[case("/absolute", None)]
    #[case("a//b", None)]
    #[case("a/", None)]
    #[case("../other/key", None)]
    #[case("a/../b", None)]
    #[case("1/2/3/4/5/6/7/8", Some(("1/2/3/4/5/6/7/8", None)))]
    #[case("1/2/3/4/5/6/7/8/9", None)]
    #[case("./a", None)]
    #[case("a b", None)]
    #[case("a\0b", None)]
    #[case("schlüssel", None)]
    #[case("name#}", None)]
    fn names_never_leave_the_folder(#[case] text: &str, #[case] expected: Option<(&str, Option<&str>)>) {
        let read = text.parse::<SecretRef>().ok();
        let parts = read.as_ref().map(|read| (read.name.as_str(), read.field.as_deref()));
        assert_eq!(parts, expected, "{text}");
        if let Some(read) = read {
            assert_eq!(read.to_string(), text);
        }
    }
}
