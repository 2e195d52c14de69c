use rstest::rstest;
use serde_json::{Value, json};

use crate::{names, names::Named, violation::Path};

names! {
    /// How two sounds are played,
    /// one after the other.
    enum Order, default Slow {
        /// Without a break.
        Slow = "slow",
        /// With a break.
        Staccato = "staccato" | "short" | "detached",
    }
}

names! {
    /// A key.
    enum Key, schema "MusicalKey", noun "key" {
        /// A minor.
        AMinor = "a_minor",
        /// B flat major.
        BFlatMajor = "b_flat_major",
    }
}

#[test]
fn everything_follows_from_one_list() {
    assert_eq!(Order::ALL, [Order::Slow, Order::Staccato]);
    assert_eq!(Order::NAMES, ["slow", "staccato"]);
    assert_eq!(Order::ALL.map(Order::as_str), ["slow", "staccato"]);
    assert_eq!(Order::default(), Order::Slow);
    assert!(Order::Slow < Order::Staccato);
    assert_eq!((Order::SCHEMA, Key::SCHEMA), ("Order", "MusicalKey"));
    assert_eq!(Order::DESCRIPTION, "How two sounds are played, one after the other.");
    assert_eq!(format!("[{:>6}]", Order::Slow), "[  slow]");
}

#[test]
fn a_name_reads_back_as_it_was_written_and_an_alias_as_its_variant() {
    for order in Order::ALL {
        assert_eq!(json!(order), json!(order.as_str()));
        assert_eq!(serde_json::from_value::<Order>(json!(order)).unwrap(), order);
        assert_eq!(order.to_string().parse(), Ok(order));
        assert_eq!(Order::parse(&json!(order), &Path::body()), Ok(order));
    }
    for alias in ["short", "detached"] {
        assert_eq!(alias.parse(), Ok(Order::Staccato));
        assert_eq!(serde_json::from_value::<Order>(json!(alias)).unwrap(), Order::Staccato);
    }
}

#[rstest]
#[case(json!("fast"), "must be one of slow, staccato", None)]
#[case(json!("Slow"), "must be one of slow, staccato", Some("did you mean \"slow\"?"))]
#[case(json!("stacatto"), "must be one of slow, staccato", Some("did you mean \"staccato\"?"))]
#[case(json!("shrot"), "must be one of slow, staccato", Some("did you mean \"short\"?"))]
#[case(json!(""), "must be one of slow, staccato", None)]
#[case(json!(1), "must be one of slow, staccato", None)]
#[case(json!(null), "must be one of slow, staccato", None)]
fn anything_else_is_a_violation(#[case] value: Value, #[case] message: &str, #[case] hint: Option<&str>) {
    let violation = Order::parse(&value, &Path::body().key("order")).unwrap_err();
    assert_eq!((violation.kind, violation.message.as_str()), ("enum", message));
    assert_eq!((violation.path.to_string().as_str(), violation.hint.as_deref()), ("body.order", hint));
    assert!(serde_json::from_value::<Order>(value).is_err());
}

#[rstest]
#[case("c", "must be one of a_minor, b_flat_major")]
#[case("a minor", "did you mean \"a_minor\"?")]
fn an_enum_with_a_noun_is_told_by_it(#[case] text: &str, #[case] hint: &str) {
    let violation = Key::parse(&json!(text), &Path::body()).unwrap_err();
    assert_eq!((violation.message.as_str(), violation.hint.as_deref()), ("unknown key", Some(hint)));
    assert_eq!(text.parse::<Key>().unwrap_err().to_string(), "unknown key");
}

#[cfg(feature = "openapi")]
#[test]
fn the_schema_lists_the_names_and_that_of_a_request_the_aliases_too() {
    use utoipa::{PartialSchema, ToSchema};

    use crate::body::{Schemas, Shape, one_of};

    let description = "How two sounds are played, one after the other.";
    assert_eq!(Order::name(), "Order");
    assert_eq!(
        json!(Order::schema()),
        json!({"type": "string", "description": description, "enum": ["slow", "staccato"]})
    );
    let mut schemas = Schemas::default();
    one_of::<Order>().spelled("OrderText").schema(&mut schemas);
    assert_eq!(
        json!(schemas.into_map()["OrderText"]),
        json!({"type": "string", "description": description, "enum": ["slow", "staccato", "short", "detached"]})
    );
}
