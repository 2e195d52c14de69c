//! What is trusted when a connection is encrypted.

use std::sync::{Arc, OnceLock};

use beadle_domain::port::DatabaseError;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;

use super::address::TlsMode;

/// The client's side of a handshake in `mode`.
///
/// # Errors
/// [`DatabaseError::Tls`] when the system has no certificates to trust.
pub(super) fn config(mode: TlsMode) -> Result<Arc<ClientConfig>, DatabaseError> {
    static UNVERIFIED: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    static BY_ISSUER: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    static FULL: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    let kept = match mode {
        TlsMode::Disable | TlsMode::Prefer | TlsMode::Require => &UNVERIFIED,
        TlsMode::VerifyCa => &BY_ISSUER,
        TlsMode::VerifyFull => &FULL,
    };
    if let Some(config) = kept.get() {
        return Ok(Arc::clone(config));
    }
    let made = make(mode).map_err(|_| DatabaseError::Tls("there are no certificates to trust".to_owned()))?;
    Ok(Arc::clone(kept.get_or_init(|| Arc::new(made))))
}

fn make(mode: TlsMode) -> Result<ClientConfig, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match mode {
        TlsMode::Disable | TlsMode::Prefer | TlsMode::Require => Arc::new(Unverified(Arc::clone(&provider))),
        TlsMode::VerifyCa => Arc::new(ByIssuer(Verifier::new(Arc::clone(&provider))?)),
        TlsMode::VerifyFull => Arc::new(Verifier::new(Arc::clone(&provider))?),
    };
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

/// Takes every certificate, as libpq's `prefer` and `require` do: it protects from who listens, not from who impersonates.
#[derive(Debug)]
struct Unverified(Arc<CryptoProvider>);

impl ServerCertVerifier for Unverified {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// Takes every certificate of a trusted issuer, whatever name it is for.
#[derive(Debug)]
struct ByIssuer(Verifier);

impl ServerCertVerifier for ByIssuer {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.0.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            // The name is checked last, when everything else is in order.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}
