//! JSON to XML.

use serde_json::{Map, Value};

use super::{MAX_DEPTH, MAX_NODES, MAX_SIZE, XmlError, escaped, is_character, is_name};

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// The document whose root element is the only member of `value`. A list repeats its element, null is an
/// empty element, numbers and booleans are written as text.
///
/// # Errors
/// [`XmlError`] if `value` has another shape, contains what XML does not allow, or exceeds a limit.
pub fn write(value: &Value) -> Result<String, XmlError> {
    let members = value.as_object().filter(|members| members.len() == 1).ok_or(XmlError::Root)?;
    let (name, root) = members.iter().next().ok_or(XmlError::Root)?;
    if root.is_array() {
        return Err(XmlError::Root);
    }
    let mut document = Document { text: DECLARATION.to_owned(), nodes: 0 };
    document.element(name, root, MAX_DEPTH)?;
    Ok(document.text)
}

struct Document {
    text: String,
    nodes: usize,
}

impl Document {
    fn element(&mut self, name: &str, value: &Value, levels: usize) -> Result<(), XmlError> {
        let below = levels.checked_sub(1).ok_or(XmlError::Depth)?;
        self.count()?;
        self.push("<");
        self.name(name)?;
        match value {
            Value::Array(_) => return Err(XmlError::Shape(name.to_owned())),
            Value::Object(members) => self.members(name, members, below)?,
            scalar => match text(name, scalar)? {
                None => self.push("/>"),
                Some(text) => {
                    self.push(">");
                    self.data(&text)?;
                    self.end(name);
                }
            },
        }
        if self.text.len() > MAX_SIZE { Err(XmlError::Size) } else { Ok(()) }
    }

    fn members(&mut self, name: &str, members: &Map<String, Value>, below: usize) -> Result<(), XmlError> {
        for (member, value) in members {
            let Some(attribute) = member.strip_prefix('@') else { continue };
            let Some(value) = text(member, value)? else { continue };
            self.count()?;
            self.push(" ");
            self.name(attribute)?;
            self.push("=\"");
            self.data(&value)?;
            self.push("\"");
        }
        if members.keys().all(|member| member.starts_with('@')) {
            self.push("/>");
            return Ok(());
        }
        self.push(">");
        for (member, value) in members.iter().filter(|(member, _)| !member.starts_with('@')) {
            match value {
                value if member == "#text" => {
                    if let Some(text) = text(member, value)? {
                        self.data(&text)?;
                    }
                }
                Value::Array(values) => {
                    values.iter().try_for_each(|value| self.element(member, value, below))?;
                }
                value => self.element(member, value, below)?,
            }
        }
        self.end(name);
        Ok(())
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn end(&mut self, name: &str) {
        self.push("</");
        self.push(name);
        self.push(">");
    }

    fn name(&mut self, name: &str) -> Result<(), XmlError> {
        if !is_name(name) {
            return Err(XmlError::Name(name.chars().take(40).collect()));
        }
        self.push(name);
        Ok(())
    }

    fn data(&mut self, text: &str) -> Result<(), XmlError> {
        if !text.chars().all(is_character) {
            return Err(XmlError::Character);
        }
        self.push(&escaped(text));
        Ok(())
    }

    fn count(&mut self) -> Result<(), XmlError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES { Err(XmlError::Size) } else { Ok(()) }
    }
}

/// A scalar as text; `None` for null.
fn text(name: &str, value: &Value) -> Result<Option<String>, XmlError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(flag) => Ok(Some(flag.to_string())),
        Value::Array(_) | Value::Object(_) => Err(XmlError::Shape(name.chars().take(40).collect())),
    }
}
