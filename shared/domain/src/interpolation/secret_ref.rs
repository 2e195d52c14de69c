//! Which secret a placeholder stands for: `${secret:name#field}`.

use std::{fmt, str::FromStr};

/// How long a name or a field may be, in bytes.
const LONGEST: usize = 255;

/// How many segments a name may have: Parameter Store takes 15 levels, some of which are the owner's folder.
const DEEPEST: usize = 8;

/// The place of a secret: `${secret:name#field}`.
///
/// A name is made of segments of `A-Z a-z 0-9 . _ -`, separated by `/`, none of them `.` or `..`: what every secret store
/// takes, and nothing that leads out of the folder that an owner's secrets are in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretRef {
    /// The secret's name in the secret store.
    pub name: String,
    /// The member to take, where the secret is a JSON object.
    pub field: Option<String>,
}

/// A text that names no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("names no secret: write name or name#field, the name of letters, digits, `.`, `_`, `-` and `/`")]
pub struct InvalidSecretRef;

impl FromStr for SecretRef {
    type Err = InvalidSecretRef;

    /// Reads `name` or `name#field`.
    fn from_str(text: &str) -> Result<Self, InvalidSecretRef> {
        let (name, field) = match text.split_once('#') {
            Some((name, field)) => (name, Some(field)),
            None => (text, None),
        };
        let field_fits = field.is_none_or(|field| {
            (1..=LONGEST).contains(&field.len())
                && !field.chars().any(|c| c.is_control() || matches!(c, '{' | '}' | '#'))
        });
        let name_fits =
            name.len() <= LONGEST && name.split('/').count() <= DEEPEST && name.split('/').all(is_segment);
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
    fn a_name_never_leads_out_of_its_folder(
        #[case] text: &str,
        #[case] expected: Option<(&str, Option<&str>)>,
    ) {
        let read = text.parse::<SecretRef>().ok();
        let parts = read.as_ref().map(|read| (read.name.as_str(), read.field.as_deref()));
        assert_eq!(parts, expected, "{text}");
        if let Some(read) = read {
            assert_eq!(read.to_string(), text);
        }
    }
}
