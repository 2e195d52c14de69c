use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Map, Value, json};

use super::*;

#[rstest]
#[case("<a/>", json!({"a": null}))]
#[case("<a></a>", json!({"a": null}))]
#[case("<a> x </a>", json!({"a": " x "}))]
#[case("<?xml version='1.0'?>\n<!-- c --><a><!-- c -->1<?pi x?>2</a>\n", json!({"a": "12"}))]
#[case("<a x='1' y=\"&lt;2&#38;\">t</a>", json!({"a": {"@x": "1", "@y": "<2&", "#text": "t"}}))]
#[case("<a>\n  <b>1</b>\n  <c/>\n  <b>2</b>\n</a>", json!({"a": {"b": ["1", "2"], "c": null}}))]
#[case("<a>hello <b>big</b> world</a>", json!({"a": {"b": "big", "#text": "hello  world"}}))]
#[case("<a>&lt;&amp;&#x41;&quot;<![CDATA[<b>&x;]]></a>", json!({"a": "<&A\"<b>&x;"}))]
#[case("<s:E xmlns:s=\"urn:s\"><s:B/></s:E>", json!({"s:E": {"@xmlns:s": "urn:s", "s:B": null}}))]
#[case("\u{feff}<ä>ö</ä>", json!({"ä": "ö"}))]
fn reads_documents(#[case] document: &str, #[case] expected: Value) {
    assert_eq!(read(document.as_bytes()), Ok(expected));
}

#[rstest]
#[case::billion_laughs(
    "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><l>&b;</l>",
    XmlError::DocumentType
)]
#[case::external("<!DOCTYPE l SYSTEM \"file:///etc/passwd\"><l/>", XmlError::DocumentType)]
#[case::entity("<a>&nbsp;</a>", XmlError::Entity("nbsp".into()))]
#[case::entity_in_an_attribute("<a b='&x;'/>", XmlError::Entity("in the attribute b".into()))]
#[case::control("<a>&#1;</a>", XmlError::Character)]
fn rejects_dangerous_documents(#[case] document: &str, #[case] expected: XmlError) {
    assert_eq!(read(document.as_bytes()), Err(expected));
}

#[rstest]
#[case("")]
#[case("text")]
#[case("<a>")]
#[case("<a></b>")]
#[case("<a/><b/>")]
#[case("<a/>text")]
#[case("<a b='1' b='2'/>")]
#[case("<a>&</a>")]
#[case("{\"a\": 1}")]
fn rejects_malformed_documents(#[case] document: &str) {
    assert!(matches!(read(document.as_bytes()), Err(XmlError::Syntax(_))), "{:?}", read(document.as_bytes()));
}

#[test]
fn enforces_limits() {
    let nested = |depth| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(read(nested(MAX_DEPTH).as_bytes()).is_ok());
    assert_eq!(read(nested(MAX_DEPTH + 1).as_bytes()), Err(XmlError::Depth));
    let wide = format!("<r>{}</r>", "<a/>".repeat(MAX_NODES));
    assert_eq!(read(wide.as_bytes()), Err(XmlError::Size));
    assert_eq!(read(&vec![b' '; MAX_SIZE + 1]), Err(XmlError::Size));
    assert_eq!(read(b"<a>\xff</a>"), Err(XmlError::Encoding));
    let attributes: String = (0..MAX_NODES - 1).map(|number| format!(" a{number}='1'")).collect();
    assert!(read(format!("<r{attributes}/>").get(..MAX_SIZE / 2).unwrap().as_bytes()).is_err());
}

#[rstest]
#[case(json!({"a": null}), "<a/>")]
#[case(json!({"a": {"@x": 1, "b": [true, "2<", null], "#text": "t\n"}}),
    r#"<a x="1"><b>true</b><b>2&lt;</b><b/>t&#10;</a>"#)]
#[case(json!({"a": {"@x": null, "b": []}}), "<a></a>")]
#[case(json!({"a": {}}), "<a/>")]
fn writes_documents(#[case] value: Value, #[case] expected: &str) {
    let written = write(&value).unwrap();
    assert_eq!(written.strip_prefix(r#"<?xml version="1.0" encoding="UTF-8"?>"#), Some(expected));
}

#[rstest]
#[case(json!([1]), XmlError::Root)]
#[case(json!({}), XmlError::Root)]
#[case(json!({"a": 1, "b": 2}), XmlError::Root)]
#[case(json!({"a": [1, 2]}), XmlError::Root)]
#[case(json!({"a b": 1}), XmlError::Name("a b".into()))]
#[case(json!({"a": {"><script": 1}}), XmlError::Name("><script".into()))]
#[case(json!({"a": {"@": 1}}), XmlError::Name(String::new()))]
#[case(json!({"a": {"@x": {}}}), XmlError::Shape("@x".into()))]
#[case(json!({"a": {"b": [[1]]}}), XmlError::Shape("b".into()))]
#[case(json!({"a": "\u{1}"}), XmlError::Character)]
fn rejects_values_without_an_xml_form(#[case] value: Value, #[case] expected: XmlError) {
    assert_eq!(write(&value), Err(expected));
}

#[test]
fn rejects_values_that_nest_too_deep() {
    let nested = (0..MAX_DEPTH).fold(Value::Null, |value, _| json!({"a": value}));
    assert!(write(&nested).is_ok());
    assert_eq!(write(&json!({"a": nested})), Err(XmlError::Depth));
}

/// Values of elements as they are read: no empty strings and objects, lists of two or more.
fn element() -> impl Strategy<Value = Value> {
    let text = "[ -~\\t\\n\\ra-zä€𝄞]{1,12}";
    let leaf = prop_oneof![Just(Value::Null), text.prop_map(Value::String)];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let child = prop_oneof![
            3 => inner.clone(),
            1 => proptest::collection::vec(inner, 2..4).prop_map(Value::Array),
        ];
        let attributes = proptest::collection::btree_map("@[a-z:_][a-z0-9.-]{0,4}", text, 0..3);
        let children = proptest::collection::btree_map("[A-Z_][a-z0-9]{0,4}", child, 1..4);
        (attributes, children, proptest::option::of("[!-~]{1,8}")).prop_map(|(attributes, children, text)| {
            let attributes = attributes.into_iter().map(|(name, value)| (name, Value::String(value)));
            let mut members: Map<String, Value> = attributes.chain(children).collect();
            members.extend(text.map(|text| ("#text".to_owned(), Value::String(text))));
            Value::Object(members)
        })
    })
}

proptest! {
    #[test]
    fn documents_round_trip(root in element()) {
        let value = json!({"root": root});
        prop_assert_eq!(read(write(&value).unwrap().as_bytes()), Ok(value));
    }

    #[test]
    fn no_document_panics_and_read_documents_can_be_written(document in "(<[a-c/!?]{0,3}( x='&?[a-c;]{0,2}')?>?|[ -~]|&(lt|#1?0?);){0,20}") {
        if let Ok(value) = read(document.as_bytes()) {
            prop_assert_eq!(read(write(&value).unwrap().as_bytes()), Ok(value));
        }
    }

    #[test]
    fn no_bytes_panic(document in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = read(&document);
    }
}
