//! Finding and listing templates.

use std::collections::BTreeMap;

use beadle_domain::{
    access::{Principal, Role},
    account::SubscriptionLevel,
    spec::TaskType,
    template::{Template, built_in},
};
use beadle_values::id::TemplateId;

use super::TemplateService;
use crate::{Error, port::StoreError};

/// A filter for templates.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TemplateFilter {
    /// Only templates of this category.
    pub category: Option<String>,
    /// Only templates whose tasks have this type.
    pub task_type: Option<TaskType>,
    /// Only templates with this label.
    pub tag: Option<String>,
    /// Only templates that this level may use.
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

/// Whether `by` may know of `template`: only admins know of inactive ones.
fn is_known_to(template: &Template, by: &Principal) -> bool {
    template.is_active || by.role == Role::Admin
}

impl TemplateService {
    /// The templates that match `filter`, ordered by id.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn list(&self, by: &Principal, filter: &TemplateFilter) -> Result<Vec<Template>, Error> {
        let mut all: BTreeMap<TemplateId, Template> =
            built_in::all().iter().map(|template| (template.id.clone(), template.clone())).collect();
        let stored = self.templates.all().await?;
        all.extend(stored.into_iter().map(|template| (template.id.clone(), template)));
        let mut found: Vec<Template> = all.into_values().collect();
        found.retain(|template| is_known_to(template, by) && filter.matches(template));
        Ok(found)
    }

    /// The template, if `by` may know of it.
    ///
    /// # Errors
    /// [`Error::TemplateNotFound`], [`Error::Store`].
    pub async fn find(&self, by: &Principal, id: &TemplateId) -> Result<Template, Error> {
        let found = self.stored_or_built_in(id).await?.filter(|template| is_known_to(template, by));
        found.ok_or_else(|| Error::TemplateNotFound(id.clone()))
    }

    /// The template, without a check of access.
    pub(super) async fn stored_or_built_in(&self, id: &TemplateId) -> Result<Option<Template>, StoreError> {
        Ok(self.templates.get(id).await?.or_else(|| built_in::find(id).cloned()))
    }
}
