//! The built-in templates, one file each. Each file refers to the documentation of the API that it calls.

use std::sync::LazyLock;

use beadle_values::{id::TemplateId, violation::Path};
use jiff::Timestamp;

use super::{Template, TemplateDraft};

const FILES: [&str; 15] = [
    include_str!("built_in/database_cleanup.json"),
    include_str!("built_in/discord_message.json"),
    include_str!("built_in/exchange_rates.json"),
    include_str!("built_in/github_issues.json"),
    include_str!("built_in/github_release.json"),
    include_str!("built_in/graphql_report.json"),
    include_str!("built_in/job_and_poll.json"),
    include_str!("built_in/news_hacker_news.json"),
    include_str!("built_in/news_rss.json"),
    include_str!("built_in/nightly_clean_up.json"),
    include_str!("built_in/public_holidays.json"),
    include_str!("built_in/slack_message.json"),
    include_str!("built_in/uptime_check.json"),
    include_str!("built_in/weather_current.json"),
    include_str!("built_in/weather_daily.json"),
];

/// When they were written: 21 November 2026.
const WRITTEN: Timestamp = Timestamp::constant(1_795_219_200, 0);

static TEMPLATES: LazyLock<Vec<Template>> =
    LazyLock::new(|| FILES.iter().filter_map(|text| read(text)).collect());

fn read(text: &str) -> Option<Template> {
    let mut draft = TemplateDraft::parse(&serde_json::from_str(text).ok()?, &Path::body()).ok()?;
    let id = draft.id.take()?;
    Some(draft.into_template(id, WRITTEN, WRITTEN, 0))
}

/// All built-in templates, in the order of their ids.
pub fn all() -> &'static [Template] {
    &TEMPLATES
}

/// The built-in template with this id.
pub fn find(id: &TemplateId) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.id == *id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_template_and_they_are_sorted() {
        for text in FILES {
            let body = serde_json::from_str(text).unwrap();
            if let Err(faults) = TemplateDraft::parse(&body, &Path::body()) {
                panic!("{}: {faults}", body["template_id"]);
            }
        }
        assert_eq!(all().len(), FILES.len());
        assert!(all().is_sorted_by_key(|template| &template.id));
        assert_eq!(WRITTEN.to_string(), "2026-11-21T00:00:00Z");
    }

    #[test]
    fn every_field_has_a_schema_and_every_placeholder_a_field() {
        for template in all() {
            let mut fields: Vec<&String> =
                template.required_fields.iter().chain(&template.optional_fields).collect();
            fields.sort();
            let described: Vec<&String> = template.config_schema.properties().collect();
            assert_eq!(fields, described, "{}", template.id);
            for name in crate::template::fill::inputs(&template.default_config) {
                assert!(fields.contains(&&name), "{}: {name}", template.id);
            }
            assert!(template.metadata.contains_key("documentation"), "{}", template.id);
        }
    }
}
