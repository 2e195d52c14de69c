//! The parser and the parameters of a table.

use serde_json::json;

use super::*;
use crate::{
    body::{Shape, commas, custom, flag, optional, otherwise, text, whole},
    names,
};

query! {
    /// How much to list.
    #[derive(Debug, PartialEq)]
    struct Page {
        /// How many at most.
        limit: u32 = otherwise(whole(1, 9).shown(|| json!({"default": 5})), || 5),
    }
}

query! {
    /// Which lamps to list.
    #[derive(Debug, PartialEq)]
    struct LampFilters {
        /// Only those in this room.
        room: Option<String> = optional(text(1, 9).shown(|| json!({"example": "hall"}))),
        /// Only those of this colour.
        colour: Option<String> = optional(custom(
            |value, path| text(1, 9).read(value, path),
            |schemas| schemas.named("Colour", |_| json!({"type": "string", "description": "A colour."})),
        )),
        /// Whether it is on.
        on: Option<bool> = optional(flag()),
    }
}

fn parse(query: &[(&str, &str)]) -> Result<(Page, LampFilters), Violations> {
    super::parse(query.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

fn places(query: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let faults = parse(query).unwrap_err();
    faults.iter().map(|fault| (fault.path.to_string(), fault.kind)).collect()
}

#[test]
fn texts_are_read_as_their_schemas_say() {
    let (page, filters) = parse(&[("limit", "3"), ("room", "7"), ("on", "true")]).unwrap();
    let expected = LampFilters { room: Some("7".to_owned()), colour: None, on: Some(true) };
    assert_eq!((page, filters), (Page { limit: 3 }, expected));
    assert_eq!(parse(&[]).unwrap().0, Page { limit: 5 });
}

#[test]
fn all_faults_are_reported_with_unknown_parameters_last() {
    let found = places(&[("smell", "x"), ("on", "maybe"), ("limit", "10"), ("room", "a"), ("room", "b")]);
    let expected = [
        ("query.room", "conflict"),
        ("query.limit", "out_of_range"),
        ("query.on", "type_error"),
        ("query.smell", "unknown_parameter"),
    ];
    assert_eq!(found, expected.map(|(place, kind)| (place.to_owned(), kind)));
    let faults = parse(&[("rooom", "a"), ("x", "1")]).unwrap_err();
    let hints: Vec<_> = faults.iter().map(|fault| fault.hint.as_deref().unwrap_or_default()).collect();
    assert_eq!(hints, ["did you mean `room`?", "parameters: limit, room, colour, on"]);
}

#[test]
fn the_document_shows_each_parameter_with_its_whole_schema() {
    let shown = parameters::<LampFilters>();
    let parameter = |name: &str, description: &str, schema, example| Parameter {
        name: name.to_owned(),
        description: description.to_owned(),
        required: false,
        schema,
        example,
    };
    assert_eq!(
        shown,
        [
            parameter(
                "room",
                "Only those in this room.",
                json!({"type": "string", "minLength": 1, "maxLength": 9}),
                Some(json!("hall"))
            ),
            parameter(
                "colour",
                "Only those of this colour.",
                json!({"type": "string", "description": "A colour."}),
                None
            ),
            parameter("on", "Whether it is on.", json!({"type": "boolean"}), None),
        ]
    );
}

names! {
    /// A colour of light.
    enum Light, default Warm {
        /// Yellowish.
        Warm = "warm",
        /// Bluish.
        Cold = "cold",
    }
}

query! {
    /// Which lights to list.
    #[derive(Debug, PartialEq)]
    struct LightFilters {
        /// Only those of these colours.
        light: Option<Vec<Light>> = optional(commas()),
    }
}

fn lights(query: &[&str]) -> Result<Option<Vec<Light>>, Vec<String>> {
    let pairs = query.iter().map(|text| ("light".to_owned(), (*text).to_owned()));
    let read = super::parse::<LightFilters>(pairs).map(|filters| filters.light);
    read.map_err(|faults| faults.iter().map(|fault| format!("{} {}", fault.path, fault.kind)).collect())
}

#[test]
fn several_names_are_separated_by_commas_or_given_repeatedly() {
    let both = Ok(Some(vec![Light::Cold, Light::Warm]));
    assert_eq!(lights(&[]), Ok(None));
    assert_eq!(lights(&["cold"]), Ok(Some(vec![Light::Cold])));
    for query in [&["cold,warm"][..], &["cold", "warm"], &["cold, warm,cold"], &["cold", "warm,warm", "cold"]]
    {
        assert_eq!(lights(query), both, "{query:?}");
    }
    for query in [&["cold,dim"][..], &["dim", "cold"], &[""], &["cold,"]] {
        assert_eq!(lights(query), Err(vec!["query.light enum".to_owned()]), "{query:?}");
    }
    let shown = parameters::<LightFilters>();
    let pattern = "^(warm|cold)(,(warm|cold))*$";
    assert_eq!(shown[0].description, "Only those of these colours.");
    assert_eq!(
        shown[0].schema,
        json!({"anyOf": [
            {"type": "string", "enum": ["warm", "cold"]},
            {"type": "string", "format": "comma-separated", "pattern": pattern},
        ]})
    );
}
