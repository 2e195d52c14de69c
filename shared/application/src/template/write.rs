//! Creating, changing and deleting templates, for admins.

use beadle_domain::{
    projection::{AuditEntry, audit::Subject},
    template::{Template, TemplateDraft, built_in, draft},
};
use beadle_values::{
    id::TemplateId,
    violation::{Path, Violation},
};
use serde_json::{Map, Value};

use super::TemplateService;
use crate::{
    Call, Error, Expected, Operation,
    audit::{self, Target},
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::Replaced,
};

impl TemplateService {
    /// Creates the template that `draft` describes, under the id that it states or a fresh one.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but admins, [`Error::TemplateExists`], [`Error::Store`].
    pub async fn create(&self, call: Call<'_>, draft: TemplateDraft) -> Result<Template, Error> {
        let now = call.now;
        Operation::ChangeTemplate.check_own(call.by)?;
        let id = draft.id.clone().unwrap_or_else(|| TemplateId::from_uuid(self.ids.fresh(now)));
        let template = draft.into_template(id.clone(), now, now, 1);
        let audit = edit(call, &id, (None, Some(&template)));
        if built_in::find(&id).is_some()
            || self.templates.write(&template, 0, audit.as_ref()).await? == Replaced::Conflict
        {
            return Err(Error::TemplateExists(id));
        }
        Ok(template)
    }

    /// Writes a template that was exported elsewhere, if there is none of its id beside a built-in one.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but admins, [`Error::Store`].
    pub(crate) async fn import(&self, call: Call<'_>, template: &Template) -> Result<Replaced, Error> {
        Operation::ChangeTemplate.check_own(call.by)?;
        let audit = edit(call, &template.id, (built_in::find(&template.id), Some(template)));
        Ok(self.templates.write(template, 0, audit.as_ref()).await?)
    }

    /// Sets the members that `given` has; the others stay. A built-in template gets a row that replaces it.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but admins, [`Error::TemplateNotFound`], [`Error::Invalid`],
    /// [`Error::Stale`], [`Error::Contended`], [`Error::Store`].
    pub async fn update(
        &self,
        call: Call<'_>,
        id: &TemplateId,
        given: &Value,
        expected: &Expected,
    ) -> Result<Template, Error> {
        Operation::ChangeTemplate.check_own(call.by)?;
        let Some(given) = given.as_object() else {
            return Err(Violation::new(Path::body(), "type_error", "must be a JSON object").into());
        };
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let found = self.stored_or_built_in(id).await?;
            let current = found.ok_or_else(|| Error::TemplateNotFound(id.clone()))?;
            expected.check(current.version)?;
            let mut members = draft::document(&current);
            members.extend(given.clone());
            members.shift_remove("template_id");
            let draft = TemplateDraft::parse(&Value::Object(members), &Path::body())?;
            let next = draft.into_template(id.clone(), current.created_at, call.now, current.version + 1);
            let audit = edit(call, id, (Some(&current), Some(&next)));
            let written = self.templates.write(&next, current.version, audit.as_ref()).await?;
            Ok::<_, Error>(Attempt::done_if(written == Replaced::Done, next))
        })
        .await
    }

    /// Deletes the template and returns it; tasks that were made from it stay. If it replaces a built-in one,
    /// that one is back.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but admins, [`Error::TemplateNotFound`], [`Error::TemplateBuiltIn`],
    /// [`Error::Stale`], [`Error::Contended`], [`Error::Store`].
    pub async fn delete(
        &self,
        call: Call<'_>,
        id: &TemplateId,
        expected: &Expected,
    ) -> Result<Template, Error> {
        Operation::ChangeTemplate.check_own(call.by)?;
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let Some(current) = self.templates.get(id).await? else {
                let built_in = built_in::find(id).is_some();
                let error = if built_in { Error::TemplateBuiltIn } else { Error::TemplateNotFound };
                return Err(error(id.clone()));
            };
            expected.check(current.version)?;
            let audit = edit(call, id, (Some(&current), None));
            let removed = self.templates.remove(id, current.version, audit.as_ref()).await?;
            Ok(Attempt::done_if(removed == Replaced::Done, current))
        })
        .await
    }
}

/// The entry of the audit trail for an edit of a template.
fn edit(
    call: Call<'_>,
    id: &TemplateId,
    (before, after): (Option<&Template>, Option<&Template>),
) -> Option<AuditEntry> {
    let members = |template: Option<&Template>| template.map_or_else(Map::new, draft::document);
    let (before, after) = (members(before), members(after));
    audit::edit(call, Subject::Template, Target::new(None, id), (&before, &after))
}
