//! Shows the changes of a plan: for people, and as JSON.

use beadle_domain::{masking, plan::Kind};
use serde_json::{Value, json};

use super::{
    change::{Action, Change, Changes},
    difference::Difference,
};

/// The longest value that is shown, in characters.
const MAX_SHOWN: usize = 80;

/// All changes as text, and what is left alone at its end.
pub fn text(changes: &Changes) -> String {
    let mut text = String::new();
    for change in &changes.changes {
        text.push_str(&of_change(change));
    }
    for (kind, key) in &changes.left {
        text.push_str(&format!("? {} {key} is not in the file any more: --prune deletes it\n", kind.noun()));
    }
    text.push_str(&summary(changes));
    text
}

/// How many changes there are of each sort.
pub fn summary(changes: &Changes) -> String {
    let count = |action| changes.changes.iter().filter(|change| change.action == action).count();
    let counts = [
        (count(Action::Create), "to create"),
        (count(Action::Change), "to change"),
        (count(Action::Delete), "to delete"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if counts.is_empty() { "nothing to change".to_owned() } else { counts.join(", ") }
}

fn of_change(change: &Change) -> String {
    let mark = match change.action {
        Action::Create => '+',
        Action::Change => '~',
        Action::Delete => '-',
    };
    let mut text = format!("{mark} {} {}\n", change.kind.noun(), change.key);
    if change.adopted {
        text.push_str("    ! was made by somebody else: the plan keeps it from now on\n");
    }
    if change.drifted {
        let changed = change.saved.as_ref().and_then(|saved| saved.changed.as_ref());
        let by = changed.map_or_else(String::new, |(by, at)| format!(", by {by} at {at}"));
        text.push_str(&format!("    ! changed on the server since the last apply{by}: this takes it back\n"));
    }
    // What is new has many members that say nothing.
    let says_nothing = |difference: &&Difference| match &difference.after {
        Some(Value::Array(elements)) => elements.is_empty(),
        Some(Value::Object(members)) => members.is_empty(),
        _ => false,
    };
    let is_shown = |difference: &&Difference| change.action != Action::Create || !says_nothing(difference);
    for difference in change.differences.iter().filter(is_shown) {
        text.push_str(&format!("    {}\n", of_difference(change, difference)));
    }
    text
}

fn of_difference(change: &Change, difference: &Difference) -> String {
    let path = difference.path.join(".");
    if change.kind == Kind::Function && difference.member() == "modules" {
        return format!("{path}: {}", of_source(difference));
    }
    let (before, after) = (shown(difference, &difference.before), shown(difference, &difference.after));
    match change.action {
        Action::Create => format!("{path}: {after}"),
        Action::Change | Action::Delete if before == after => {
            format!("{path}: {after} (a credential in it may differ)")
        }
        Action::Change | Action::Delete => format!("{path}: {before} → {after}"),
    }
}

/// How many lines the source of a module has, since it is too long to be shown.
fn of_source(difference: &Difference) -> String {
    let lines = |value: &Option<Value>| match value {
        None => "-".to_owned(),
        Some(Value::String(source)) => format!("{} lines", source.lines().count()),
        Some(Value::Object(modules)) => format!("{} modules", modules.len()),
        Some(_) => "?".to_owned(),
    };
    match (&difference.before, &difference.after) {
        (None, after) => lines(after),
        (before, after) => format!("{} → {}", lines(before), lines(after)),
    }
}

/// A value as it is shown: credentials are masked, what is long is shortened.
fn shown(difference: &Difference, value: &Option<Value>) -> String {
    let Some(value) = value else { return "-".to_owned() };
    let name = difference.path.last().map_or("", String::as_str);
    let text = masking::member(name, value.clone()).to_string();
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// All changes as JSON.
pub fn json(changes: &Changes) -> Vec<Value> {
    changes.changes.iter().map(of_change_as_json).collect()
}

fn of_change_as_json(change: &Change) -> Value {
    let action = match change.action {
        Action::Create => "create",
        Action::Change => "change",
        Action::Delete => "delete",
    };
    let value = |difference: &Difference, value: &Option<Value>| {
        let name = difference.path.last().map_or("", String::as_str);
        value.clone().map(|value| masking::member(name, value))
    };
    let differences: Vec<Value> = change
        .differences
        .iter()
        .map(|difference| {
            json!({
                "member": difference.path.join("."),
                "before": value(difference, &difference.before),
                "after": value(difference, &difference.after),
            })
        })
        .collect();
    json!({
        "action": action, "kind": change.kind.noun(), "key": change.key,
        "id": change.saved.as_ref().map_or(&change.key, |saved| &saved.id),
        "drifted": change.drifted, "adopted": change.adopted, "differences": differences,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn change(path: &[&str], before: Option<Value>, after: Option<Value>) -> Change {
        let path = path.iter().map(|step| (*step).to_owned()).collect();
        Change::of_poll(vec![Difference { path, before, after }])
    }

    #[rstest]
    #[case::changed(&["retry", "max_retries"], Some(json!(2)), Some(json!(5)), "retry.max_retries: 2 → 5")]
    #[case::added(&["tags"], None, Some(json!(["ops"])), "tags: - → [\"ops\"]")]
    #[case::removed(&["tags"], Some(json!(["ops"])), None, "tags: [\"ops\"] → -")]
    #[case::a_reference(&["auth", "token"], None, Some(json!("${secret:t}")), "auth.token: - → \"${secret:t}\"")]
    #[case::a_credential(
        &["config", "headers", "authorization"], Some(json!("********")), Some(json!("Bearer s3cr3t")),
        "config.headers.authorization: \"********\" (a credential in it may differ)"
    )]
    #[case::a_credential_within(
        &["headers"], None, Some(json!({"authorization": "Bearer s3cr3t", "a": "b"})),
        "headers: - → {\"authorization\":\"********\",\"a\":\"b\"}"
    )]
    fn a_member_is_shown_on_a_line(
        #[case] path: &[&str],
        #[case] before: Option<Value>,
        #[case] after: Option<Value>,
        #[case] line: &str,
    ) {
        assert_eq!(of_change(&change(path, before, after)), format!("~ task poll\n    {line}\n"));
    }

    #[test]
    fn a_new_thing_is_shown_without_what_says_nothing() {
        let mut new = change(&["tags"], None, Some(json!([])));
        new.differences.extend(change(&["name"], None, Some(json!("Poll"))).differences);
        assert_eq!(of_change(&Change { action: Action::Create, ..new }), "+ task poll\n    name: \"Poll\"\n");
    }

    #[test]
    fn the_source_of_a_function_is_shown_by_its_length() {
        let source = |lines: usize| Some(Value::String("a\n".repeat(lines)));
        let changed = Change { kind: Kind::Function, ..change(&["modules", "a.js"], source(2), source(3)) };
        assert_eq!(of_change(&changed), "~ function poll\n    modules.a.js: 2 lines → 3 lines\n");
    }

    #[test]
    fn what_is_left_is_named_and_counted_nowhere() {
        let changes = Changes { left: vec![(Kind::Config, "api".to_owned())], ..Changes::default() };
        let expected = "? config api is not in the file any more: --prune deletes it\nnothing to change";
        assert_eq!(text(&changes), expected);
    }
}
