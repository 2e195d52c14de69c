//! Bodies in every encoding.

use super::*;

fn sent(config: Value, input: Value) -> Result<HttpRequest, Failure> {
    let mut call = json!({"method": "POST", "url": "http://a.example"});
    call.as_object_mut().unwrap().extend(config.as_object().unwrap().clone());
    let mut request = request(&call);
    request.input = input.as_object().unwrap().clone();
    prepare(&claim(&Execution::new(request, at(0)), 0))
}

#[rstest]
#[case::form(json!({"encoding": "form", "body": {"a": "${v}", "b": [1, true]}}),
    "a=%3C%26+%22&b=1&b=true", "application/x-www-form-urlencoded")]
#[case::form_by_its_type(json!({"headers": {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}, "body": {"a": 1}}),
    "a=1", "application/x-www-form-urlencoded; charset=utf-8")]
#[case::form_as_text(json!({"encoding": "form", "body": "a=${v}&b=2"}), "a=%3C%26+%22&b=2", "application/x-www-form-urlencoded")]
#[case::xml(json!({"encoding": "xml", "body": {"a": {"@b": "${v}", "c": "${n}"}}}),
    r#"<?xml version="1.0" encoding="UTF-8"?><a b="&lt;&amp; &quot;"><c>7</c></a>"#, "application/xml")]
#[case::xml_as_text(json!({"headers": {"content-type": "text/xml"}, "body": "<a>${v}</a>"}), "<a>&lt;&amp; &quot;</a>", "text/xml")]
#[case::text_that_is_json(
    json!({"encoding": "text", "headers": {"content-type": "application/json"}, "body": "{\"v\": \"${v}\", \"n\": ${n}}"}),
    r#"{"v": "<& \"", "n": 7}"#, "application/json")]
#[case::text_that_is_xml(
    json!({"encoding": "text", "headers": {"content-type": "text/xml"}, "body": "<a>${v}</a>"}),
    "<a>&lt;&amp; &quot;</a>", "text/xml")]
#[case::text_that_is_a_form(
    json!({"encoding": "text", "headers": {"content-type": "application/x-www-form-urlencoded"}, "body": "a=${v}"}),
    "a=%3C%26+%22", "application/x-www-form-urlencoded")]
#[case::text(json!({"encoding": "text", "body": 7}), "7", "text/plain; charset=utf-8")]
#[case::text_with_a_value(json!({"body": "v: ${v}"}), "v: <& \"", "text/plain; charset=utf-8")]
#[case::json_text(json!({"encoding": "json", "body": "v: ${v}"}), r#""v: <& \"""#, "application/json")]
#[case::json(json!({"body": {"a": "${n}", "b": "$${n}", "c": "n${n}"}}), r#"{"a":7,"b":"${n}","c":"n7"}"#, "application/json")]
#[case::whole_body(json!({"body": "${o}"}), r#"{"p":[1]}"#, "application/json")]
#[case::whole_text(json!({"body": "${v}"}), "<& \"", "text/plain; charset=utf-8")]
#[case::base64(json!({"encoding": "base64", "body": "AAH/"}), "\u{0}\u{1}\u{ff}", "application/octet-stream")]
fn encodes_bodies(#[case] config: Value, #[case] expected: &str, #[case] content_type: &str) {
    let request = sent(config, json!({"v": "<& \"", "n": 7, "o": {"p": [1]}})).unwrap();
    let body: String = match content_type {
        "application/octet-stream" => request.body.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8(request.body.to_vec()).unwrap(),
    };
    assert_eq!(body, expected);
    assert_eq!(header(&request, "content-type"), Some(content_type));
}

#[test]
fn encodes_files_as_multipart() {
    let request = sent(
        json!({"encoding": "multipart", "headers": {"content-type": "multipart/form-data; boundary=mine"}, "body": {
            "name": "${v}", "a\"b": 1,
            "file": [{"filename": "x.txt", "content": "hi"}, {"filename": "y\r\n.bin", "content_type": "image/png", "base64": "iVA="}],
            "data": {"content": {"n": "${n}"}},
        }}),
        json!({"v": "Ada", "n": 7}),
    )
    .unwrap();
    let boundary = "beadle-019300000000700080000000000000ff-1";
    assert_eq!(header(&request, "content-type"), Some(&*format!("multipart/form-data; boundary={boundary}")));
    let body = String::from_utf8_lossy(&request.body);
    let expected = [
        "content-disposition: form-data; name=\"name\"\r\n\r\nAda",
        "content-disposition: form-data; name=\"a%22b\"\r\n\r\n1",
        "content-disposition: form-data; name=\"file\"; filename=\"x.txt\"\r\n\r\nhi",
        "content-disposition: form-data; name=\"file\"; filename=\"y%0D%0A.bin\"\r\ncontent-type: image/png\r\n\r\n\u{fffd}P",
        "content-disposition: form-data; name=\"data\"\r\ncontent-type: application/json\r\n\r\n{\"n\":7}",
    ];
    let expected: String = expected.iter().map(|part| format!("--{boundary}\r\n{part}\r\n")).collect();
    assert_eq!(body, format!("{expected}--{boundary}--\r\n"));
}

#[test]
fn a_boundary_occurs_in_no_part() {
    let first = "beadle-019300000000700080000000000000ff-1";
    let request =
        sent(json!({"encoding": "multipart", "body": {"a": format!("--{first}--")}}), json!({})).unwrap();
    assert_eq!(header(&request, "content-type"), Some(&*format!("multipart/form-data; boundary={first}-2")));
}

#[rstest]
#[case(json!({"encoding": "form", "body": "${o}"}), json!({"o": {"a": {"b": 1}}}), "the body is no form")]
#[case(json!({"encoding": "xml", "body": {"a": "${o}"}}), json!({"o": {"a b": 1}}), "which is no name in XML")]
#[case(json!({"encoding": "text", "body": "${o}"}), json!({"o": {}}), "the body is no text")]
#[case(json!({"encoding": "base64", "body": "${o}"}), json!({"o": "?"}), "not base64")]
#[case(json!({"encoding": "multipart", "body": {"f": {"content": 1, "content_type": "${o}"}}}), json!({"o": "a\r\nb: c"}), "control characters")]
#[case(json!({"headers": {"x": "${o}"}}), json!({"o": "a\r\nb: c"}), "control characters")]
#[case(json!({"query": {"x": "${o}"}}), json!({"o": {}}), "stands for an object")]
fn rejects_values_that_do_not_fit_the_encoding(
    #[case] config: Value,
    #[case] input: Value,
    #[case] message: &str,
) {
    let failure = sent(config, input).unwrap_err();
    assert!(failure.message.contains(message), "{}", failure.message);
    assert!(!failure.is_retryable());
}
