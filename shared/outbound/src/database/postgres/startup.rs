//! The beginning of a connection: TLS, login and the server's key for cancelling.

use std::{net::SocketAddr, sync::Arc};

use beadle_domain::call::DatabaseError;
use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::{
    authentication::{
        md5_hash,
        sasl::{ChannelBinding, SCRAM_SHA_256, SCRAM_SHA_256_PLUS, ScramSha256},
    },
    message::{backend::Message, frontend},
};
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use super::{
    channel_binding,
    fault::{Fault, Refusal},
    wire::{Reply, Stream, Wire},
};
use crate::database::{
    address::{Address, Binding, TlsMode},
    error::{connection_error, no_tls},
    tls,
};

/// The name that sessions have unless their URL says otherwise.
const APPLICATION: &str = "beadle";

/// How the server is reached, once more for cancelling.
#[derive(Clone)]
pub(super) struct Route {
    peer: SocketAddr,
    name: String,
    mode: TlsMode,
    config: Arc<ClientConfig>,
}

/// What a server wants to see before it cancels a statement.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CancelKey {
    process: i32,
    secret: i32,
}

/// A stream, and the hash of the certificate that it is bound to.
struct Secured {
    stream: Box<dyn Stream>,
    binding: Option<Vec<u8>>,
}

/// Connects to one of `peers` and logs in.
pub(super) async fn connect(
    address: &Address,
    peers: &[SocketAddr],
) -> Result<(Wire, Route, CancelKey), DatabaseError> {
    let stream = TcpStream::connect(peers).await.map_err(|error| connection_error(&error))?;
    let peer = stream.peer_addr().map_err(|error| connection_error(&error))?;
    let route = Route {
        peer,
        name: address.name(),
        mode: address.tls,
        config: tls::config(address.tls, address.roots.as_deref())?,
    };
    let secured = route.secure(stream).await?;
    let mut wire = Wire::new(secured.stream);
    let key = login(&mut wire, address, secured.binding).await?;
    Ok((wire, route, key))
}

impl Route {
    /// Encrypts `stream` as the mode says.
    async fn secure(&self, mut stream: TcpStream) -> Result<Secured, DatabaseError> {
        stream.set_nodelay(true).ok();
        if self.mode == TlsMode::Disable {
            return Ok(Secured { stream: Box::new(stream), binding: None });
        }
        let mut request = BytesMut::new();
        frontend::ssl_request(&mut request);
        stream.write_all(&request).await.map_err(|error| connection_error(&error))?;
        // One byte and no more: what follows has to be encrypted.
        match stream.read_u8().await.map_err(|error| connection_error(&error))? {
            b'S' => {}
            b'N' if self.mode == TlsMode::Prefer => {
                return Ok(Secured { stream: Box::new(stream), binding: None });
            }
            b'N' => return Err(no_tls()),
            _ => return Err(DatabaseError::InvalidResponse("the server broke the protocol".to_owned())),
        }
        let name = ServerName::try_from(self.name.clone())
            .map_err(|_| DatabaseError::Tls("the host's name can't be in a certificate".to_owned()))?;
        let connector = TlsConnector::from(Arc::clone(&self.config));
        let stream = connector.connect(name, stream).await.map_err(|error| connection_error(&error))?;
        let certificates = stream.get_ref().1.peer_certificates();
        let binding = certificates.and_then(|all| channel_binding::hash(all.first()?));
        Ok(Secured { stream: Box::new(stream), binding })
    }

    /// Asks the server to cancel what runs under `key`, and waits until the request is sent.
    pub async fn cancel(&self, key: CancelKey) -> Result<(), DatabaseError> {
        let stream = TcpStream::connect(self.peer).await.map_err(|error| connection_error(&error))?;
        let mut stream = self.secure(stream).await?.stream;
        let mut request = BytesMut::new();
        frontend::cancel_request(key.process, key.secret, &mut request);
        let cancelled = async {
            stream.write_all(&request).await?;
            stream.flush().await?;
            stream.read_to_end(&mut Vec::new()).await
        };
        cancelled.await.map(drop).map_err(|error| connection_error(&error))
    }
}

