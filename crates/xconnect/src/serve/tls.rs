//! HTTPS: a certificate that was given, or one made here with its own authority.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// Where a certificate comes from.
#[derive(Debug, Clone)]
pub enum Certificate {
    /// From files in the PEM format.
    Given {
        /// The certificate, followed by those that vouch for it.
        chain: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
    /// Made here, and kept in this folder.
    Made(PathBuf),
}

/// What listens for HTTPS, and the file that clients can trust it by.
pub(super) struct Tls {
    pub(super) acceptor: TlsAcceptor,
    /// The authority's certificate, when it was made here.
    pub(super) authority: Option<PathBuf>,
}

impl Tls {
    /// Loads a certificate, or makes one for this address.
    pub(super) fn new(certificate: &Certificate, address: SocketAddr) -> Result<Self, String> {
        match certificate {
            Certificate::Given { chain, key } => {
                Ok(Self { acceptor: acceptor(chain, key)?, authority: None })
            }
            Certificate::Made(folder) => {
                let files = Files::in_folder(folder);
                if !files.authority.exists() || !files.chain.exists() || !files.key.exists() {
                    files.make(folder, address).map_err(|error| {
                        format!("no certificate can be made in {}: {error}", folder.display())
                    })?;
                }
                let acceptor = acceptor(&files.chain, &files.key)?;
                Ok(Self { acceptor, authority: Some(files.authority) })
            }
        }
    }
}

struct Files {
    authority: PathBuf,
    chain: PathBuf,
    key: PathBuf,
}

impl Files {
    fn in_folder(folder: &Path) -> Self {
        let file = |name| folder.join(name);
        Self { authority: file("ca.pem"), chain: file("cert.pem"), key: file("key.pem") }
    }

    /// Makes an authority, and with it a certificate for the names that reach this machine. The authority's key is
    /// not kept: it can vouch for nothing else.
    fn make(&self, folder: &Path, address: SocketAddr) -> Result<(), Box<dyn std::error::Error>> {
        std::fs::create_dir_all(folder)?;
        let authority_key = KeyPair::generate()?;
        let mut authority = CertificateParams::new(Vec::new())?;
        authority.distinguished_name.push(DnType::CommonName, "xconnect local authority");
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let authority_certificate = authority.self_signed(&authority_key)?;
        let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        let own = address.ip().to_string();
        if !address.ip().is_unspecified() && !names.contains(&own) {
            names.push(own);
        }
        let key = KeyPair::generate()?;
        let mut leaf = CertificateParams::new(names)?;
        leaf.distinguished_name.push(DnType::CommonName, "xconnect");
        leaf.use_authority_key_identifier_extension = true;
        let certificate = leaf.signed_by(&key, &Issuer::from_params(&authority, &authority_key))?;
        write_private(&self.key, &key.serialize_pem())?;
        std::fs::write(&self.chain, certificate.pem())?;
        std::fs::write(&self.authority, authority_certificate.pem())?;
        Ok(())
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

fn acceptor(chain: &Path, key: &Path) -> Result<TlsAcceptor, String> {
    let unusable = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let certificates: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(chain).map_err(|error| unusable(chain, &error))?.collect();
    let certificates = certificates.map_err(|error| unusable(chain, &error))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| unusable(key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_no_client_auth()
        .with_single_cert(certificates, private)
        .map_err(|error| unusable(chain, &error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
