//! Translates errors of libraries into errors for API clients. They go by the types of the causes and reveal
//! nothing internal.

use std::{error::Error, io, iter};

use beadle_domain::{call::CallError, egress::EgressError};
use rustls::CertificateError;

/// The error of a call, without its URL and without the texts of libraries.
pub(crate) fn call_error(error: &reqwest::Error) -> CallError {
    if error.is_builder() {
        return CallError::InvalidRequest("it can't be written as HTTP".to_owned());
    }
    if let Some(refusal) = cause::<EgressError>(error) {
        return CallError::Egress(refusal.to_string());
    }
    if error.is_dns() {
        return CallError::Connect("the name can't be resolved".to_owned());
    }
    if let Some(tls) = cause::<rustls::Error>(error) {
        return CallError::Tls(tls_text(tls).to_owned());
    }
    if cause::<hyper::Error>(error).is_some_and(hyper::Error::is_parse) {
        return CallError::InvalidResponse("it is not HTTP/1.1".to_owned());
    }
    let incomplete = cause::<hyper::Error>(error).is_some_and(hyper::Error::is_incomplete_message);
    let mut io = causes(error).filter_map(<dyn Error>::downcast_ref::<io::Error>);
    match io.find_map(|error| io_text(error.kind())) {
        Some(what) => CallError::Connect(what.to_owned()),
        _ if incomplete => CallError::Connect("it was closed before the answer was complete".to_owned()),
        _ if error.is_connect() => CallError::Connect("it could not be made".to_owned()),
        _ if error.is_decode() => CallError::InvalidResponse("its content can't be unpacked".to_owned()),
        _ => CallError::Connect("it was lost".to_owned()),
    }
}

/// The first cause of type `E`.
pub(crate) fn cause<'e, E: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e E> {
    causes(error).find_map(<dyn Error>::downcast_ref)
}

/// The error and its causes. An [`io::Error`] hides the error that it wraps from [`Error::source`].
pub(crate) fn causes<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    })
}

pub(crate) fn io_text(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::ConnectionRefused => "it was refused",
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => "it was closed before the answer was complete",
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            "the destination is unreachable"
        }
        io::ErrorKind::TimedOut => "the destination did not respond",
        _ => return None,
    })
}

pub(crate) fn tls_text(error: &rustls::Error) -> &'static str {
    match error {
        rustls::Error::InvalidCertificate(error) => certificate_text(error),
        rustls::Error::InvalidMessage(_) => "the destination does not speak TLS",
        rustls::Error::AlertReceived(_) => "the destination refused the handshake",
        rustls::Error::PeerIncompatible(_) => "there is no version or cipher that both sides know",
        _ => "the handshake failed",
    }
}

fn certificate_text(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "the certificate has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the certificate is not valid yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "the certificate is for another name"
        }
        CertificateError::UnknownIssuer => "the certificate's issuer is not trusted",
        CertificateError::Revoked => "the certificate is revoked",
        _ => "the certificate is not valid",
    }
}
