//! XML to JSON.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};
use serde_json::{Map, Value, map::Entry};

use super::{MAX_DEPTH, MAX_NODES, MAX_SIZE, XmlError, is_character, is_name};

/// Converts a document to JSON: an object whose only member is the root element. Text is not converted to
/// other types; comments and processing instructions are dropped.
///
/// # Errors
/// [`XmlError`] if the document is not well-formed, exceeds a limit, or uses an unsupported feature.
pub fn read(document: &[u8]) -> Result<Value, XmlError> {
    if document.len() > MAX_SIZE {
        return Err(XmlError::Size);
    }
    let text = std::str::from_utf8(document).map_err(|_| XmlError::Encoding)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut tree = Tree::default();
    loop {
        match reader.read_event().map_err(|error| XmlError::Syntax(error.to_string()))? {
            Event::Start(start) => tree.open(&start)?,
            Event::Empty(start) => {
                tree.open(&start)?;
                tree.close()?;
            }
            Event::End(_) => tree.close()?,
            Event::Text(text) => tree.text(&text.xml10_content())?,
            Event::CData(text) => tree.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => tree.reference(&reference)?,
            Event::DocType(_) => return Err(XmlError::DocumentType),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => return tree.end(),
        }
    }
}

/// An element that is being read.
struct Element {
    name: String,
    members: Map<String, Value>,
    has_children: bool,
    text: String,
}

/// The part of the document that has been read.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<(String, Value)>,
    nodes: usize,
}

impl Tree {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), XmlError> {
        if self.open.is_empty() && self.root.is_some() {
            return Err(XmlError::Syntax("there is more than one root element".to_owned()));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(XmlError::Depth);
        }
        self.count()?;
        let name = checked(start.name().into_inner())?;
        let mut members = Map::new();
        // The parser's own check compares each attribute with every other; the map detects duplicates in
        // linear time.
        for attribute in start.attributes().with_checks(false) {
            self.count()?;
            let attribute = attribute.map_err(|error| XmlError::Syntax(error.to_string()))?;
            let name = checked(attribute.key.into_inner())?;
            let value = attribute
                .normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_predefined_entity)
                .map_err(|_| XmlError::Entity(format!("in the attribute {name}")))?;
            characters(&value)?;
            if members.insert(format!("@{name}"), Value::String(value.into_owned())).is_some() {
                return Err(XmlError::Syntax(format!("the attribute `{name}` is repeated")));
            }
        }
        self.open.push(Element { name, members, has_children: false, text: String::new() });
        Ok(())
    }

    fn close(&mut self) -> Result<(), XmlError> {
        let element = self.open.pop().ok_or_else(|| XmlError::Syntax("an end without a start".to_owned()))?;
        let (name, value) = element.value();
        match self.open.last_mut() {
            Some(parent) => parent.adopt(name, value),
            None => self.root = Some((name, value)),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), XmlError> {
        characters(text)?;
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if is_blank(text) => {}
            None => return Err(XmlError::Syntax("there is text outside the root element".to_owned())),
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), XmlError> {
        let number = reference.resolve_char_ref().map_err(|error| XmlError::Syntax(error.to_string()))?;
        match (number, resolve_predefined_entity(reference)) {
            (Some(character), _) => self.text(character.encode_utf8(&mut [0; 4])),
            (None, Some(text)) => self.text(text),
            (None, None) => Err(XmlError::Entity(reference.chars().take(40).collect())),
        }
    }

    fn end(self) -> Result<Value, XmlError> {
        match (self.root, self.open.is_empty()) {
            (Some((name, value)), true) => Ok(Value::Object([(name, value)].into_iter().collect())),
            _ => Err(XmlError::Syntax("it ends before its root element does".to_owned())),
        }
    }

    fn count(&mut self) -> Result<(), XmlError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES { Err(XmlError::Size) } else { Ok(()) }
    }
}

impl Element {
    fn adopt(&mut self, name: String, value: Value) {
        self.has_children = true;
        match self.members.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(value);
            }
            Entry::Occupied(mut entry) => match entry.get_mut() {
                Value::Array(values) => values.push(value),
                first => *first = Value::Array(vec![first.take(), value]),
            },
        }
    }

    /// Null if empty, a string for text alone, an object otherwise. White space around children is layout,
    /// not text.
    fn value(self) -> (String, Value) {
        let Self { name, mut members, has_children, text } = self;
        let text = if has_children { text.trim_matches(is_space) } else { text.as_str() };
        let value = match (members.is_empty(), text.is_empty()) {
            (true, true) => Value::Null,
            (true, false) => Value::String(text.to_owned()),
            (false, true) => Value::Object(members),
            (false, false) => {
                members.insert("#text".to_owned(), Value::String(text.to_owned()));
                Value::Object(members)
            }
        };
        (name, value)
    }
}

fn checked(name: &str) -> Result<String, XmlError> {
    if is_name(name) { Ok(name.to_owned()) } else { Err(XmlError::Name(name.chars().take(40).collect())) }
}

fn characters(text: &str) -> Result<(), XmlError> {
    if text.chars().all(is_character) { Ok(()) } else { Err(XmlError::Character) }
}

/// White space in XML (XML 1.0 section 2.3).
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}
