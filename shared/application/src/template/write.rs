//! An admin writes templates.

use beadle_domain::{
    access::Principal,
    template::{Template, TemplateDraft, built_in, draft},
};
use beadle_values::{
    id::TemplateId,
    violation::{Path, Violation},
};
use jiff::Timestamp;
use serde_json::Value;

use super::find::stored_or_built_in;
use crate::{
    Expected, Operation, Refusal,
    port::{Ids, Replaced, Templates},
};

/// How often a template may change under our hands before the caller is asked to try again.
const TRIES: usize = 8;

/// Creates what `draft` describes, under the id that it names or a fresh one.
///
/// # Errors
/// [`Refusal::Denied`] for all but admins, [`Refusal::TemplateExists`], [`Refusal::Store`].
pub async fn create(
    templates: &dyn Templates,
    ids: &dyn Ids,
    by: &Principal,
    draft: TemplateDraft,
    now: Timestamp,
) -> Result<Template, Refusal> {
    Operation::ChangeTemplate.check_own(by)?;
    let id = draft.id.clone().unwrap_or_else(|| TemplateId::from_uuid(ids.fresh(now)));
    let template = draft.into_template(id.clone(), now, now, 1);
    if built_in::find(&id).is_some() || templates.write(&template, 0).await? == Replaced::Conflict {
        return Err(Refusal::TemplateExists(id));
    }
    Ok(template)
}

/// Sets the members that `given` has; the others stay. One that is built in gets a row that takes its place. The template as
/// it was, and as it is.
///
/// # Errors
/// [`Refusal::Denied`] for all but admins, [`Refusal::TemplateNotFound`], [`Refusal::Invalid`], [`Refusal::Stale`],
/// [`Refusal::Contended`], [`Refusal::Store`].
pub async fn update(
    templates: &dyn Templates,
    by: &Principal,
    id: &TemplateId,
    given: &Value,
    expected: &Expected,
    now: Timestamp,
) -> Result<(Template, Template), Refusal> {
    Operation::ChangeTemplate.check_own(by)?;
    let Some(given) = given.as_object() else {
        return Err(Violation::new(Path::body(), "type_error", "must be a JSON object").into());
    };
    for _ in 0..TRIES {
        let found = stored_or_built_in(templates, id).await?;
        let current = found.ok_or_else(|| Refusal::TemplateNotFound(id.clone()))?;
        expected.check(current.version)?;
        let mut members = draft::document(&current);
        members.extend(given.clone());
        members.shift_remove("template_id");
        let draft = TemplateDraft::parse(&Value::Object(members), &Path::body())?;
        let next = draft.into_template(id.clone(), current.created_at, now, current.version + 1);
        if templates.write(&next, current.version).await? == Replaced::Done {
            return Ok((current, next));
        }
    }
    Err(Refusal::Contended)
}

/// Deletes the template, and answers it; tasks that were made from it stay. For one that is built in, what took its place
/// goes.
///
/// # Errors
/// [`Refusal::Denied`] for all but admins, [`Refusal::TemplateNotFound`], [`Refusal::TemplateBuiltIn`], [`Refusal::Stale`],
/// [`Refusal::Contended`], [`Refusal::Store`].
pub async fn delete(
    templates: &dyn Templates,
    by: &Principal,
    id: &TemplateId,
    expected: &Expected,
) -> Result<Template, Refusal> {
    Operation::ChangeTemplate.check_own(by)?;
    for _ in 0..TRIES {
        let Some(current) = templates.get(id).await? else {
            let built_in = built_in::find(id).is_some();
            let refusal = if built_in { Refusal::TemplateBuiltIn } else { Refusal::TemplateNotFound };
            return Err(refusal(id.clone()));
        };
        expected.check(current.version)?;
        if templates.remove(id, current.version).await? == Replaced::Done {
            return Ok(current);
        }
    }
    Err(Refusal::Contended)
}
