//! What `${secret:…}` stands for during one attempt.

use std::{collections::BTreeMap, fmt};

use secrecy::{ExposeSecret as _, SecretString};

use super::SecretRef;

/// The secrets of an attempt. Its `Debug` shows their names only.
#[derive(Clone, Default)]
pub struct SecretValues(BTreeMap<SecretRef, SecretString>);

impl SecretValues {
    /// The secret at `place`, if it was asked for.
    pub fn get(&self, place: &SecretRef) -> Option<&SecretString> {
        self.0.get(place)
    }

    /// Adds the secret at `place`.
    pub fn insert(&mut self, place: SecretRef, value: SecretString) {
        self.0.insert(place, value);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret texts, for who looks for them in what is about to be kept.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(|value| value.expose_secret())
    }
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
    use super::*;

    #[test]
    fn they_are_found_by_their_place_and_never_shown() {
        let place: SecretRef = "db#password".parse().unwrap();
        let values = SecretValues::from_iter([(place.clone(), SecretString::from("s3cret"))]);
        assert_eq!(values.get(&place).map(|value| value.expose_secret()), Some("s3cret"));
        assert!(values.get(&"db".parse().unwrap()).is_none());
        assert_eq!(values.texts().collect::<Vec<_>>(), ["s3cret"]);
        assert_eq!(format!("{values:?}"), "{\"db#password\"}");
    }
}
