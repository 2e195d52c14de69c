//! The values of `${secret:…}` in one attempt.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use super::SecretRef;
use crate::interpolation::SecretError;

/// The secrets of an attempt. `Debug` shows only their names.
#[derive(Clone, Default)]
pub struct SecretValues(BTreeMap<SecretRef, SecretString>);

impl SecretValues {
    /// The value for `place`, if it was requested.
    pub fn get(&self, place: &SecretRef) -> Option<&SecretString> {
        self.0.get(place)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&SecretRef, &SecretString)> {
        self.0.iter()
    }

    /// Adds the value for `place`.
    pub fn insert(&mut self, place: SecretRef, value: SecretString) {
        self.0.insert(place, value);
    }

    /// The number of secrets.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret texts, for redacting what is about to be stored.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(|value| value.expose_secret())
    }
}

/// The value for `place` if its secret is `whole`: all of it, or the named field. Numbers and booleans are
/// converted to text. `None` if the field does not exist.
pub fn at(place: &SecretRef, whole: &SecretString) -> Option<SecretString> {
    let Some(field) = &place.field else { return Some(whole.clone()) };
    match serde_json::from_str::<Value>(whole.expose_secret()).ok()?.get_mut(field)?.take() {
        Value::String(text) => Some(text.into()),
        scalar @ (Value::Number(_) | Value::Bool(_)) => Some(scalar.to_string().into()),
        _ => None,
    }
}

/// The values for all `places`; `whole` maps names to secrets.
///
/// # Errors
/// [`SecretError`] for the first one that is missing.
pub fn of(
    places: &BTreeSet<SecretRef>,
    whole: impl Fn(&str) -> Option<SecretString>,
) -> Result<SecretValues, SecretError> {
    let value = |place: &SecretRef| {
        let secret = whole(&place.name).ok_or_else(|| SecretError::NotFound(place.name.clone()))?;
        let value = at(place, &secret).ok_or_else(|| SecretError::NoSuchField(place.clone()))?;
        Ok((place.clone(), value))
    };
    places.iter().map(value).collect()
}

impl fmt::Debug for SecretValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys().map(SecretRef::to_string)).finish()
    }
}

impl FromIterator<(SecretRef, SecretString)> for SecretValues {
    fn from_iter<I: IntoIterator<Item = (SecretRef, SecretString)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn values_are_found_by_reference_and_never_printed() {
        let place: SecretRef = "db#password".parse().unwrap();
        let values = SecretValues::from_iter([(place.clone(), SecretString::from("s3cret"))]);
        assert_eq!(values.get(&place).map(|value| value.expose_secret()), Some("s3cret"));
        assert!(values.get(&"db".parse().unwrap()).is_none());
        assert_eq!(values.texts().collect::<Vec<_>>(), ["s3cret"]);
        assert_eq!(format!("{values:?}"), "{\"db#password\"}");
    }

    #[rstest]
    #[case("s", "plain", Some("plain"))]
    #[case("s", r#"{"a":"b"}"#, Some(r#"{"a":"b"}"#))]
    #[case("s#a", r#"{"a":"b"}"#, Some("b"))]
    #[case("s#a.b", r#"{"a.b":5432}"#, Some("5432"))]
    #[case("s#b", r#"{"a":"b"}"#, None)]
    #[case("s#a", r#"{"a":{"b":"c"}}"#, None)]
    #[case("s#a", r#"{"a":null}"#, None)]
    #[case("s#a", "plain", None)]
    #[case("s#0", r#"["a"]"#, None)]
    fn a_field_selects_a_member_of_an_object(
        #[case] place: &str,
        #[case] whole: &str,
        #[case] expected: Option<&str>,
    ) {
        let value = at(&place.parse().unwrap(), &SecretString::from(whole));
        assert_eq!(value.as_ref().map(|value| value.expose_secret()), expected);
    }
}
