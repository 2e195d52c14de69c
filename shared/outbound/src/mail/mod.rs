//! Sends mails over SMTP (RFC 5321), each on a connection of its own.
//!
//! [`server`] reads the URL of a mail server. The connection goes to an address that the egress guard has checked, and the
//! certificate is that of the name in the URL.

mod message;
mod server;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use async_trait::async_trait;
use beadle_application::port::MailSender;
use beadle_domain::{
    call::{MailError, MailReply, MailRequest},
    egress::EgressPolicy,
};
use beadle_values::cause::Chain;
use lettre::transport::smtp::{
    authentication::DEFAULT_MECHANISMS,
    client::{AsyncSmtpConnection, TlsParameters},
    extension::ClientId,
    response::Response,
};
use reqwest::dns::Resolve;
use secrecy::ExposeSecret;
use tokio::time;

use self::server::{MailServer, Tls};
use crate::egress::{Guard, LookupError, SystemResolver};

/// Hands mails to mail servers.
pub struct Mails {
    guard: Guard,
}

impl Mails {
    /// A sender with the system's resolver and the egress policy `policy`.
    pub fn new(policy: EgressPolicy) -> Self {
        Self::with_resolver(policy, Arc::new(SystemResolver))
    }

    /// A sender that resolves names with `resolver`.
    pub fn with_resolver(policy: EgressPolicy, resolver: Arc<dyn Resolve>) -> Self {
        Self { guard: Guard::new(policy, resolver) }
    }

    async fn deliver(&self, request: &MailRequest) -> Result<MailReply, MailError> {
        let server = MailServer::parse(request.server.expose_secret())?;
        let mail = message::of(request)?;
        let peers = self.guard.addresses(&server.host, server.port, server.scheme(), &request.egress).await;
        let mut connection = connect(&server, &peers.map_err(lookup_error)?).await?;
        if let Some(credentials) = &server.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await.map_err(smtp_error)?;
        }
        let reply = connection.send(mail.envelope(), &mail.formatted()).await.map_err(smtp_error)?;
        // The mail is taken: a server that does not wait for the farewell has lost nothing.
        connection.quit().await.ok();
        Ok(reply_of(&reply))
    }
}

#[async_trait]
impl MailSender for Mails {
    async fn send(&self, request: MailRequest, timeout: Duration) -> Result<MailReply, MailError> {
        let sent = time::timeout(timeout, self.deliver(&request)).await;
        sent.unwrap_or(Err(MailError::Timeout(timeout)))
    }
}

/// A connection to one of `peers`, encrypted as the URL says.
async fn connect(server: &MailServer, peers: &[SocketAddr]) -> Result<AsyncSmtpConnection, MailError> {
    let client = ClientId::default();
    let tls = || TlsParameters::new_rustls(server.name()).map_err(smtp_error);
    let implicit = match server.tls {
        Tls::Implicit => Some(tls()?),
        Tls::Starttls | Tls::None => None,
    };
    let connecting = AsyncSmtpConnection::connect_tokio1(peers, None, &client, implicit, None);
    let mut connection = connecting.await.map_err(smtp_error)?;
    if server.tls == Tls::Starttls {
        if !connection.can_starttls() {
            return Err(MailError::Tls(
                "the server has no STARTTLS; `?tls=none` sends without it".to_owned(),
            ));
        }
        connection.starttls(tls()?, &client).await.map_err(smtp_error)?;
    }
    Ok(connection)
}

fn reply_of(reply: &Response) -> MailReply {
    MailReply { code: reply.code().into(), message: reply.message().collect::<Vec<_>>().join("\n") }
}

fn lookup_error(error: LookupError) -> MailError {
    match error {
        LookupError::Refused(error) => MailError::Egress(error.to_string()),
        LookupError::Unresolved(_) => MailError::Connect(error.to_string()),
    }
}

/// The error of the connection; its chain has the text of the server's reply and no part of the URL.
fn smtp_error(error: lettre::transport::smtp::Error) -> MailError {
    let text = Chain(&error).to_string();
    if error.is_permanent() {
        MailError::Refused(text)
    } else if error.is_transient() {
        MailError::Busy(text)
    } else if error.is_response() {
        MailError::InvalidReply(text)
    } else if error.is_client() {
        MailError::InvalidRequest(text)
    } else if error.is_tls() || is_handshake(&error) {
        MailError::Tls(text)
    } else {
        MailError::Connect(text)
    }
}

/// Whether the handshake failed: those of rustls are in an error of input and output.
fn is_handshake(error: &lettre::transport::smtp::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let of_io = inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if of_io.is_some_and(|inner| inner.is::<rustls::Error>()) || inner.is::<rustls::Error>() {
            return true;
        }
        source = inner.source();
    }
    false
}
