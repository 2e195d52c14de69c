//! TLS configurations of database connections.

use std::sync::{Arc, OnceLock};

use beadle_domain::call::DatabaseError;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;

use super::address::TlsMode;

/// The client configuration for `mode`.
///
/// # Errors
/// [`DatabaseError::Tls`] if the system has no trusted certificates.
pub(super) fn config(mode: TlsMode) -> Result<Arc<ClientConfig>, DatabaseError> {
    static UNVERIFIED: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    static BY_ISSUER: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    static FULL: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    let cached = match mode {
        TlsMode::Disable | TlsMode::Prefer | TlsMode::Require => &UNVERIFIED,
        TlsMode::VerifyCa => &BY_ISSUER,
        TlsMode::VerifyFull => &FULL,
    };
    if let Some(config) = cached.get() {
        return Ok(Arc::clone(config));
    }
    let made = make(mode).map_err(|_| DatabaseError::Tls("there are no certificates to trust".to_owned()))?;
    Ok(Arc::clone(cached.get_or_init(|| Arc::new(made))))
}

fn make(mode: TlsMode) -> Result<ClientConfig, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let lenient = |by_issuer| Lenient { by_issuer, provider: Arc::clone(&provider) };
    let whole = || Verifier::new(Arc::clone(&provider));
    let verifier: Arc<dyn ServerCertVerifier> = match mode {
        TlsMode::Disable | TlsMode::Prefer | TlsMode::Require => Arc::new(lenient(None)),
        TlsMode::VerifyCa => Arc::new(lenient(Some(whole()?))),
        TlsMode::VerifyFull => Arc::new(whole()?),
    };
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

/// Verifies only part of a certificate. That the server has the certificate's key is always verified.
#[derive(Debug)]
struct Lenient {
    /// Verifies the issuer, whatever the name. Without it every certificate is accepted, as libpq does for
    /// `prefer` and `require`: that protects against eavesdropping, not against impersonation.
    by_issuer: Option<Verifier>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(verifier) = &self.by_issuer else { return Ok(ServerCertVerified::assertion()) };
        match verifier.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            // The name is checked last, so everything else is valid.
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
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