async fn login(
    wire: &mut Wire,
    address: &Address,
    binding: Option<Vec<u8>>,
) -> Result<CancelKey, DatabaseError> {
    let mut parameters = vec![("user", &*address.user), ("client_encoding", "UTF8")];
    parameters.push(("application_name", address.application_name.as_deref().unwrap_or(APPLICATION)));
    parameters.extend(address.options.as_deref().map(|options| ("options", options)));
    parameters.extend(address.database.as_deref().map(|name| ("database", name)));
    wire.write(|out| frontend::startup_message(parameters, out))?;
    wire.flush().await?;
    let mut is_bound = false;
    loop {
        let Reply::Message(message) = wire.next().await? else { return Err(wire.not_postgres().into()) };
        match message {
            Message::AuthenticationOk if address.binding == Binding::Require && !is_bound => {
                return Err(not_bound());
            }
            Message::AuthenticationOk => break,
            // Nobody gets the password who can't be bound.
            Message::AuthenticationCleartextPassword | Message::AuthenticationMd5Password(_)
                if address.binding == Binding::Require =>
            {
                return Err(not_bound());
            }
            Message::AuthenticationCleartextPassword => {
                let password = password(address)?;
                wire.write(|out| frontend::password_message(password, out))?;
                wire.flush().await?;
            }
            Message::AuthenticationMd5Password(body) => {
                let hash = md5_hash(address.user.as_bytes(), password(address)?, body.salt());
                wire.write(|out| frontend::password_message(hash.as_bytes(), out))?;
                wire.flush().await?;
            }
            Message::AuthenticationSasl(body) => {
                let mechanisms: Vec<&str> = body.mechanisms().collect().unwrap_or_default();
                let binding = binding.clone().filter(|_| {
                    address.binding != Binding::Disable && mechanisms.contains(&SCRAM_SHA_256_PLUS)
                });
                is_bound = binding.is_some();
                if address.binding == Binding::Require && !is_bound {
                    return Err(not_bound());
                }
                if binding.is_none() && !mechanisms.contains(&SCRAM_SHA_256) {
                    return Err(unsupported_login());
                }
                let other = ChannelBinding::unsupported();
                scram(wire, password(address)?, binding, other).await?;
            }
            Message::ErrorResponse(body) => return Err(Refusal::of(&body).into()),
            Message::AuthenticationGss
            | Message::AuthenticationKerberosV5
            | Message::AuthenticationScmCredential
            | Message::AuthenticationSspi => return Err(unsupported_login()),
            _ => return Err(wire.not_postgres().into()),
        }
    }
    let mut key = CancelKey::default();
    wire.until_ready(|reply| {
        if let Reply::Message(Message::BackendKeyData(body)) = reply {
            key = CancelKey { process: body.process_id(), secret: body.secret_key() };
        }
        Ok(())
    })
    .await?;
    Ok(key)
}

/// The login of RFC 5802 and 7677. With `binding`, no other server can stand in between.
async fn scram(
    wire: &mut Wire,
    password: &[u8],
    binding: Option<Vec<u8>>,
    other: ChannelBinding,
) -> Result<(), Fault> {
    let (mechanism, binding) = match binding {
        Some(hash) => (SCRAM_SHA_256_PLUS, ChannelBinding::tls_server_end_point(hash)),
        None => (SCRAM_SHA_256, other),
    };
    let mut scram = ScramSha256::new(password, binding);
    wire.write(|out| frontend::sasl_initial_response(mechanism, scram.message(), out))?;
    wire.flush().await?;
    let Message::AuthenticationSaslContinue(body) = accepted(wire).await? else {
        return Err(wire.not_postgres());
    };
    scram.update(body.data()).map_err(|_| wire.not_postgres())?;
    wire.write(|out| frontend::sasl_response(scram.message(), out))?;
    wire.flush().await?;
    let Message::AuthenticationSaslFinal(body) = accepted(wire).await? else {
        return Err(wire.not_postgres());
    };
    scram.finish(body.data()).map_err(|_| wire.not_postgres())
}

/// The next message unless it is an error.
async fn accepted(wire: &mut Wire) -> Result<Message, Fault> {
    match wire.next().await? {
        Reply::Message(Message::ErrorResponse(body)) => Err(Refusal::of(&body).into()),
        Reply::Message(message) => Ok(message),
        Reply::LongRow => Err(wire.not_postgres()),
    }
}

fn password(address: &Address) -> Result<&[u8], DatabaseError> {
    address.password.as_deref().map(str::as_bytes).ok_or_else(|| {
        DatabaseError::InvalidRequest(
            "the server asks for a password, and the connection has none".to_owned(),
        )
    })
}

fn not_bound() -> DatabaseError {
    DatabaseError::Tls(
        "the connection's `channel_binding` is `require`, and the server offers none: it needs TLS and a login by \
         SCRAM-SHA-256"
            .to_owned(),
    )
}

fn unsupported_login() -> DatabaseError {
    DatabaseError::Refused("it asks for a login other than by password (SCRAM-SHA-256, MD5)".to_owned())
}
