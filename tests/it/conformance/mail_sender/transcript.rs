//! What is said to a server.

use beadle_domain::call::MailReply;

use super::{send, server::Server};

#[tokio::test]
async fn a_mail_is_handed_over_as_smtp_says() {
    let server = Server::start(&[
        (".", Some("250 2.0.0 queued as 7")),
        ("EHLO", Some("250-mail.example\r\n250 AUTH PLAIN")),
    ])
    .await;
    let url = server.url("smtp", "?tls=none").replace("smtp://", "smtp://ada:p%40ss@");
    let reply = send(&url).await.unwrap();
    assert_eq!(reply, MailReply { code: 250, message: "2.0.0 queued as 7".to_owned() });
    let lines = server.lines();
    let position = |wanted: &str| {
        lines.iter().position(|line| line == wanted).unwrap_or_else(|| panic!("{wanted} in {lines:#?}"))
    };
    // `\0ada\0p@ss` (RFC 4616).
    let commands = [
        "AUTH PLAIN AGFkYQBwQHNz",
        "MAIL FROM:<beadle@a.example>",
        "RCPT TO:<ops@b.example>",
        "RCPT TO:<ada@b.example>",
        "DATA",
        "Message-ID: <exe_1@a.example>",
        "Subject: Night run",
        // A line of a dot alone would end the text (RFC 5321 section 4.5.2).
        "..",
        "last",
        ".",
    ];
    let positions = commands.map(position);
    assert!(positions[..5].is_sorted() && positions[6..].is_sorted(), "{lines:#?}");
}

#[tokio::test]
async fn an_address_that_is_refused_keeps_back_the_mail() {
    let server = Server::start(&[("RCPT TO:<ada", Some("550 5.1.1 no such user"))]).await;
    let error = send(&server.url("smtp", "?tls=none")).await.unwrap_err();
    assert!(error.to_string().contains("550") || error.to_string().contains("5.1.1"), "{error}");
    assert!(!server.lines().iter().any(|line| line == "DATA"), "{:?}", server.lines());
}

#[tokio::test]
async fn no_password_is_said_without_encryption_unless_the_url_says_so() {
    let server = Server::start(&[("EHLO", Some("250-mail.example\r\n250 AUTH PLAIN"))]).await;
    let url = server.url("smtp", "").replace("smtp://", "smtp://ada:p%40ss@");
    let error = send(&url).await.unwrap_err();
    assert!(error.to_string().contains("STARTTLS"), "{error}");
    assert!(!server.lines().iter().any(|line| line.starts_with("AUTH")), "{:?}", server.lines());
}
