//! Make a task from a template.

use beadle_domain::{access::Principal, task::TaskDraft, template};
use beadle_values::{
    id::TemplateId,
    violation::{Path, Violation},
};
use serde_json::Value;

use super::find;
use crate::{
    Refusal,
    port::{Accounts, Templates},
};

/// The task that `body` makes of the template that it names, to be saved like any other.
///
/// # Errors
/// [`Refusal::Invalid`] with every fault of the body, [`Refusal::TemplateNotFound`], [`Refusal::Level`] when the template
/// takes a higher level than the caller has, [`Refusal::Store`].
pub async fn fill(
    templates: &dyn Templates,
    accounts: &dyn Accounts,
    by: &Principal,
    body: &Value,
) -> Result<TaskDraft, Refusal> {
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
    let template = find(templates, by, &id).await?;
    if !template.is_active {
        return Err(Refusal::TemplateNotFound(id));
    }
    let stated = accounts.read(&by.owner).await?.account.and_then(|account| account.level);
    let required = template.required_subscription_level;
    if stated.unwrap_or(by.level) < required {
        return Err(Refusal::Level { required });
    }
    Ok(template::fill(&template, body, &Path::body())?)
}
