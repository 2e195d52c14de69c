//! Decides the conditions of the template for given parameters, and leaves out what a stack with them does not have.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Replaces each `!If` by the branch that counts, and removes what has a condition that does not hold.
pub fn resolved(template: &mut Value, parameters: &[(&str, &str)]) {
    let stated = template["Parameters"].as_object().expect("the template has parameters");
    for (name, _) in parameters {
        assert!(stated.contains_key(*name), "there is no parameter {name}");
    }
    let mut values: BTreeMap<String, String> =
        stated.iter().map(|(name, parameter)| (name.clone(), text(&parameter["Default"]))).collect();
    values.extend(parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let conditions = template["Conditions"].as_object().expect("the template has conditions").clone();
    let conditions = Conditions { conditions, values };
    for section in ["Globals", "Resources", "Outputs"] {
        conditions.reduce(&mut template[section]);
    }
    for section in ["Resources", "Outputs"] {
        let entries = template[section].as_object_mut().expect("a section");
        entries.retain(|_, entry| entry["Condition"].as_str().is_none_or(|name| conditions.holds(name)));
    }
}

struct Conditions {
    conditions: Map<String, Value>,
    values: BTreeMap<String, String>,
}

impl Conditions {
    fn holds(&self, name: &str) -> bool {
        self.is_true(self.conditions.get(name).unwrap_or_else(|| panic!("there is no condition {name}")))
    }

    fn is_true(&self, condition: &Value) -> bool {
        let (name, operands) =
            condition.as_object().and_then(|node| node.iter().next()).expect("a condition");
        let all = operands.as_array().map(Vec::as_slice).unwrap_or_default();
        match (name.as_str(), all) {
            ("Condition", _) => self.holds(operands.as_str().expect("the name of a condition")),
            ("Fn::Equals", [left, right]) => self.value(left) == self.value(right),
            ("Fn::Not", [one]) => !self.is_true(one),
            ("Fn::And", several) => several.iter().all(|one| self.is_true(one)),
            _ => panic!("{condition} is a condition that this test does not know"),
        }
    }

    fn value(&self, operand: &Value) -> String {
        operand["Ref"].as_str().map_or_else(|| text(operand), |name| self.values[name].clone())
    }

    fn reduce(&self, node: &mut Value) {
        while let Some([condition, chosen, other]) = node["Fn::If"].as_array().map(Vec::as_slice) {
            let holds = self.holds(condition.as_str().expect("the name of a condition"));
            *node = if holds { chosen.clone() } else { other.clone() };
        }
        let nothing = json!({"Ref": "AWS::NoValue"});
        match node {
            Value::Array(items) => {
                items.iter_mut().for_each(|item| self.reduce(item));
                items.retain(|item| *item != nothing);
            }
            Value::Object(entries) => {
                entries.iter_mut().for_each(|(_, entry)| self.reduce(entry));
                entries.retain(|_, entry| *entry != nothing);
            }
            _ => {}
        }
    }
}

/// A parameter's default, which may be a number.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
