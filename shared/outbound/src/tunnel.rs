//! Calls through the proxy of a config: the proxy opens a tunnel, and in it is the connection that there would be without it.
//!
//! The destination is resolved and judged here, and the proxy is asked for its address: what it would resolve itself would bypass
//! the guard. TLS is spoken with the destination by its name, through the tunnel.

use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use beadle_domain::{
    call::{CallError, HttpRequest, ProxyError},
    destination::{EgressScope, ProxyRoute},
};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use reqwest::{
    Body, Request, Response,
    header::{ACCEPT, HOST, HeaderValue},
};
use rustls::{ClientConfig, crypto::aws_lc_rs, pki_types::ServerName};
use rustls_platform_verifier::Verifier;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::{self, Instant},
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::{
    builder::MAX_HEADERS,
    egress::{Guard, LookupError},
    error::{cause, io_text, tls_text},
};

/// How long the proxy may take to open a tunnel.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest head of the proxy's answer, in bytes.
const MAX_HEAD: usize = 16 * 1024;

/// Sends `outgoing`, which is `request`, through the proxy at `route`; the tunnel has to be open before `deadline`.
pub(crate) async fn send(
    guard: &Guard,
    request: &HttpRequest,
    route: &ProxyRoute,
    outgoing: Request,
    deadline: Instant,
) -> Result<Response, CallError> {
    let deadline = deadline.min(Instant::now() + PATIENCE);
    let tunnel = time::timeout_at(deadline, open(guard, request, route)).await;
    let stream = tunnel.map_err(|_| ProxyError::Timeout).map_err(CallError::Proxy).flatten()?;
    if request.url.scheme() == "http" {
        return exchange(stream, outgoing).await;
    }
    let name = server_name(&request.url)?;
    let connected = TlsConnector::from(trusted()?).connect(name, stream).await;
    let stream = connected.map_err(|error| match cause::<rustls::Error>(&error) {
        Some(tls) => CallError::Tls(tls_text(tls).to_owned()),
        None => CallError::Connect(io_text(error.kind()).unwrap_or("it was lost").to_owned()),
    })?;
    exchange(stream, outgoing).await
}

/// A tunnel to the destination of `request`.
async fn open(guard: &Guard, request: &HttpRequest, route: &ProxyRoute) -> Result<TcpStream, CallError> {
    let found = addresses(guard, &request.url, &request.egress).await.map_err(|error| match error {
        LookupError::Refused(refusal) => CallError::Egress(refusal.to_string()),
        LookupError::Unresolved(_) => CallError::Connect("the name can't be resolved".to_owned()),
    })?;
    // A proxy may have no IPv6.
    let Some(target) = found.iter().find(|address| address.is_ipv4()).or_else(|| found.first()) else {
        return Err(CallError::Connect("the name can't be resolved".to_owned()));
    };
    let proxies =
        addresses(guard, &route.url, &EgressScope::default()).await.map_err(|error| match error {
            LookupError::Refused(refusal) => CallError::Egress(format!("the proxy: {refusal}")),
            LookupError::Unresolved(_) => CallError::Proxy(ProxyError::Connect("its name can't be resolved")),
        })?;
    let broken = |error: &std::io::Error| {
        CallError::Proxy(ProxyError::Connect(io_text(error.kind()).unwrap_or("it was lost")))
    };
    let mut stream = TcpStream::connect(proxies.as_slice()).await.map_err(|error| broken(&error))?;
    stream.set_nodelay(true).map_err(|error| broken(&error))?;
    stream.write_all(head(target, route).as_bytes()).await.map_err(|error| broken(&error))?;
    let answer = read_head(&mut stream).await.map_err(|error| broken(&error))?;
    match status(&answer) {
        Some(200..=299) => Ok(stream),
        Some(407) => Err(CallError::Proxy(ProxyError::Credentials)),
        Some(status) => Err(CallError::Proxy(ProxyError::Refused(status))),
        None => Err(CallError::Proxy(ProxyError::Connect("it does not speak HTTP"))),
    }
}

