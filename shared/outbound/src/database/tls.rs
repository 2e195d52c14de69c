//! TLS configurations of database connections.

use std::sync::{Arc, OnceLock};

use beadle_domain::call::DatabaseError;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use rustls_platform_verifier::Verifier;

use super::address::TlsMode;

/// The client configuration for `mode`, where `roots` (PEM) are trusted in place of the system's issuers.
///
/// # Errors
/// [`DatabaseError::Tls`] if there are no certificates to trust.
pub(super) fn config(mode: TlsMode, roots: Option<&str>) -> Result<Arc<ClientConfig>, DatabaseError> {
    static UNVERIFIED: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    static BY_ISSUER: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    static FULL: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(pem) = roots
        && matches!(mode, TlsMode::VerifyCa | TlsMode::VerifyFull)
    {
        let made = trusted(pem).and_then(|issuers| make(mode, || Ok(Arc::clone(&issuers) as _)).ok());
        return made.map(Arc::new).ok_or_else(|| {
            DatabaseError::Tls("the connection's `sslrootcert` has no certificate of an issuer".to_owned())
        });
    }
    let cached = match mode {
        TlsMode::Disable | TlsMode::Prefer | TlsMode::Require => &UNVERIFIED,
        TlsMode::VerifyCa => &BY_ISSUER,
        TlsMode::VerifyFull => &FULL,
    };
    if let Some(config) = cached.get() {
        return Ok(Arc::clone(config));
    }
    let system = || Verifier::new(provider()).map(|verifier| Arc::new(verifier) as _);
    let made = make(mode, system)
        .map_err(|_| DatabaseError::Tls("there are no certificates to trust".to_owned()))?;
    Ok(Arc::clone(cached.get_or_init(|| Arc::new(made))))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// Verifies by the certificates of `pem`.
fn trusted(pem: &str) -> Option<Arc<WebPkiServerVerifier>> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots.add(certificate.ok()?).ok()?;
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider()).build().ok()
}

fn make(
    mode: TlsMode,
    whole: impl Fn() -> Result<Arc<dyn ServerCertVerifier>, Error>,
) -> Result<ClientConfig, Error> {
    let provider = provider();
    let lenient = |by_issuer| Lenient { by_issuer, provider: Arc::clone(&provider) };
    let verifier: Arc<dyn ServerCertVerifier> = match mode {
        TlsMode::Disable | TlsMode::Prefer | TlsMode::Require => Arc::new(lenient(None)),
        TlsMode::VerifyCa => Arc::new(lenient(Some(whole()?))),
        TlsMode::VerifyFull => whole()?,
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
    by_issuer: Option<Arc<dyn ServerCertVerifier>>,
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
