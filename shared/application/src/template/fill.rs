//! Filling a template.

use beadle_domain::{access::Principal, task::TaskDraft, template};
use beadle_values::{
    id::TemplateId,
    violation::{Path, Violation},
};
use serde_json::Value;

use super::TemplateService;
use crate::Error;

impl TemplateService {
    /// The task that `body` describes by the template that it names, to be saved like any other.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every violation of the body, [`Error::TemplateNotFound`], [`Error::Level`] if
    /// the template requires a higher level than the caller has, [`Error::Store`].
    pub async fn fill(&self, by: &Principal, body: &Value) -> Result<TaskDraft, Error> {
        let place = Path::body().key("template_id");
        let id = match body.get("template_id") {
            None => return Err(Violation::new(place, "missing", "is required").into()),
            Some(given) => given.as_str().and_then(|text| text.parse::<TemplateId>().ok()),
        };
        let Some(id) = id else {
            return Err(Violation::new(place, "id", "is not the id of a template")
                .hint("such as tpl_weather_current; GET /api/v1/templates lists them")
                .into());
        };
        let template = self.find(by, &id).await?;
        if !template.is_active {
            return Err(Error::TemplateNotFound(id));
        }
        let stated = self.accounts.read(&by.owner).await?.account.and_then(|account| account.level);
        let required = template.required_subscription_level;
        if stated.unwrap_or(by.level) < required {
            return Err(Error::Level { required });
        }
        Ok(template::fill(&template, body, &Path::body())?)
    }
}
