//! Tests of schemas and values by the rules of JSON Schema 2020-12.

use rstest::rstest;
use serde_json::json;

use super::*;

/// A schema, a value, and the paths of its violations.
#[rstest]
#[case(json!({}), json!([1, null]), &[])]
#[case(json!({"type": "integer"}), json!(3.0), &[])]
#[case(json!({"type": "integer"}), json!(3.5), &["v"])]
#[case(json!({"type": ["string", "null"]}), json!(null), &[])]
#[case(json!({"type": "string"}), json!(1), &["v"])]
#[case(json!({"type": "integer"}), json!("${input.days}"), &[])]
#[case(json!({"type": "integer"}), json!("input.days"), &["v"])]
#[case(json!({"enum": [1, "a"]}), json!(1.0), &[])]
#[case(json!({"enum": [1, "a"]}), json!("b"), &["v"])]
#[case(json!({"const": {"a": 1}}), json!({"a": 1}), &[])]
#[case(json!({"minimum": 1, "maximum": 3}), json!(1), &[])]
#[case(json!({"minimum": 1, "exclusiveMaximum": 3}), json!(3), &["v"])]
#[case(json!({"exclusiveMinimum": 1}), json!(1), &["v"])]
#[case(json!({"minimum": 1}), json!("text"), &[])]
#[case(json!({"minLength": 2, "maxLength": 3}), json!("äöü"), &[])]
#[case(json!({"minLength": 2, "maxLength": 3}), json!("ä"), &["v"])]
#[case(json!({"minItems": 1, "items": {"type": "boolean"}}), json!([true, 1, 2]), &["v[1]", "v[2]"])]
#[case(json!({"maxItems": 0}), json!([1]), &["v"])]
#[case(json!({"properties": {"a": {"type": "string"}, "b": {"minimum": 3}}, "required": ["a", "c"], "additionalProperties": false}),
    json!({"a": 1, "b": 2, "d": 3}), &["v.c", "v.a", "v.b", "v.d"])]
fn checks_values(#[case] schema: Value, #[case] value: Value, #[case] places: &[&str]) {
    let schema = Schema::parse(&schema, &Path::of("s")).unwrap();
    let mut violations = Violations::new();
    schema.check(&value, &Path::of("v"), &mut violations);
    assert_eq!(violations.iter().map(|violation| violation.path.to_string()).collect::<Vec<_>>(), places);
}

#[test]
fn violations_say_what_is_expected() {
    let schema = json!({"properties": {"a": {"enum": ["x", "y"]}}, "additionalProperties": false});
    let schema = Schema::parse(&schema, &Path::of("s")).unwrap();
    let mut violations = Violations::new();
    schema.check(&json!({"a": "z", "b": 1}), &Path::of("v"), &mut violations);
    let messages: Vec<_> =
        violations.iter().map(|violation| (violation.message.as_str(), violation.hint.as_deref())).collect();
    let expected = [("must be one of the allowed values", Some(r#""x", "y""#)), ("unknown field", None)];
    assert_eq!(messages, expected);
}

#[rstest]
#[case(json!(true), &["s"])]
#[case(json!({"pattern": "a*"}), &["s.pattern"])]
#[case(json!({"type": "text", "minimum": "1", "required": "a", "additionalProperties": {}, "enum": 1}),
    &["s.type", "s.minimum", "s.required", "s.additionalProperties", "s.enum"])]
#[case(json!({"properties": {"a": {"allOf": []}, "b": 1}, "items": []}), &["s.properties.a.allOf", "s.properties.b", "s.items"])]
fn rejects_unsupported_or_invalid_schemas(#[case] schema: Value, #[case] places: &[&str]) {
    let violations = Schema::parse(&schema, &Path::of("s")).unwrap_err();
    assert_eq!(violations.iter().map(|violation| violation.path.to_string()).collect::<Vec<_>>(), places);
}

#[test]
fn schemas_are_stored_as_written() {
    let document = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
        "properties": {"days": {"type": "integer", "default": 3}}});
    let schema: Schema = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(schema.default_of("days"), Some(&json!(3)));
    assert_eq!(serde_json::to_value(&schema).unwrap(), document);
}
