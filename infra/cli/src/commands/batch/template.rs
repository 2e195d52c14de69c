//! Requests with `{column}` in the place of the values of a line.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// A line: the names of the columns and its values.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The names.
    pub names: &'a csv::StringRecord,
    /// The values.
    pub values: &'a csv::StringRecord,
}

impl<'a> Line<'a> {
    fn value(self, name: &str) -> Result<&'a str, String> {
        let found =
            self.names.iter().position(|column| column == name).and_then(|index| self.values.get(index));
        found.ok_or_else(|| {
            let names: Vec<&str> = self.names.iter().collect();
            format!("there is no column {name}, only {}", names.join(", "))
        })
    }

    /// A text of the URL, with each value encoded.
    ///
    /// # Errors
    /// A sentence if a column does not exist.
    pub fn url(self, template: &str) -> Result<String, String> {
        self.fill(template, |value| utf8_percent_encode(value, NON_ALPHANUMERIC).to_string())
    }

    /// A text.
    ///
    /// # Errors
    /// A sentence if a column does not exist.
    pub fn text(self, template: &str) -> Result<String, String> {
        self.fill(template, str::to_owned)
    }

    /// JSON, in whose texts the values stand: no value can break out of its text.
    ///
    /// # Errors
    /// A sentence if a column does not exist.
    pub fn json(self, template: &Value) -> Result<Value, String> {
        Ok(match template {
            Value::String(text) => Value::String(self.text(text)?),
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.json(item)).collect::<Result<_, _>>()?)
            }
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| Ok((name.clone(), self.json(value)?)));
                Value::Object(members.collect::<Result<_, String>>()?)
            }
            other => other.clone(),
        })
    }

    /// `${…}` is the server's and stays.
    fn fill(self, template: &str, encode: impl Fn(&str) -> String) -> Result<String, String> {
        let mut filled = String::new();
        let mut rest = template;
        while let Some(start) = rest.find('{') {
            let (before, from) = rest.split_at(start);
            let Some(end) = from.find('}') else { break };
            filled.push_str(before);
            if before.ends_with('$') {
                filled.push_str(&from[..=end]);
            } else {
                filled.push_str(&encode(self.value(&from[1..end])?));
            }
            rest = &from[end + 1..];
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_stand_where_their_columns_are_named() {
        let (names, values) = (vec!["id", "email"].into(), vec!["a/b?", "\"x\"@y"].into());
        let line = Line { names: &names, values: &values };
        assert_eq!(line.url("/u/{id}?x=1").unwrap(), "/u/a%2Fb%3F?x=1");
        let body = json!({"email": "<{email}>", "n": 1, "all": ["{id}", "${input.id}"]});
        let filled = json!({"email": "<\"x\"@y>", "n": 1, "all": ["a/b?", "${input.id}"]});
        assert_eq!(line.json(&body).unwrap(), filled);
        assert_eq!(line.text("a { b").unwrap(), "a { b");
        assert_eq!(line.url("/{name}").unwrap_err(), "there is no column name, only id, email");
    }
}
