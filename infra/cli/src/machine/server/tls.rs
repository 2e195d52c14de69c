//! TLS on connections, and the certificate of the server, which can be replaced while it runs.

use std::{
    fmt, io,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use rustls::{
    ServerConfig,
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject as _},
    },
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio::time::timeout;
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::door::Connection;

/// How long a client may take for the handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// Only what the server speaks is negotiated (RFC 7301).
const PROTOCOL: &[u8] = b"http/1.1";

/// The certificate of a server and its private key, in two files.
pub struct Certificate {
    chain_file: PathBuf,
    key_file: PathBuf,
    provider: Arc<CryptoProvider>,
    current: RwLock<Arc<CertifiedKey>>,
}

/// Why a certificate can't be used. Each message names the file, in one line.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file can't be read, or is not PEM (RFC 7468).
    #[error("can't read {file}: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// What is wrong with it.
        source: pem::Error,
    },
    /// The file contains no certificate.
    #[error("{file} contains no certificate")]
    Empty {
        /// The file.
        file: String,
    },
    /// The key can't be used, or belongs to another certificate.
    #[error("the certificate of {chain_file} and the key of {key_file} can't be used: {source}")]
    Unusable {
        /// The file of the certificate.
        chain_file: String,
        /// The file of the key.
        key_file: String,
        /// What is wrong with them.
        source: rustls::Error,
    },
}

impl Certificate {
    /// Reads the certificate, with those of its issuers after it, and its private key (PKCS #8, PKCS #1 or SEC 1), all in PEM.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn read(chain_file: PathBuf, key_file: PathBuf) -> Result<Arc<Self>, CertificateError> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let current = RwLock::new(read(&chain_file, &key_file, &provider)?);
        Ok(Arc::new(Self { chain_file, key_file, provider, current }))
    }

    /// Reads the files again. Handshakes from now on use what they contain; after an error they use the same certificate as before.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn reload(&self) -> Result<(), CertificateError> {
        let new = read(&self.chain_file, &self.key_file, &self.provider)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(())
    }

    /// The configuration of a server with this certificate: TLS 1.2 and 1.3.
    ///
    /// # Errors
    /// [`rustls::Error`] when the provider lacks a protocol version.
    pub fn server_config(self: &Arc<Self>) -> Result<ServerConfig, rustls::Error> {
        let builder = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(Arc::clone(self) as _);
        config.alpn_protocols = vec![PROTOCOL.to_vec()];
        Ok(config)
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _client_hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("chain_file", &self.chain_file).finish_non_exhaustive()
    }
}

fn read(
    chain_file: &PathBuf,
    key_file: &PathBuf,
    provider: &CryptoProvider,
) -> Result<Arc<CertifiedKey>, CertificateError> {
    let shown = |file: &PathBuf| file.display().to_string();
    let unreadable = |file: &PathBuf, source| CertificateError::Unreadable { file: shown(file), source };
    let chain = CertificateDer::pem_file_iter(chain_file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|source| unreadable(chain_file, source))?;
    if chain.is_empty() {
        return Err(CertificateError::Empty { file: shown(chain_file) });
    }
    let key = PrivateKeyDer::from_pem_file(key_file).map_err(|source| unreadable(key_file, source))?;
    let certified = CertifiedKey::from_der(chain, key, provider).map_err(|source| {
        CertificateError::Unusable { chain_file: shown(chain_file), key_file: shown(key_file), source }
    })?;
    Ok(Arc::new(certified))
}

/// Makes the handshake.
pub(super) async fn accept(
    config: Arc<ServerConfig>,
    stream: Connection,
) -> io::Result<TlsStream<Connection>> {
    let handshake = TlsAcceptor::from(config).accept(stream);
    timeout(HANDSHAKE_TIMEOUT, handshake).await.map_err(|_| io::ErrorKind::TimedOut)?
}
