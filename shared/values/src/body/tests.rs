//! What follows from a table.

use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::{body, violation::Violations};

body! {
    /// How far it reaches.
    #[derive(Debug, Clone, PartialEq)]
    struct Reach {
        /// In metres.
        near: Option<u32> = optional(whole(1, 9)),
        /// In metres too.
        far: u32 = otherwise(whole(1, 90), || 10).strict(),
    }
    check |given, _members, path, violations| {
        if let (Some(Some(near)), Some(far)) = (given.near, given.far)
            && near > far
        {
            violations.add(path.key("far"), "out_of_range", "must not be below `near`");
        }
    }
}

body! {
    /// A new lamp.
    #[derive(Debug, Clone, PartialEq)]
    struct Lamp as "LampRequest" {
        /// What its owner calls it,
        /// in a few words.
        name: String = required(text(1, 20).trimmed()),
        "type" => kind: String = required(text(1, 9)).alias("lamp_type"),
        /// How bright it is.
        watts: Option<u32> = optional(whole(1, 500)).alias("power").alias_as("level", whole::<u32>(1, 5).map(|level| level * 100)),
        rooms: Vec<String> = otherwise(list("rooms", text(1, 9)).max(3).distinct(), Vec::new),
        reach: Reach = flatten::<Reach>(),
        number: u64 = computed(|| 7),
    }
    example {"name": "desk", "type": "led"}
    /// What is different about a lamp.
    change enum LampChange example {"watts": 5}
}

fn parse(body: Value) -> Result<Lamp, Violations> {
    Lamp::parse(&body, &Path::body())
}

fn found(faults: &Violations) -> Vec<(String, &str, &str)> {
    faults.iter().map(|v| (v.path.to_string(), v.kind, v.hint.as_deref().unwrap_or_default())).collect()
}

#[test]
fn a_body_is_read_into_the_struct() {
    let lamp =
        parse(json!({"name": " desk ", "lamp_type": "led", "level": 2, "rooms": null, "near": 3})).unwrap();
    let expected = Lamp {
        name: "desk".to_owned(),
        kind: "led".to_owned(),
        watts: Some(200),
        rooms: Vec::new(),
        reach: Reach { near: Some(3), far: 10 },
        number: 7,
    };
    assert_eq!(lamp, expected);
}

#[test]
fn all_faults_are_reported_at_once_in_the_order_of_the_table() {
    let faults =
        parse(json!({"rooms": ["a", "a", 1], "far": null, "watts": 0, "nmae": "x", "colour": "red"}))
            .unwrap_err();
    assert_eq!(
        found(&faults),
        [
            ("body.nmae".to_owned(), "unknown_field", "did you mean `name`?"),
            (
                "body.colour".to_owned(),
                "unknown_field",
                "members: name, type, lamp_type, watts, power, level, rooms, near, far"
            ),
            ("body.name".to_owned(), "missing", ""),
            ("body.type".to_owned(), "missing", ""),
            ("body.watts".to_owned(), "out_of_range", ""),
            ("body.rooms[1]".to_owned(), "conflict", ""),
            ("body.rooms[2]".to_owned(), "type_error", ""),
            ("body.far".to_owned(), "out_of_range", ""),
        ]
    );
}

#[test]
fn rules_between_members_are_checked_beside_other_faults() {
    let faults = parse(json!({"type": "led", "near": 9, "far": 8})).unwrap_err();
    assert_eq!(
        found(&faults),
        [("body.name".to_owned(), "missing", ""), ("body.far".to_owned(), "out_of_range", "")]
    );
}

#[rstest]
#[case(json!({"name": "a", "type": "led", "lamp_type": "led"}), "body.lamp_type")]
#[case(json!({"name": "a", "type": "led", "power": 1, "level": 1}), "body.level")]
fn two_names_of_one_member_are_a_conflict(#[case] body: Value, #[case] place: &str) {
    assert_eq!(found(&parse(body).unwrap_err()), [(place.to_owned(), "conflict", "")]);
}

#[test]
fn the_names_of_a_member_and_its_aliases_are_listed_together() {
    let mut names = Names::default();
    Lamp::names(&mut names);
    assert_eq!(names.same, [vec!["type", "lamp_type"], vec!["watts", "power", "level"]]);
}

#[test]
fn anything_but_an_object_is_a_type_error_with_the_example_as_a_hint() {
    let hint = r#"such as {"name":"desk","type":"led"}"#;
    assert_eq!(found(&parse(json!([])).unwrap_err()), [("body".to_owned(), "type_error", hint)]);
}

#[test]
fn the_schema_says_what_the_parser_checks() {
    let mut schemas = Schemas::default();
    assert_eq!(Lamp::schema(&mut schemas), json!({"$ref": "#/components/schemas/LampRequest"}));
    assert_eq!(
        schemas.into_map()["LampRequest"],
        json!({
            "type": "object",
            "description": "A new lamp.",
            "required": ["name"],
            "properties": {
                "name": {
                    "type": "string", "minLength": 1, "maxLength": 20, "pattern": r"[^\s\u0085]",
                    "description": "What its owner calls it,\nin a few words.",
                },
                "type": {"type": "string", "minLength": 1, "maxLength": 9},
                "lamp_type": {
                    "type": "string", "minLength": 1, "maxLength": 9, "description": "The same as `type`.",
                },
                "watts": {
                    "type": ["integer", "null"], "format": "int32", "minimum": 1, "maximum": 500,
                    "description": "How bright it is.",
                },
                "power": {
                    "type": ["integer", "null"], "format": "int32", "minimum": 1, "maximum": 500,
                    "description": "The same as `watts`.",
                },
                "level": {
                    "type": ["integer", "null"], "format": "int32", "minimum": 1, "maximum": 5,
                    "description": "The same as `watts`.",
                },
                "rooms": {
                    "type": ["array", "null"], "items": {"type": "string", "minLength": 1, "maxLength": 9}, "maxItems": 3,
                },
                "near": {
                    "type": ["integer", "null"], "format": "int32", "minimum": 1, "maximum": 9, "description": "In metres.",
                },
                "far": {
                    "type": "integer", "format": "int32", "minimum": 1, "maximum": 90, "description": "In metres too.",
                },
            },
            "anyOf": [{"required": ["type"]}, {"required": ["lamp_type"]}],
            "additionalProperties": false,
            "example": {"name": "desk", "type": "led"},
        })
    );
}

#[test]
fn a_change_requires_nothing_and_what_is_required_is_never_null() {
    let mut schemas = Schemas::default();
    LampChange::schema(&mut schemas);
    let schema = schemas.into_map()["LampChange"].take();
    assert_eq!(schema["description"], "What is different about a lamp.");
    assert_eq!((schema.get("required"), schema.get("anyOf")), (None, None));
    assert_eq!(
        (&schema["properties"]["name"]["type"], &schema["properties"]["watts"]["type"][1]),
        (&json!("string"), &json!("null"))
    );
    assert_eq!(schema["example"], json!({"watts": 5}));
}
