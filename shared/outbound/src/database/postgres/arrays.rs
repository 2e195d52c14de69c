//! The texts of arrays (PostgreSQL manual, section 8.15.6).

use std::{iter::Peekable, str::Chars};

use postgres_types::Type;
use serde_json::Value;

use super::values;

/// The array that `text` is; arrays in it are dimensions. `None` for bounds that JSON has no form for, and
/// for anything else.
pub(super) fn read(text: &str, element: &Type, delimiter: char) -> Option<Value> {
    let mut reader = Reader { rest: text.chars().peekable(), element, delimiter };
    reader.expect('{')?;
    let array = reader.elements(0)?;
    reader.rest.next().is_none().then_some(array)
}

/// The most dimensions of an array (PostgreSQL source, `MAXDIM`).
const MAX_DIMENSIONS: u8 = 6;

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    element: &'a Type,
    delimiter: char,
}

impl Reader<'_> {
    fn expect(&mut self, wanted: char) -> Option<()> {
        self.rest.next_if_eq(&wanted).map(drop)
    }

    /// What follows a `{`, with its `}`.
    fn elements(&mut self, depth: u8) -> Option<Value> {
        let mut elements = Vec::new();
        if self.expect('}').is_some() {
            return Some(elements.into());
        }
        loop {
            let element = match self.rest.peek()? {
                '{' if depth + 1 == MAX_DIMENSIONS => return None,
                '{' => {
                    self.rest.next();
                    self.elements(depth + 1)?
                }
                '"' => values::of(self.element, &self.quoted()?),
                _ => match self.bare()? {
                    null if null.eq_ignore_ascii_case("null") => Value::Null,
                    text => values::of(self.element, &text),
                },
            };
            elements.push(element);
            match self.rest.next()? {
                '}' => return Some(elements.into()),
                next if next == self.delimiter => {}
                _ => return None,
            }
        }
    }

    fn quoted(&mut self) -> Option<String> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.rest.next()?),
                other => text.push(other),
            }
        }
    }

    fn bare(&mut self) -> Option<String> {
        let mut text = String::new();
        let delimiter = self.delimiter;
        while let Some(next) = self.rest.next_if(|next| *next != delimiter && *next != '}') {
            text.push(if next == '\\' { self.rest.next()? } else { next });
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("{}", json!([]))]
    #[case("{a,NULL,\"NULL\"}", json!(["a", null, "NULL"]))]
    #[case(r#"{"a\"b","c\\d","{}",""}"#, json!(["a\"b", "c\\d", "{}", ""]))]
    #[case("{{a,b},{c,d}}", json!([["a", "b"], ["c", "d"]]))]
    fn arrays_are_read(#[case] text: &str, #[case] expected: Value) {
        assert_eq!(read(text, &Type::TEXT, ','), Some(expected));
    }

    #[test]
    fn boxes_are_separated_by_semicolons() {
        assert_eq!(
            read("{(1,1),(0,0);(2,2),(1,1)}", &Type::BOX, ';'),
            Some(json!(["(1,1),(0,0)", "(2,2),(1,1)"]))
        );
    }

    #[rstest]
    #[case("")]
    #[case("[0:1]={a,b}")]
    #[case("{a")]
    #[case("{a}b")]
    #[case("{\"a\"b}")]
    #[case("{{{{{{{a}}}}}}}")]
    fn other_texts_are_no_arrays(#[case] text: &str) {
        assert_eq!(read(text, &Type::TEXT, ','), None);
    }
}