async fn addresses(guard: &Guard, url: &Url, scope: &EgressScope) -> Result<Vec<SocketAddr>, LookupError> {
    let Some(host) = url.host() else { return Err(LookupError::Unresolved(None)) };
    let port = url.port_or_known_default().unwrap_or_default();
    guard.addresses(&host.to_owned(), port, url.scheme(), scope).await
}

/// The request for a tunnel to `target`.
fn head(target: &SocketAddr, route: &ProxyRoute) -> String {
    let authorization = route.credentials.as_ref().map_or_else(String::new, |(name, password)| {
        let encoded = BASE64_STANDARD.encode(format!("{name}:{password}"));
        format!("Proxy-Authorization: Basic {encoded}\r\n")
    });
    format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{authorization}\r\n")
}

/// The head of the proxy's answer. Not a byte beyond it is read: that would belong to the tunnel.
async fn read_head(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(256);
    while !head.ends_with(b"\r\n\r\n") && head.len() < MAX_HEAD {
        head.push(stream.read_u8().await?);
    }
    Ok(head)
}

/// The status of an answer: that of `HTTP/1.1 200 Connection established`.
fn status(head: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(head.split(|byte| *byte == b'\r').next()?).ok()?;
    let mut parts = line.split(' ');
    parts.next().filter(|version| version.starts_with("HTTP/1."))?;
    parts.next()?.parse().ok().filter(|_| head.ends_with(b"\r\n\r\n"))
}

fn server_name(url: &Url) -> Result<ServerName<'static>, CallError> {
    let name = match url.host() {
        Some(Host::Domain(name)) => ServerName::try_from(name.to_owned()).ok(),
        Some(Host::Ipv4(address)) => Some(ServerName::from(std::net::IpAddr::from(address))),
        Some(Host::Ipv6(address)) => Some(ServerName::from(std::net::IpAddr::from(address))),
        None => None,
    };
    name.ok_or_else(|| CallError::InvalidRequest("its host is not the name of a server".to_owned()))
}

/// Trusts the issuers that the system does.
fn trusted() -> Result<Arc<ClientConfig>, CallError> {
    static TRUSTED: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = TRUSTED.get() {
        return Ok(Arc::clone(config));
    }
    let provider = Arc::new(aws_lc_rs::default_provider());
    let made = Verifier::new(Arc::clone(&provider)).and_then(|verifier| {
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        Ok(config.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
    });
    let made = made.map_err(|_| CallError::Tls("there are no certificates to trust".to_owned()))?;
    Ok(Arc::clone(TRUSTED.get_or_init(|| Arc::new(made))))
}

/// Sends `outgoing` over `stream`, which is used for nothing else.
async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    outgoing: Request,
) -> Result<Response, CallError> {
    let unusable = || CallError::InvalidRequest("it can't be written as HTTP".to_owned());
    let host = match outgoing.url().port() {
        Some(port) => format!("{}:{port}", outgoing.url().host_str().unwrap_or_default()),
        None => outgoing.url().host_str().unwrap_or_default().to_owned(),
    };
    let mut message = hyper::Request::<Body>::try_from(outgoing).map_err(|_| unusable())?;
    let target = message.uri().path_and_query().cloned();
    *message.uri_mut() = target.map(Into::into).unwrap_or_default();
    let headers = message.headers_mut();
    headers.entry(HOST).or_insert(HeaderValue::from_str(&host).map_err(|_| unusable())?);
    headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
    let handshake = http1::Builder::new().max_headers(MAX_HEADERS).handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|error| lost(&error))?;
    tokio::spawn(async move {
        // What ends the connection is told to whoever reads the response.
        let _ended = connection.await;
    });
    let response = sender.send_request(message).await.map_err(|error| lost(&error))?;
    Ok(Response::from(response.map(Body::wrap)))
}

fn lost(error: &hyper::Error) -> CallError {
    if error.is_parse() {
        return CallError::InvalidResponse("it is not HTTP/1.1".to_owned());
    }
    let io = cause::<std::io::Error>(error).and_then(|error| io_text(error.kind()));
    CallError::Connect(io.unwrap_or("it was closed before the answer was complete").to_owned())
}
