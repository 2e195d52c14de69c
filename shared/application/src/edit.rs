//! An edit: a document that is applied to the document of something saved.

use serde_json::{Map, Value};

use beadle_values::{
    body::Names,
    violation::{Path, Violation, Violations},
};

/// A change of something saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// PUT: each given member replaces the saved one.
    Set(Value),
    /// PATCH: merged into the document (RFC 7396); null removes.
    Merge(Value),
}

/// The shape of documents of one kind, as far as edits need it.
pub(super) struct Shape {
    /// Members of a response that can't be written, each with a hint.
    pub(super) read_only: &'static [(&'static str, &'static str)],
    /// The names of its members; giving a member removes those with the same meaning.
    pub(super) names: fn(&mut Names),
    /// The same for members that are objects.
    pub(super) within: &'static [Within],
}

/// A member that is an object and is merged member by member.
pub(super) struct Within {
    /// The member.
    pub(super) member: &'static str,
    /// See [`Shape::names`]. What they are may depend on the document that the member is in.
    pub(super) names: fn(&Map<String, Value>, &mut Names),
    /// A member whose change makes the others meaningless, and those that keep their meaning whatever its
    /// value.
    pub(super) kind: Option<(&'static str, &'static [&'static str])>,
    /// What a text in place of the object changes of it, where the member may be a text.
    pub(super) text: Option<TextChange>,
}

/// Reads a text that is written at a path as a change of an object.
type TextChange = fn(&str, &Path) -> Result<Value, Violations>;

/// A member whose own members are the same in whatever case they are written (RFC 9110 section 5.1).
const HEADERS: &str = "headers";

impl Edit {
    /// Whether it gives one of the members `names`.
    pub(super) fn gives(&self, names: &[&str]) -> bool {
        let (Self::Set(given) | Self::Merge(given)) = self;
        names.iter().any(|name| given.get(name).is_some())
    }

    /// `document` after the edit, and the read-only members that the edit names.
    ///
    /// # Errors
    /// A violation if the edit is not an object.
    pub(super) fn over(
        &self,
        mut document: Map<String, Value>,
        shape: &Shape,
        path: &Path,
    ) -> Result<(Value, Violations), Violations> {
        let (Self::Set(given) | Self::Merge(given)) = self;
        let Some(given) = given.as_object() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
        };
        let mut violations = Violations::new();
        let read_only = |name: &str| shape.read_only.iter().find(|(known, _)| *known == name);
        let mut names = Names::default();
        (shape.names)(&mut names);
        make_room(&mut document, given, names);
        if matches!(self, Self::Merge(_)) {
            shape.within.iter().for_each(|within| make_room_within(&mut document, given, within));
        }
        for (name, value) in given {
            if let Some((_, hint)) = read_only(name) {
                violations.push(Violation::new(path.key(name), "read_only", "is read-only").hint(*hint));
                continue;
            }
            match self {
                Self::Set(_) => {
                    document.insert(name.clone(), value.clone());
                }
                Self::Merge(_) => match as_change(shape, &document, name, value, path) {
                    Ok(Some(change)) => {
                        if let Some(within) = shape.within.iter().find(|within| within.member == *name) {
                            let change = Map::from_iter([(name.clone(), change.clone())]);
                            make_room_within(&mut document, &change, within);
                        }
                        merge_member(&mut document, name, &change);
                    }
                    Ok(None) => merge_member(&mut document, name, value),
                    Err(faults) => violations.extend(faults),
                },
            }
        }
        Ok((Value::Object(document), violations))
    }
}

/// What `value`, a text in place of the object `name` of `document`, changes of that object; `None` for any
/// other value or member.
fn as_change(
    shape: &Shape,
    document: &Map<String, Value>,
    name: &str,
    value: &Value,
    path: &Path,
) -> Result<Option<Value>, Violations> {
    let within = shape.within.iter().find(|within| within.member == name);
    match (within.and_then(|within| within.text), value, document.get(name)) {
        (Some(change), Value::String(text), Some(Value::Object(_))) => {
            change(text, &path.key(name)).map(Some)
        }
        _ => Ok(None),
    }
}

/// Removes from `document` what `given` states under another of these names.
fn make_room(document: &mut Map<String, Value>, given: &Map<String, Value>, names: Names) {
    for names in names.same {
        if names.iter().any(|name| given.contains_key(*name)) {
            document.retain(|name, _| !names.contains(&name.as_str()) || given.contains_key(name));
        }
    }
}

/// The same for an object that is merged.
fn make_room_within(document: &mut Map<String, Value>, given: &Map<String, Value>, within: &Within) {
    let mut names = Names::default();
    (within.names)(document, &mut names);
    let (Some(Value::Object(document)), Some(Value::Object(given))) =
        (document.get_mut(within.member), given.get(within.member))
    else {
        return;
    };
    if let Some((kind, general)) = within.kind
        && given.get(kind).is_some_and(|new| Some(new) != document.get(kind))
    {
        document.retain(|name, _| general.contains(&name.as_str()));
    }
    make_room(document, given, names);
}

/// One step of RFC 7396 section 2.
fn merge_member(target: &mut Map<String, Value>, name: &str, patch: &Value) {
    match patch {
        Value::Null => {
            target.shift_remove(name);
        }
        Value::Object(members) => {
            let mut merged = match target.get_mut(name).map(Value::take) {
                Some(Value::Object(members)) => members,
                _ => Map::new(),
            };
            if name == HEADERS {
                let is_given = |name: &str| members.keys().any(|given| given.eq_ignore_ascii_case(name));
                merged.retain(|name, _| members.contains_key(name) || !is_given(name));
            }
            for (name, value) in members {
                merge_member(&mut merged, name, value);
            }
            target.insert(name.to_owned(), Value::Object(merged));
        }
        value => {
            target.insert(name.to_owned(), value.clone());
        }
    }
}
