//! The URL of a call.

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::Value;
use url::{ParseError, Url, form_urlencoded};

use super::{Calling, unusable};
use crate::{
    execution::{Failure, FailureCode},
    interpolation::{Place, Scope, Template, render_value},
    spec::{address::callable, http::QuerySpaces},
};

/// The URL with its query. The config's parameters come first, except those that the call overrides.
pub(super) fn url(
    calling: &Calling<'_>,
    template: &Template,
    query: &BTreeMap<String, Value>,
    spaces: QuerySpaces,
) -> Result<Url, Failure> {
    let mut url = resolved(calling, template)?;
    let mut pairs = Vec::new();
    if let Some(profile) = calling.profile() {
        let is_own = |name: &String| {
            query.contains_key(name) || url.query_pairs().any(|(own, _)| own == name.as_str())
        };
        for (name, value) in profile.query.iter().filter(|(name, _)| !is_own(name)) {
            parameters(&calling.config_scope, name, value, &mut pairs)?;
        }
    }
    for (name, value) in query {
        parameters(&calling.scope, name, value, &mut pairs)?;
    }
    if !pairs.is_empty() {
        let mut added = form_urlencoded::Serializer::new(String::new());
        added.extend_pairs(pairs);
        // A plus that is meant is written as `%2B`.
        let added = match spaces {
            QuerySpaces::Plus => added.finish(),
            QuerySpaces::Percent => added.finish().replace('+', "%20"),
        };
        let query = url.query().filter(|query| !query.is_empty()).map(|query| format!("{query}&{added}"));
        url.set_query(Some(&query.unwrap_or(added)));
    }
    Ok(url)
}

fn resolved(calling: &Calling<'_>, template: &Template) -> Result<Url, Failure> {
    let text = template.render(&calling.scope, Place::Url)?;
    let base = base(calling)?;
    let mut url = match (Url::parse(text.trim()), &base) {
        (Ok(url), _) => url,
        (Err(ParseError::RelativeUrlWithoutBase), Some(base)) => {
            base.join(text.trim()).map_err(|error| unusable(format!("the URL is none: {error}")))?
        }
        (Err(ParseError::RelativeUrlWithoutBase), None) => {
            return Err(unusable("the URL is relative, and no config gives a `base_url`"));
        }
        (Err(error), _) => return Err(unusable(format!("the URL is none: {error}"))),
    };
    callable(&url).map_err(|why| unusable(format!("the URL {why}")))?;
    // The headers and credentials of another owner's config are intended for its own destination only.
    if is_borrowed(calling) && base.is_none_or(|base| base.origin() != url.origin()) {
        return Err(unusable("the URL leaves the destination of the shared config"));
    }
    url.set_fragment(None);
    Ok(url)
}

/// Whether the config belongs to another owner.
fn is_borrowed(calling: &Calling<'_>) -> bool {
    calling.config.is_some_and(|config| config.owner != calling.execution.request.owner)
}

/// The base URL of the config, with its path treated as a folder.
fn base(calling: &Calling<'_>) -> Result<Option<Url>, Failure> {
    let Some(template) = calling.profile().and_then(|profile| profile.base_url.as_ref()) else {
        return Ok(None);
    };
    let text = template.render(&calling.config_scope, Place::Url)?;
    let mut base = Url::parse(text.trim())
        .map_err(|error| unusable(format!("the `base_url` of the config is none: {error}")))?;
    callable(&base).map_err(|why| unusable(format!("the `base_url` of the config {why}")))?;
    if !base.path().ends_with('/') {
        let folder = format!("{}/", base.path());
        base.set_path(&folder);
    }
    Ok(Some(base))
}

/// The pairs of a parameter: one per element of a list, none for null.
pub(super) fn parameters(
    scope: &Scope<'_>,
    name: &str,
    value: &Value,
    pairs: &mut Vec<(String, String)>,
) -> Result<(), Failure> {
    let misfit = || {
        let message = format!("the parameter `{name}` stands for an object or a nested list");
        Failure::new(FailureCode::Interpolation, message)
    };
    match render_value(value, scope)? {
        Value::Null => {}
        Value::Array(values) => {
            for value in &values {
                let value = text(value).ok_or_else(misfit)?;
                pairs.push((name.to_owned(), value.into_owned()));
            }
        }
        value => pairs.push((name.to_owned(), text(&value).ok_or_else(misfit)?.into_owned())),
    }
    Ok(())
}

/// A scalar as text.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string().into()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
