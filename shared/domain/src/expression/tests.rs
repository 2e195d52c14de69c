use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::*;

const NAMES: [&str; 5] = ["attempt", "status", "error", "retry_after", "body"];

fn names() -> BTreeMap<&'static str, Value> {
    BTreeMap::from([
        ("attempt", json!(3)),
        ("status", json!(503)),
        ("error", json!("http_status")),
        ("retry_after", Value::Null),
        ("body", json!({"rows": [{"id": 1, "n": "a"}, {"id": 2, "n": "b"}], "total": 2.5, "ok": true})),
    ])
}

fn value(text: &str) -> Result<Value, String> {
    let expression = Expression::parse(text, &NAMES).map_err(|error| error.to_string())?;
    expression.evaluate(Given { names: &names(), chance: 0.5 }).map_err(|error| error.to_string())
}

#[rstest]
#[case("min(3600, 5 * 2 ^ attempt) + rand(0, 5)", json!(42.5))]
#[case("1 + 2 * 3 - 4 / 2", json!(5))]
#[case("2 ^ 3 ^ 2", json!(512))]
#[case("-2 ^ 2", json!(-4))]
#[case("(1 + 2) * 3 % 5", json!(4))]
#[case("status >= 500 && attempt < 5", json!(true))]
#[case("status in [429, 503] ? 60 : 5", json!(60))]
#[case("error == 'timeout' || !(status == 503)", json!(false))]
#[case("coalesce(retry_after, 7)", json!(7))]
#[case("retry_after.seconds", Value::Null)]
#[case("body.rows[1].n", json!("b"))]
#[case("body.rows[-1]['id']", json!(2))]
#[case("body['rows'][9]", Value::Null)]
#[case("{total: body.total, ids: pluck(body.rows, 'id'), \"first name\": upper(body.rows[0].n)}",
    json!({"total": 2.5, "ids": [1, 2], "first name": "A"}))]
#[case("sum(pluck(body.rows, 'id'))", json!(3))]
#[case("join(pluck(body.rows, 'n'), ', ') + '!' + 1", json!("a, b!1"))]
#[case("merge(pick(body, 'ok', 'none'), {x: len(body.rows)})", json!({"ok": true, "x": 2}))]
#[case("slice([1, 2, 3], 1) + slice([4, 5], 0, -1)", json!([2, 3, 4]))]
#[case("slice('äbc', 0, 2)", json!("äb"))]
#[case("split('a/b', '/')", json!(["a", "b"]))]
#[case("contains(keys(body), 'ok')", json!(true))]
#[case("false && 1 / 0 == 1", json!(false))]
#[case("number('2.50') == 2.5", json!(true))]
#[case("'it\\'s ' + \"a \\\"b\\\"\"", json!("it's a \"b\""))]
#[case("max([1, 9, 4])", json!(9))]
fn values(#[case] text: &str, #[case] expected: Value) {
    assert_eq!(value(text), Ok(expected));
}

#[rstest]
#[case("", "ends too early")]
#[case("1 +", "ends too early at character 4")]
#[case("1 2", "should end here at character 3")]
#[case("attempts", "there is no `attempts`")]
#[case("eval('1')", "there is no function `eval`")]
#[case("min()", "takes 1 to 20 arguments")]
#[case("rand(1)", "takes 2 arguments")]
#[case("'open", "has no end")]
#[case("a == 1", "there is no `a`")]
#[case("attempt = 1", "`=` means nothing at character 9")]
#[case("1..2", "`1..2` is no number")]
#[case("status ? 1", "`:` is missing")]
#[case("[1, 2", "`,` is missing")]
fn texts_that_are_no_expressions(#[case] text: &str, #[case] message: &str) {
    let error = value(text).unwrap_err();
    assert!(error.contains(message), "{error}");
}

#[rstest]
#[case("1 / (attempt - 3)", "division by zero")]
#[case("body + 1", "an object is no number")]
#[case("1 && true", "neither true nor false")]
#[case("10 ^ 400", "no finite number")]
#[case("body.rows.n", "a list has no members by a text")]
#[case("len(1)", "a number has no length")]
#[case("number('x')", "no number")]
fn evaluations_that_fail(#[case] text: &str, #[case] message: &str) {
    let error = value(text).unwrap_err();
    assert!(error.contains(message), "{error}");
}

#[test]
fn size_and_depth_are_bounded() {
    assert!(value(&"(".repeat(1_000)).unwrap_err().contains("nests deeper"));
    assert!(value(&"-".repeat(1_000)).unwrap_err().contains("nests deeper"));
    assert!(value(&vec!["1"; 600].join("+")).unwrap_err().contains("more than 500 parts"));
    assert!(value(&"1".repeat(3_000)).unwrap_err().contains("longer than 2000 bytes"));
    let doubled = (0..20).fold("'aaaaaaaaaa'".to_owned(), |text, _| format!("join([{text}],'')"));
    assert_eq!(value(&doubled), Ok(json!("aaaaaaaaaa")));
}

#[test]
fn a_large_value_is_not_copied_without_end() {
    let names = BTreeMap::from([("body", json!({"text": "x".repeat(1_000_000), "n": 1}))]);
    let evaluated = |text: &str| {
        Expression::parse(text, &["body"]).unwrap().evaluate(Given { names: &names, chance: 0.0 })
    };
    let often = |part: &str| format!("[{}]", vec![part; 100].join(","));
    assert!(evaluated(&often("body")).unwrap_err().to_string().contains("copies too much"));
    assert_eq!(evaluated(&often("body.n")).unwrap().as_array().map(Vec::len), Some(100));
}

#[test]
fn what_is_stored_reads_back() {
    let expression = Expression::parse("min(1, attempt)", &NAMES).unwrap();
    let stored = serde_json::to_string(&expression).unwrap();
    assert_eq!(stored, "\"min(1, attempt)\"");
    assert_eq!(serde_json::from_str::<Expression>(&stored).unwrap(), expression);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[a-z0-9+*/^()\\[\\]{}.,?:<>=!&|' \"-]{0,60}") {
        let _ = value(&text);
    }

    #[test]
    fn expressions_of_its_own_words_do_not_make_it_panic(words in prop::collection::vec(
        prop::sample::select(vec!["attempt", "body", "rows", "(", ")", "[", "]", ".", ",", "1", "0", "-", "*", "^", "min", "slice",
            "rand", "{", "}", ":", "?", "'a'", "in", "null", "true", "len", "&&"]), 0..40)) {
        let _ = value(&words.join(" "));
    }
}
