//! Reads template.yaml into JSON, with CloudFormation's short tags written out (`!Ref X` → `{"Ref": "X"}`).

use saphyr::{LoadableYamlNode, Scalar, Tag, Yaml};
use serde_json::{Map, Value, json};

use super::conditions::resolved;
use crate::repository::root;

pub struct Template(Value);

/// A resource of the template: its logical id and its properties.
pub struct Resource<'a> {
    pub id: &'a str,
    pub whole: &'a Value,
}

impl Template {
    pub fn load() -> Self {
        let text = std::fs::read_to_string(root().join("template.yaml")).expect("template.yaml is readable");
        let documents = Yaml::load_from_str(&text).expect("template.yaml is YAML");
        Self(written_out(documents.first().expect("template.yaml is not empty")))
    }

    /// The template as a stack with these parameters, and the defaults of the others, deploys it.
    pub fn with(parameters: &[(&str, &str)]) -> Self {
        let mut whole = Self::load().0;
        resolved(&mut whole, parameters);
        Self(whole)
    }

    pub fn section(&self, name: &str) -> &Value {
        &self.0[name]
    }

    pub fn resource(&self, id: &str) -> Resource<'_> {
        self.resources()
            .find(|resource| resource.id == id)
            .unwrap_or_else(|| panic!("there is no resource {id}"))
    }

    pub fn of_type(&self, kind: &str) -> Vec<Resource<'_>> {
        let found: Vec<_> = self.resources().filter(|resource| resource.whole["Type"] == kind).collect();
        assert!(!found.is_empty(), "the template has a {kind}");
        found
    }

    pub fn resources(&self) -> impl Iterator<Item = Resource<'_>> {
        let resources = self.0["Resources"].as_object().expect("the template has resources");
        resources.iter().map(|(id, whole)| Resource { id, whole })
    }
}

impl<'a> Resource<'a> {
    pub fn property(&self, name: &str) -> &'a Value {
        &self.whole["Properties"][name]
    }

    pub fn number(&self, name: &str) -> u64 {
        let value = self.property(name);
        value.as_u64().unwrap_or_else(|| panic!("{}.{name} is a number, not {value}", self.id))
    }

    /// The event sources of a function that are of this type, by name.
    pub fn sources(&self, kind: &str) -> Vec<(&'a str, &'a Value)> {
        let Some(events) = self.property("Events").as_object() else { return Vec::new() };
        let of_kind = events.iter().filter(|(_, event)| event["Type"] == kind);
        of_kind.map(|(name, event)| (name.as_str(), &event["Properties"])).collect()
    }

    /// The function's name without the stack's: `executor`.
    pub fn function(&self) -> &'a str {
        let name = self.property("FunctionName")["Fn::Sub"].as_str().expect("a function is named");
        name.strip_prefix("${AWS::StackName}-").expect("a function is named for its stack")
    }
}

/// What `!Ref X`, `!GetAtt X.Arn` or `!GetAtt X.StreamArn` points at: `X`.
pub fn target(reference: &Value) -> &str {
    let name = reference["Ref"].as_str().or_else(|| reference["Fn::GetAtt"].as_str());
    let name = name.unwrap_or_else(|| panic!("{reference} is a reference"));
    name.split('.').next().unwrap_or(name)
}

/// One value or several, as CloudFormation lets one write a list of one.
pub fn each(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |values| values.iter().collect())
}

fn written_out(node: &Yaml<'_>) -> Value {
    match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => json!(value),
        Yaml::Value(Scalar::Integer(value)) => json!(value),
        Yaml::Value(Scalar::FloatingPoint(value)) => json!(value.into_inner()),
        Yaml::Value(Scalar::String(value)) => json!(value),
        Yaml::Sequence(items) => items.iter().map(written_out).collect(),
        Yaml::Mapping(entries) => {
            let named = |key: &Yaml<'_>| key.as_str().expect("keys are strings").to_owned();
            entries.iter().map(|(key, value)| (named(key), written_out(value))).collect()
        }
        Yaml::Tagged(tag, value) => Map::from_iter([(intrinsic(tag), written_out(value))]).into(),
        other => panic!("template.yaml uses YAML that CloudFormation does not: {other:?}"),
    }
}

fn intrinsic(tag: &Tag) -> String {
    match tag.suffix.as_str() {
        name @ ("Ref" | "Condition") => name.to_owned(),
        name => format!("Fn::{name}"),
    }
}
