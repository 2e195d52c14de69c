//! Where tasks and configs name functions.

use beadle_values::violation::Path;

use super::{ExportName, FunctionRef, RuleFunction};
use crate::{
    config::Config,
    policy::StatedPolicy,
    spec::{CustomSpec, TaskSpec},
    task::{Notify, Task},
};

/// A place that names a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionUse {
    /// The member that names it.
    pub path: Path,
    /// The function.
    pub function: FunctionRef,
    /// The export.
    pub export: Option<ExportName>,
}

impl FunctionUse {
    fn custom(custom: &CustomSpec, path: &Path) -> Self {
        Self { path: path.key("function"), function: custom.function.clone(), export: custom.export.clone() }
    }

    fn rule(rule: &RuleFunction, path: &Path) -> Self {
        let path = path.key("function").key("name");
        Self { path, function: rule.name.clone(), export: rule.export.clone() }
    }
}

/// The functions that a config of a task names, whose members are at `path`.
pub fn of_spec(spec: &TaskSpec, path: &Path) -> Vec<FunctionUse> {
    let called = match spec {
        TaskSpec::Custom(custom) => Some(FunctionUse::custom(custom, path)),
        _ => None,
    };
    let transform = spec.response().and_then(|rules| rules.function());
    let place = path.key("response").key("transform");
    called.into_iter().chain(transform.map(|rule| FunctionUse::rule(rule, &place))).collect()
}

/// The function that a policy names, whose members are at `path`.
pub fn of_policy(policy: &StatedPolicy, path: &Path) -> Option<FunctionUse> {
    let rule = policy.retry.as_ref()?.function()?;
    Some(FunctionUse::rule(rule, &path.key("retry")))
}

/// The functions that a task with these parts names.
pub fn of_parts(spec: &TaskSpec, policy: &StatedPolicy, notify: Option<&Notify>) -> Vec<FunctionUse> {
    let body = Path::body();
    let mut uses = of_spec(spec, &body.key("config"));
    uses.extend(of_policy(policy, &body));
    for (member, webhook) in notify.into_iter().flat_map(Notify::webhooks) {
        let place = body.key("notify").key(member).key("response").key("transform");
        let transform = webhook.http.response.as_deref().and_then(|response| response.function());
        uses.extend(transform.map(|rule| FunctionUse::rule(rule, &place)));
    }
    uses
}

/// The functions that `task` names.
pub fn of_task(task: &Task) -> Vec<FunctionUse> {
    of_parts(&task.spec, &task.policy, task.notify.as_ref())
}

/// The function that `config` names.
pub fn of_config(config: &Config) -> Option<FunctionUse> {
    of_policy(&config.profile.policy, &Path::body())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;
    use crate::task::TaskDraft;

    #[rstest]
    #[case(json!({"type": "custom", "config": {"function": "a@2", "export": "b"}}), &["body.config.function a@2 b"])]
    #[case(json!({"type": "http", "config": {"url": "https://a.example", "response": {"transform": {"function": {"name": "rows"}}}},
        "retry": {"function": {"name": "patience", "export": "rule"}}}),
        &["body.config.response.transform.function.name rows ", "body.retry.function.name patience rule"])]
    #[case(json!({"type": "todo", "config": {}, "notify": {"webhook": {"url": "https://a.example", "response": {"transform": {"function": {"name": "rows"}}}}}}),
        &["body.notify.webhook.response.transform.function.name rows "])]
    #[case(json!({"type": "http", "config": {"url": "https://a.example", "response": {"transform": "body.a"}}, "retry": 3}), &[])]
    fn places_that_name_functions(#[case] task: Value, #[case] expected: &[&str]) {
        let mut task = task;
        task["name"] = json!("a");
        let draft = TaskDraft::parse(&task, &Path::body()).unwrap();
        let uses = of_parts(&draft.spec, &draft.policy, draft.notify.as_ref());
        let found: Vec<String> = uses
            .iter()
            .map(|found| {
                let export = found.export.as_ref().map(ExportName::as_str).unwrap_or_default();
                format!("{} {} {export}", found.path, found.function)
            })
            .collect();
        assert_eq!(found, expected);
    }
}
