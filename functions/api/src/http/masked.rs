//! Headers in responses, with credentials masked.

use std::collections::BTreeMap;

use beadle_domain::{interpolation::Template, masking};
use serde::{Serialize, Serializer};

/// Headers of a response of a destination.
pub(crate) struct MaskedHeaders<'a>(pub(crate) &'a BTreeMap<String, String>);

impl Serialize for MaskedHeaders<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, masking::header(name, value))))
    }
}

/// Headers as a user wrote them; references to secrets are not masked.
pub(crate) struct MaskedTemplates<'a>(pub(crate) &'a BTreeMap<String, Template>);

impl Serialize for MaskedTemplates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_map(self.0.iter().map(|(name, value)| (name, masking::header_template(name, value))))
    }
}
