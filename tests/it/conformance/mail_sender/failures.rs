//! What goes wrong, and by which code it is known.

use std::time::Duration;

use beadle_application::port::MailSender;
use beadle_domain::{egress::EgressPolicy, execution::Failure};
use beadle_outbound::Mails;
use rstest::rstest;

use super::{
    PATIENT, mail, send,
    server::{Script, Server},
};

#[rstest]
#[case(&[("", Some("220 mail.example"))], "smtp", "?tls=none", "completed")]
#[case(&[("", Some("421 too many connections"))], "smtp", "?tls=none", "mail_busy")]
#[case(&[("", Some("554 go away"))], "smtp", "?tls=none", "mail")]
#[case(&[("", Some("HTTP/1.1 400 Bad Request"))], "smtp", "?tls=none", "invalid_response")]
#[case(&[("", None)], "smtp", "?tls=none", "invalid_response")]
#[case(&[("MAIL", None)], "smtp", "?tls=none", "invalid_response")]
#[case(&[("MAIL", Some("451 4.3.0 later"))], "smtp", "?tls=none", "mail_busy")]
#[case(&[("DATA", Some("552 5.2.2 full"))], "smtp", "?tls=none", "mail")]
#[case(&[(".", Some("554 5.7.1 spam"))], "smtp", "?tls=none", "mail")]
#[case(&[], "smtp", "", "tls")]
#[case(&[], "smtps", "", "tls")]
#[tokio::test]
async fn a_failure_has_its_code(
    #[case] script: Script,
    #[case] scheme: &str,
    #[case] parameters: &str,
    #[case] code: &str,
) {
    let server = Server::start(script).await;
    let failure = send(&server.url(scheme, parameters)).await.map_err(Failure::from);
    let found = failure.as_ref().err().map_or("completed", |failure| failure.code.as_str());
    assert_eq!(found, code, "{failure:?}");
}

#[tokio::test]
async fn nobody_listening_is_no_connection() {
    // A port that was free a moment ago.
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = send(&format!("smtp://{address}?tls=none")).await.unwrap_err();
    assert_eq!(Failure::from(error).code.as_str(), "connect");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up_at_the_timeout() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}?tls=none", listener.local_addr().unwrap());
    let sent = Mails::new(EgressPolicy::open()).send(mail(&url), Duration::from_millis(200)).await;
    assert_eq!(Failure::from(sent.unwrap_err()).code.as_str(), "timeout");
}

#[rstest]
#[case("127.0.0.1")]
#[case("localhost")]
#[case("0x7f.1")]
#[case("[::ffff:127.0.0.1]")]
#[tokio::test]
async fn the_guard_judges_the_server_before_it_is_called(#[case] host: &str) {
    let server = Server::start(&[]).await;
    let port = server.url("", "").rsplit(':').next().unwrap().to_owned();
    let strict = Mails::new(EgressPolicy::strict(Vec::new()));
    let sent = strict.send(mail(&format!("smtp://{host}:{port}?tls=none")), PATIENT).await;
    assert_eq!(Failure::from(sent.unwrap_err()).code.as_str(), "egress");
    assert_eq!(server.lines(), Vec::<String>::new());
}
