//! Look at templates.

use std::collections::BTreeMap;

use beadle_domain::{
    access::{Principal, Role},
    account::SubscriptionLevel,
    spec::TaskType,
    template::{Template, built_in},
};
use beadle_values::id::TemplateId;

use crate::{
    Refusal,
    port::{StoreError, Templates},
};

/// Which templates to list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TemplateFilter {
    /// Only those of this category.
    pub category: Option<String>,
    /// Only those whose tasks have this type.
    pub task_type: Option<TaskType>,
    /// Only those with this label.
    pub tag: Option<String>,
    /// Only those that this level may use.
    pub level: Option<SubscriptionLevel>,
}

impl TemplateFilter {
    fn matches(&self, template: &Template) -> bool {
        self.category.as_ref().is_none_or(|category| *category == template.category)
            && self.task_type.is_none_or(|kind| kind == template.task_type)
            && self.tag.as_ref().is_none_or(|tag| template.tags.contains(tag))
            && self.level.is_none_or(|level| template.required_subscription_level <= level)
    }
}

/// Whether `by` may know of `template`: one that is not active is for admins.
fn is_known_to(template: &Template, by: &Principal) -> bool {
    template.is_active || by.role == Role::Admin
}

/// The templates that `filter` asks for, in the order of their ids.
///
/// # Errors
/// [`Refusal::Store`].
pub async fn list(
    templates: &dyn Templates,
    by: &Principal,
    filter: &TemplateFilter,
) -> Result<Vec<Template>, Refusal> {
    let mut all: BTreeMap<TemplateId, Template> =
        built_in::all().iter().map(|template| (template.id.clone(), template.clone())).collect();
    all.extend(templates.all().await?.into_iter().map(|template| (template.id.clone(), template)));
    let mut found: Vec<Template> = all.into_values().collect();
    found.retain(|template| is_known_to(template, by) && filter.matches(template));
    Ok(found)
}

/// The template.
///
/// # Errors
/// [`Refusal::TemplateNotFound`], [`Refusal::Store`].
pub async fn find(templates: &dyn Templates, by: &Principal, id: &TemplateId) -> Result<Template, Refusal> {
    let found = stored_or_built_in(templates, id).await?.filter(|template| is_known_to(template, by));
    found.ok_or_else(|| Refusal::TemplateNotFound(id.clone()))
}

/// The template as it stands, whoever asks.
pub(super) async fn stored_or_built_in(
    templates: &dyn Templates,
    id: &TemplateId,
) -> Result<Option<Template>, StoreError> {
    Ok(templates.get(id).await?.or_else(|| built_in::find(id).cloned()))
}
