//! Character sets, byte order marks, and responses that have no body.

use super::*;

fn with_type(content_type: &str, body: &'static [u8]) -> Answer {
    stored(response(200, &[("content-type", content_type)], body))
}

#[rstest]
#[case::latin_1("application/json; charset=ISO-8859-1", b"{\"name\":\"Jos\xe9\"}", json!({"name": "José"}))]
#[case::windows_1252("application/json; charset=\"windows-1252\"", b"[\"\x80\"]", json!(["€"]))]
#[case::utf_16("application/json;charset=utf-16le", b"[\x001\x00]\x00", json!([1]))]
#[case::mark("application/json", b"\xef\xbb\xbf[1]", json!([1]))]
#[case::unknown("application/json; charset=klingon", b"[1]", json!([1]))]
fn json_is_read_in_the_character_set_that_is_named(
    #[case] content_type: &str,
    #[case] body: &'static [u8],
    #[case] expected: Value,
) {
    let answer = with_type(content_type, body);
    assert_eq!((answer.body, answer.size), (AnswerBody::Json(expected), body.len() as u64));
}

#[test]
fn text_is_kept_in_utf_8() {
    let answer = with_type("text/plain; charset=iso-8859-1", b"caf\xe9");
    assert_eq!(answer.body, AnswerBody::Text("café".to_owned()));
}

#[test]
fn a_body_that_is_not_in_its_character_set_stays_as_it_is() {
    let answer = with_type("text/plain; charset=shift_jis", b"\xfc\xfc");
    assert_eq!(answer.body, AnswerBody::Base64("/Pw=".to_owned()));
}

#[rstest]
#[case(204)]
#[case(205)]
fn a_status_without_a_body_has_none_to_parse(#[case] status: u16) {
    for parse in ["json", "xml", "form", "text", "base64", "auto"] {
        let spec = spec(json!({"response": {"parse": parse}}));
        let outcome = super::super::evaluate(&spec, response(status, &[], ""), now(), &Redactor::default());
        let Outcome::Succeeded { answer: Some(answer) } = outcome else { panic!("{parse}: {outcome:?}") };
        assert_eq!(answer.body, AnswerBody::Empty, "{parse}");
    }
}

#[test]
fn a_response_that_cannot_be_read_after_a_2xx_is_not_asked_for_again() {
    let spec = spec(json!({"response": {"parse": "json"}}));
    for (status, retried) in [(200, false), (201, false), (503, true)] {
        let outcome =
            super::super::evaluate(&spec, response(status, &[], "<p>done</p>"), now(), &Redactor::default());
        let Outcome::Failed { failure, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!((failure.http_status, failure.is_retryable()), (Some(status), retried));
    }
}

#[test]
fn a_redirect_that_took_the_body_away_is_a_warning() {
    let answer = stored(HttpResponse { lost_body: Some(302), ..response(200, &[], "login") });
    let [warning] = answer.warnings.as_slice() else { panic!("{:?}", answer.warnings) };
    assert!(warning.contains("a redirect (302) made this request a GET"), "{warning}");
}
